package nrbf

// Options is what an object in a package was made from.
type Options struct {
	Provider string // its name, such as "contentPath"; not empty
	Path     string
	Settings []Setting // those given explicitly, in their order; nil if there are none
}

// Setting is a provider setting with its value. A value may be a secret.
type Setting struct{ Name, Value string }

// Limits that Decode sets. Real blobs take less than a kilobyte.
const (
	maxBlob     = 2 << 20 // characters of Base64
	maxStream   = 1 << 20 // bytes inflated
	maxString   = 1 << 18 // bytes in one string
	maxSettings = 1 << 10
)

const (
	className   = "Microsoft.Web.Deployment.DeploymentProviderOptions"
	libraryName = "Microsoft.Web.Deployment"

	// library is the full name that builds since 7.1.1762 write, theirs in its spelling.
	library = "Microsoft.web.deployment, Version=7.1.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35"
)

// Kinds of records, and of members of a class.
const (
	recHeader    = 0x00
	recClass     = 0x05
	recString    = 0x06
	recReference = 0x09
	recNull      = 0x0A
	recEnd       = 0x0B
	recLibrary   = 0x0C
	recNulls256  = 0x0D
	recNulls     = 0x0E
	recStrings   = 0x11

	kindString  = 1
	kindStrings = 6
)

// The object numbers that the encoder gives out; strings in arrays follow.
const (
	idRoot = iota + 1
	idLibrary
	idProvider
	idPath
	idNames
	idValues
	idFirstSetting
)

// member is a member of the class.
type member struct {
	name string
	kind byte
}

// members returns the members in the order in which every known build writes them.
func members() [4]member {
	return [4]member{
		{"providerName", kindString}, {"path", kindString}, {"names", kindStrings}, {"values", kindStrings},
	}
}
