// Package xmledit changes values in XML documents that belong to somebody else.
//
// [Parse] keeps every byte of the document. [Document.Select] finds nodes by
// XPath, [Document.Set] and [Document.Insert] change them, and one of two
// writers makes bytes again:
//
//   - [Document.Lossless] changes the bytes of the values that were set and no
//     others: encoding, byte order mark, line ends, quotes, spacing, comments,
//     CDATA sections, references, <a></a> as against <a/>, all stay.
//   - [Document.MSDeploy] writes the document the way msdeploy does: double
//     quotes, one blank between attributes, " />", references resolved.
//
// # Hostile documents
//
// Entities are never expanded and nothing outside the document is ever read, so
// there is nothing for a bomb to work with: a reference to an entity that a
// document type declares is kept as it is, and has no value for XPath. A
// reference to any other is an error. Size, depth and number of nodes are
// limited, and so is the time that an XPath may take.
//
// # Namespaces
//
// Prefixes in an XPath are those of the document. A name without a prefix is in
// no namespace, so in a document with a default namespace it selects nothing
// (recorded: xmlfile/ns-unprefixed).
//
// # Line ends and white space
//
// They are what the file has: a value of XPath may hold \r\n, and white space in
// attributes is not replaced by blanks, as msdeploy does not replace it either.
package xmledit
