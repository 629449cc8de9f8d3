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
// [Run] makes a subtest of every rule. [Tree] and [Target] check all rules at
// once and return what they find, for use outside of tests.
//
// Checking a target fills it, changes it and empties it again. What was there
// before stays, unless its name begins with "providertest".
//
// An operation that fails with an error that matches errors.ErrUnsupported is
// taken for one that the provider does not offer, and the rules about it are
// left out.
package providertest
