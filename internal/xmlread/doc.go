// Package xmlread reads small XML files that other tools have written, such as
// files of parameters and publish profiles.
//
// A reference to an entity of a document type is an error wherever its value is
// asked for; nothing outside the document is read, and documents have at most
// [MaxSize] bytes.
package xmlread
