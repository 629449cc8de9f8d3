// Package provider defines what can be deployed: trees of objects, and the
// providers that read and change them.
//
// # The contract
//
// A [Provider] opens a [Tree] of [Object] values for reading. A [Deployer] is
// a provider that also opens a [Target], a tree that can be changed. Package
// sync compares a tree with a target, decides on changes and hands each
// [Change] to the target. A provider therefore never compares, never counts,
// never asks rules and never sees a what-if flag; it lists what is there and
// does what it is told.
//
// These rules hold for every implementation; package providertest checks them.
//
//   - Objects are data. They are not modified once they have been yielded. To
//     rewrite one, copy it.
//   - Root returns the same object at every call. The root of one provider's
//     tree has the link [FirstLink]; a root without a link is a whole document,
//     such as a package or a manifest. [Document] puts the former below a
//     document root named "MSDeploy." and its kind.
//   - Children come in the order of [Compare], except that children with links
//     come first, in the order their provider gives them. No two children
//     compare equal unless their spelling differs.
//   - A sequence of children is single-use. Breaking out of the loop releases
//     everything it held. An error is the last thing it yields.
//   - Content may be opened more than once, and until the tree is closed.
//   - An object that is known but cannot be read carries its error in Invalid;
//     it has no children and no content. An error that makes the listing itself
//     unreliable is yielded instead.
//   - OpenTarget succeeds if there is nothing at the reference yet. The root is
//     then marked Absent.
//   - Place touches nothing and looks at nothing but its arguments.
//   - Apply is safe for concurrent use, except that it is never called for an
//     object before the change that adds its parent has returned, nor after
//     the change that deletes its parent.
//   - After a failed Apply the object is as it was, or absent if it was being
//     added; never half-written.
//   - Every method that takes a context returns soon after it is cancelled,
//     with an error that matches its cause.
//   - Errors are [*Error] values, or wrap one.
//
// # Abilities
//
// What only some trees can do (finding linked parts, committing, describing
// their changes) are one-method interfaces that callers reach through the
// functions of this package, never by type assertion.
package provider
