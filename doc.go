// Package webdeploy is Web Deploy (msdeploy) as a Go library: it makes a
// destination look like a source, be they folders, zip packages or what other
// providers know, on any operating system and in process.
//
// This package holds no code. The packages are:
//
//   - provider: the contract. Trees of objects, the providers that read and
//     change them, references, events and errors.
//   - provider/fsys: filePath, dirPath and contentPath on real folders.
//   - provider/memory: trees in memory, for tests.
//   - provider/manifest: several providers in one document; and auto.
//   - provider/iis, provider/command: applications and commands.
//   - provider/builtin: the list of all providers that ship.
//   - provider/providertest: checks that a provider keeps the contract.
//   - rules: what a sync sees and what it changes.
//   - param: values that are filled in when a package is deployed.
//   - pkg: the package format, zip files and archive folders.
//   - pkg/publish: what Visual Studio and the .NET SDK leave on disk.
//   - sync: the engine. Start here.
//
// The program in examples/webdeploy puts them together behind msdeploy's
// command language.
package webdeploy
