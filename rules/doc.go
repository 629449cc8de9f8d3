// Package rules decides what a sync sees and what it changes.
//
// A [Rule] is a plain value with hooks; a [Chain] applies several in order. The
// constructors in this package make the rules that msdeploy knows by name, its
// skip directives and skip rules, and its replace rules.
package rules
