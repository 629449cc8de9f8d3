// Package manifestxml reads manifests: small XML documents in which every
// child of the root names one thing to deploy, and its attributes say where it
// is and how to treat it.
//
// A manifest comes from anywhere, so [Parse] treats it as hostile: it refuses
// document type declarations, and with them all entities but the five of XML
// itself, and it holds its input to the bounds of [Limits].
package manifestxml
