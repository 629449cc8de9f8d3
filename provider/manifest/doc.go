// Package manifest provides deployments of several parts: manifest, which
// lists the parts in an XML file, and auto, which takes them from the source.
//
// # Manifests
//
// The root element of a manifest may have any name. Each element below it names
// a provider, in any case; its attribute path says what the provider opens, and
// its other attributes are settings of the provider:
//
//	<site>
//	  <contentPath path="/srv/site" />
//	  <setAcl path="/srv/site/App_Data" setAclAccess="Modify" />
//	</site>
//
// Relative paths of files and folders are relative to the folder of the
// manifest, whatever the current one is, and may be written with slashes or
// backslashes. Which paths these are is for the provider to say; see
// [provider.Locator]. What is nested inside an entry means nothing. Settings
// common to all providers, such as computerName, belong to the manifest and not
// to its entries.
//
// A manifest is untrusted input. Its size, the number of its entries and their
// nesting are bounded, and document types, and with them entities, are refused;
// package internal/manifestxml has the figures.
//
// # Syncing manifests
//
// The document that a manifest makes is named after its root element, and two
// manifests can be synced if those names are the same, in any case. Entries
// pair by position and must be of the same provider. What the source has and
// the destination does not is announced and counted like any addition, but
// there is no place it could go, so that nothing is written. What the
// destination has and the source does not is deleted, before anything else is
// done (recorded: manifest-auto/two-one, manifest-auto/two-three).
//
// All entries are open at the same time, and stay open until the tree is
// closed.
package manifest
