// Package pkg reads and writes the package format of Web Deploy: pkg means
// package format. A package is a deployment tree with its contents and its
// parameters in a zip file, or in a folder, an archive folder, of the same
// layout.
//
//	archive.xml     the objects that are neither files nor folders, and where those begin
//	Content/...     the files and folders, below the paths that archive.xml names
//	parameters.xml  what can be set about the deployment; only if something can
//	systemInfo.xml  the machine that made the package
//
// # Reading
//
// [Open] and [NewReader] return a [Reader], a tree whose root is the whole
// document. Hand-made packages have a manifest.xml instead of archive.xml, see
// below; a zip file that has neither is one folder of contents.
//
// Nothing a package says is trusted. Names are checked before they become
// objects, contents against their size and checksum while they are read, and
// everything that costs memory or disk space against the limits in
// [ReaderOptions]. An object that cannot be used is listed with the reason in
// Invalid.
//
// # Hand-made packages
//
// Packages of the Web Application Gallery are written by hand: a Manifest.xml,
// a Parameters.xml and a folder, with scripts beside it. The manifest lists
// providers, whose paths count from the top of the package:
//
//	<msdeploy.iisApp>
//	  <iisApp path="Blog" />
//	  <setAcl path="Blog/App_Data" setAclAccess="Modify" />
//	  <dbFullSql path="install.sql" />
//	  <alias from="Blog/sample.config" to="Blog/web.config" />
//	</msdeploy.iisApp>
//
// A script of a database provider is its child of kind sqlScript; any other
// file that a provider names is its content. Both go into any package that this
// one is synced into. An alias is no object: it is a second name, under which
// the file is listed, parameterized and deployed as well.
//
// Tags of parameters say which database they are for: Sql, MySql, SqLite,
// VistaDB, FlatFile. They are for the program that asks for values. One that
// lets people choose a database removes the parameters with the tags of others
// (param.Set.Remove) and skips their providers, as in
// -skip:objectName=dbMySql; whoever does neither deploys to all of them.
//
// # Writing
//
// [Create] and [CreateDir] return a [Writer], a target that takes objects of
// any kind. An existing package is synced into: what has the same path is
// compared, what has another is added. A zip file is written beside the old one
// and takes its place at Commit; until then, and after a crash, the old one is
// whole. Contents that come out of another package, or that do not change, are
// copied as they are compressed.
//
// Entries lie in the zip file in the order in which they were finished; its
// directory, by which it is read, is sorted. [NewZipWriter] writes to anything
// that takes bytes, with the sizes of large contents behind them.
//
// # Reproducible packages
//
// With [WriterOptions.Reproducible] the same input gives the same bytes, on any
// machine and file system and however many files are packed at a time, as long
// as the versions of this module, of its compressor and of Go are the same. Entries lie
// in the order of their names and have one time; of the mode of a file only
// whether it can be run is kept, and none of the flags ReadOnly, Hidden and
// System; systemInfo.xml names no machine. Paths are part of the input: those in
// archive.xml and in the names of entries are the ones that the source was
// opened with, so a relative one is the same everywhere. What an existing package
// keeps is input as well.
//
// Such a package says in systemInfo.xml that its times and flags mean nothing.
// Its files are listed without them, so that a sync compares contents and gives
// what it copies the time of the copying.
//
// # Digests
//
// With [WriterOptions.Digest] a package says in systemInfo.xml what its digest
// is, and has the list that it is made of in digest.txt: for every file, and
// every folder with nothing in it, the SHA-256 sum of the contents, the flags (r
// for ReadOnly, h for Hidden, s for System, x if the file can be run, or a dash)
// and the name, sorted by name. The digest is the SHA-256 sum of the list.
//
// # Zip files
//
// Entries look as those of msdeploy do: no extra fields, version 2.0, stored if
// shorter than 128 bytes and deflated otherwise, DOS times in the local zone.
// An entry whose external attributes name a Unix file type came from a Unix
// system: case and backslashes are significant in its name, and its mode is
// restored. This package writes that only where it matters, for modes that are
// not the ordinary ones and for names that Windows would take for others.
package pkg
