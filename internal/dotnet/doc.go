// Package dotnet runs regular expressions written for .NET.
//
// Patterns in skip directives, replace rules, parameter scopes and validations are .NET's:
// look-around, named and balancing groups, Unicode-aware \d \w \s \b, and a $ that also
// matches before a final newline. So are replacement texts ($1, ${name}, $&, ...).
//
// # Two engines, one meaning
//
// Every pattern is compiled by a backtracking engine that speaks .NET's language; it alone
// decides what is valid, and it can answer every call. Backtracking can take exponential
// time, so each call has a time limit.
//
// Most patterns in use are simple: `\.config$`, `^App_Data`, `(obj|bin)/`. For those, a call
// may be answered by a plain string search or by the standard library's regexp, which are
// faster and take linear time. That happens only where equal results are certain:
//
//   - The pattern uses nothing but literals, escaped punctuation, `.`, `^`, `$`, simple
//     classes, `\d \w \s \b`, unnamed groups, alternation, and quantifiers on what cannot be
//     empty. Whatever is not on that list, or is an oddity of either syntax, is left alone.
//   - The text lies where both engines agree: with `$`, it does not end in a newline; with
//     `\d \w \s \b`, it is ASCII; ignoring case, it has no "İ", "ſ" or U+212A (kelvin), whose
//     case the engines see differently.
//   - When all matches are wanted, the pattern cannot match the empty string, since the
//     engines disagree on empty matches next to others.
//
// A caller cannot tell which engine answered, but for the time it took.
//
// # Case
//
// Ignoring case means comparing the lower-case forms of single characters, by Unicode and not
// by language. So "i" matches "İ", as .NET has it outside Turkish, and "k" the kelvin sign;
// "s" does not match "ſ", nor "i" the dotless "ı".
//
// # Where it differs from .NET
//
//   - Characters are Unicode code points, not UTF-16 units: `^.$` matches "😀".
//   - Bytes that are not UTF-8 are U+FFFD to the pattern, and are kept as they are in results.
//   - `\p{IsGreek}` and other block names are refused.
//   - Two negated shorthands in one class, or one in a class that holds another class, may miss
//     characters: `[\W\D\d]`.
//
// After a call that had to backtrack, one goroutine of that engine keeps a clock; it ends by
// itself some seconds after the last time limit has passed.
package dotnet
