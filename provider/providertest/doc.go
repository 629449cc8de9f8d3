// Package providertest checks that providers behave as package provider says.
//
// Authors of providers call it from their tests:
//
//	func TestConformance(t *testing.T) {
//		dir := t.TempDir()
//		open := func() (provider.Target, error) { return openMine(dir) }
//		providertest.Run(t, providertest.Suite{Target: open})
//	}
//
// [Run] makes a subtest of every rule. [Tree], [Target] and [Objects] check all
// rules at once and return what they find, for use outside of tests.
//
// Checking a target fills it, changes it and empties it again. What was there
// before stays, unless its name begins with "providertest".
//
// An operation that fails with an error that matches errors.ErrUnsupported is
// taken for one that the provider does not offer, and the rules about it are
// left out.
//
// # Trees
//
//   - root: the same one at every call; it has a kind, and a reason if it is Absent.
//   - objects: each has a kind, a path, a key or a link, and no attribute twice.
//   - order: parts first, the rest sorted; no two are the same; parents are right.
//   - unchanged: objects stay what they were when they were yielded.
//   - break: a loop may be left early, and the next one is complete.
//   - again: a sequence is single-use; used twice it makes nothing up.
//   - errors: they come last, alone, and are typed.
//   - content: as long as it says, and the same each time, also while it is open.
//   - content later: it can be read when the walk is over.
//   - cancel: what is called in a context that has ended fails with its cause.
//   - close: succeeds, and contents cannot be opened afterwards.
//
// # Targets of files and folders
//
//   - open: works where there is nothing yet, and the target is a good tree.
//   - place: says where an object would go, and touches nothing.
//   - add, update, delete: what was changed is found by whoever opens the target
//     again, and so is what was not.
//   - read: what was written is a good tree.
//   - second plan: a sync of what has been synced has nothing to do.
//   - parallel: changes may be made at the same time.
//   - missing parent: nothing comes into being for want of a folder.
//   - hostile names: those that mean more than a name are refused.
//   - failing content, cancelled change: they end in the cause, and nothing is
//     half-written.
//   - one file: a target that is a file keeps to the rules, too.
//
// # Targets of other objects
//
// Suite.Object makes the objects for a target that takes neither files nor
// folders. The rules are the same, except for names: a key is refused, or the
// object is found under that very key.
package providertest
