// Package ordinal compares names the way .NET's StringComparison.OrdinalIgnoreCase does:
// character by character, in upper case, by number, with no language in sight.
//
// It decides two things for the whole module: which names are one name, and in which
// order siblings are walked. Both sides of a merge must agree on that order to the last
// character, so there is one definition, here.
//
// # Which characters are equal
//
// Each character is replaced by its simple upper-case form as Unicode assigns it: one
// character for one character. It follows that
//
//   - "ß" is not "SS", and the ligature "ﬁ" is not "FI": those are mappings to several characters;
//   - "ı" (dotless) and "ſ" (long s) stay what they are, as in .NET, so that no character
//     outside ASCII equals one inside it; "İ" and U+212A (kelvin) are upper case already;
//   - "σ" and "ς" are equal, since both become "Σ";
//   - characters above U+FFFF have no case here, as in the .NET Framework, which sees
//     each of them as two surrogates.
//
// # Order
//
// Upper-cased characters compare by UTF-16 code unit. So "_", "[" and "^" come after "Z"
// and before "{"; accented and other scripts come after ASCII; and a character above
// U+FFFF, whose first unit is a surrogate, comes before U+E000 to U+FFFF. A name comes
// before every longer one that starts with it. Recorded: dump/names, sync/names-new.
//
// # Names that are not UTF-8
//
// A byte that is not part of a valid encoding is a character of its own: it has no case,
// equals only itself, and takes the place of the lone surrogate U+DC00 plus its value.
// Names that differ in such bytes therefore stay apart, and the order stays total.
package ordinal
