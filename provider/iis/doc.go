// Package iis provides what Internet Information Services knows: applications
// and what belongs to them.
//
// # What is there
//
//   - iisApp: an application, which is an object createApp and its content.
//     Content is synced in full, wherever it is.
//   - createApp: the application without its content.
//   - setAcl: who may use a file or folder. It is read, packed, compared and
//     planned like any other object.
//   - recycleApp: listed so that deployments that ask for it fail with a reason.
//
// # What is not there
//
// None of these providers reads or changes the configuration of IIS yet, on any
// system. As long as that is so
//
//   - the path of an application is that of a folder, and a name such as
//     "Default Web Site/app" is a relative one;
//   - a target of kind iisApp leaves applications alone. It says so with a
//     warning, once for each application, and deploys the content;
//   - targets of kind createApp and both sides of recycleApp cannot be opened.
//     The error matches errors.ErrUnsupported;
//   - a target of kind setAcl changes no permissions. It says so with a warning
//     for each object.
package iis
