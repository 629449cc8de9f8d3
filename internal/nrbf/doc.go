// Package nrbf reads and writes the attribute MSDeploy.MSDeployProviderOptions of archive.xml,
// which keeps the provider, the path and the settings that an object in a package was made from.
//
// The value is Base64 of a gzip stream of an object graph in the .NET Remoting Binary Format,
// published as [MS-NRBF]. That format can name any class of any library, and programs that
// create what it names have been attacked through it for years. This package creates nothing:
// it knows the byte layout of one class and refuses all else.
//
// # Layout
//
// The records, with the object numbers that the encoder gives them. Integers have 32 bits, least
// significant byte first; a string is its length in bytes, seven bits to a byte, and UTF-8.
//
//	00  header          root object 1, no headers, version 1.0
//	0C  library      2  "Microsoft.web.deployment, Version=..."
//	05  class        1  "Microsoft.Web.Deployment.DeploymentProviderOptions" in library 2, with
//	                    providerName, path (strings), names, values (arrays of strings)
//	06  string       3  the provider
//	06  string       4  the path
//	09  reference       to 5
//	09  reference       to 6
//	11  strings      5  the names of the settings, each a record 06
//	11  strings      6  their values, as many
//	0B  end
//
// A reader meets two more records. 09 may stand for a string too, one read before; 0A, 0D and 0E
// stand for one or many nulls. The library's version and the case of its name differ between the
// builds that write it.
package nrbf
