// Package iis provides what Internet Information Services knows: applications
// and what belongs to them, on machines without a configuration of IIS.
//
//   - iisApp: an application, which is an object createApp and its content.
//     Content is synced in full, wherever it is.
//   - contentPath: the content alone, in sites as well as in folders.
//   - createApp: the application without its content.
//   - recycleApp: the application pool of an application.
//   - setAcl: who may use a file or folder.
//
// # Sites
//
// The path of an application is that of a folder, or begins with the name of a
// site: "Default Web Site/app". Where sites are is what [Options] say. A path
// that begins with the name of no known site is one of a folder like any other,
// relative to the current one. Paths that begin with a slash, "./", "../" or a
// drive, or have a backslash, are never those of sites.
//
// Applications and permissions go by the path that was given, contents by the
// folder on this machine.
//
// # Configuration
//
// None of these providers reads or changes the configuration of IIS. What it
// would have to be told is reported instead, as warnings:
//
//   - a target of kind iisApp leaves applications alone. It says so once for
//     each, in plans that are not carried out too, and deploys the content;
//   - targets of kind createApp and recycleApp plan a change in every sync. Where
//     it would be made, they report what they would have done.
//
// # Permissions
//
// A target of kind setAcl adds to the permissions of a file or folder. It does so
// when the sync commits, for the folder and all that is in it by then. Links are
// not followed, files that have several names stay as they are, and so do files
// that whoever runs the sync may not change; a warning counts those. The user is
// looked up on this machine, by the name that [Options] have for it, if any.
// Nothing is granted to users that nobody knows, which is one more warning: not
// to the identity of an application pool either, which is who an empty name
// means.
//
// Windows gets an entry in the access control list, which it hands down. On Unix
// rights come down to reading, writing and executing; folders that may be read or
// written may be entered too. If the user owns the file, its mode changes. Else
// its POSIX access control list does, on Linux, and for folders the one that new
// entries begin with. Nobody else gains by that, and the user loses nothing that
// came by way of a group. Where there are no such lists, the mode changes if the
// file belongs to the group that is named; anything wider is left alone, with a
// warning. A file that is read-only stays so, and one that nobody may execute is
// not made a program, unless it is the one that was named: both would make it
// differ from its source.
//
// If the user has all the permissions already, there is nothing to change; if
// not, or if nobody can tell, the sync counts an update, as msdeploy does.
package iis
