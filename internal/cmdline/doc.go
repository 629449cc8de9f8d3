// Package cmdline reads and writes the command language of Web Deploy: it turns
// a raw line or an argument vector into a [Command], a plain struct, and back.
// It decides nothing that needs a provider, a rule or a file; those layers get
// the ordered names and values as they were typed.
//
// # Items
//
// A raw line is cut into items at blanks ([Split]). A blank within quotes does
// not cut. The two kinds of quotes, ' and ", are counted independently of each
// other, so an odd " within '..' stays open and takes in what follows. A
// backslash is an ordinary character, and a quote that is never closed is
// tolerated. The quotes stay in the item.
//
// An item is -name, -name:value or -name=value. Names are matched without
// regard to case and are never abbreviated. [Switches] lists them all.
//
// # Values
//
// A single value loses all leading and trailing ' and after that all leading
// and trailing ". Quotes elsewhere belong to the value.
//
// A list is cut at commas outside quotes and each of its items at the first =
// outside quotes; name and value of each lose their quotes as above. Empty items
// at either end are dropped, an empty one in the middle has the name "". The
// first item of an object (-source, -dest, -preSync, -postSync) is the provider
// and its path, the others are settings.
//
// # Which error wins
//
// Only the first error is reported. The items are looked at in order: unknown
// names, missing values and forbidden repetitions surface there. Then the verb,
// the source, the destination and the rule switches are checked against each
// other, at last the values of the single switches, in the order of [Switches].
//
// # Secrets
//
// A Command holds passwords as they were typed. Its String method masks them;
// Args and Line do not, and neither do the fields.
package cmdline
