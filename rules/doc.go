// Package rules decides what a sync sees and what it changes.
//
// A [Rule] is a plain value with hooks; a [Chain] applies several in order. The
// constructors in this package make the rules that msdeploy knows by name, its
// skip directives and skip rules, and its replace rules. Programs that offer
// msdeploy's switches use a [Selection], which knows all names and makes the
// chain; others write a chain down, starting from [Default].
//
// # Patterns
//
// Conditions are regular expressions of .NET, not anchored, that ignore case.
// A match that takes longer than two seconds ends the run with an error that
// names the rule and the pattern.
//
// # Departures from msdeploy
//
//   - Patterns for paths match either separator; see [AnySeparator].
//   - An XPath in a skip may look at the ancestors of an object, and one with
//     text after its end is refused.
//   - A replaced size counts for the comparison only; see [Replace]. A rule
//     that would give a file or folder no name, or one outside its folder,
//     ends the run.
//   - AppOffline needs no web server, removes its page also when the run
//     fails, and leaves a page alone that it did not place; see [AppOffline].
//   - Skip and replace rules cannot be switched off by name, since they are
//     there to protect something.
package rules
