package cmdline

import "strings"

// What Web Deploy assumes where -retryAttempts and -retryInterval are not given.
const (
	DefaultRetryAttempts = 5
	DefaultRetryInterval = 1000 // milliseconds
)

// A Command is all that a command line can say. Parse and ParseLine return one
// that has passed the checks; its zero value says nothing at all. Names and
// values stand as they were typed, without their outer quotes; lists are in the
// order of the line. Switches whose repetition is tolerated hold the last value.
type Command struct {
	Verb   Verb    // "" only with Help
	Source *Object // nil where not given; may be given, without effect, with delete
	Dest   *Object // nil where not given

	Help      bool
	HelpTopic string // a provider, verb or switch; "" asks for the overview

	WhatIf      bool
	UseChecksum bool

	XML        bool
	XMLFile    string // where the XML goes; "" is the standard output
	XPath      string // implies the XML form even where XML is false
	Verbose    Level
	ShowSecure bool
	Debug      bool

	RetryAttempts  Number // DefaultRetryAttempts where not set
	RetryInterval  Number // milliseconds; DefaultRetryInterval where not set
	AllowUntrusted bool
	UserAgent      string

	Skips                 []Pairs // keys not checked here
	EnableSkipDirectives  []string
	DisableSkipDirectives []string
	Replaces              []Pairs // keys not checked here
	EnableRules           []string
	DisableRules          []string
	EnableLinks           []string
	DisableLinks          []string

	DeclareParams    []Pairs // keys not checked here
	DeclareParamFile string
	SetParams        []Pairs // keys not checked here; the short form 'Name'='Value' is a pair too
	SetParamFile     string
	RemoveParams     []string

	PreSync  *Object // nil where not given
	PostSync *Object // nil where not given

	DisableAppStore   bool
	Incremental       bool
	EnableTransaction bool
	FailureLevel      string
	AppHostConfigDir  string
	WebServerDir      string
	WebServerManifest string

	// Extensions: Web Deploy has no such switches.
	Publish            string // what publishing a project has left; Source and, with sync, Dest need not be given
	Parallel           Number // copies at a time
	StrictParams       bool
	AppOfflineTemplate string
	SiteMap            []string // SITE=FOLDER, or files of such lines; not checked here
	ACLUsers           []string // NAME=USER, not checked here
	MaxEntries         Number   // entries of a package
	MaxSize            Number   // bytes of a package, unpacked
	MaxRatio           Number   // unpacked to packed size
	XMLEdit            XMLEdit
	Level              Number // how hard to compress packages: 0, not at all, to 9
	StrictLimits       bool   // no packages that Web Deploy cannot read
	Digest             bool   // the package says what its digest is
	Verify             bool   // the source is the package that its digest says
	Reproducible       bool   // the package depends on its contents only
	SumCache           string // file of checksums that are believed
}

// An Object is the value of -source, -dest, -preSync or -postSync: a provider,
// its path and its settings, as in dirPath=/srv/site,includeAcls=true. Whether
// the provider exists and knows the settings is not decided here. No two
// settings of a parsed object have the same name, regardless of case.
type Object struct {
	Provider string
	Path     string // "" where not given
	Settings []Setting
}

// Setting returns the value of the setting with the given name, regardless of
// case, and whether there is one. A setting without a value has the value "".
func (o *Object) Setting(name string) (string, bool) {
	return Pairs(o.Settings).Lookup(name)
}

// pairs returns the object as the list that it is written as.
func (o *Object) pairs() Pairs {
	first := Setting{Name: o.Provider, Value: o.Path, HasValue: o.Path != ""}
	return append(Pairs{first}, o.Settings...)
}

// A Setting is one item of a list: name=value, or a bare name.
type Setting struct {
	Name, Value string
	HasValue    bool // false for a bare name
}

// Pairs are the items of one list in their order. Names may repeat.
type Pairs []Setting

// Lookup returns the value of the first item with the given name, regardless of
// case, and whether there is one. A bare name has the value "".
func (p Pairs) Lookup(name string) (string, bool) {
	for _, s := range p {
		if strings.EqualFold(s.Name, name) {
			return s.Value, true
		}
	}
	return "", false
}

// A Number is a whole number that may not have been given.
type Number struct {
	Value int64
	Set   bool
}

// Or returns the number, or the given default where it was not set.
func (n Number) Or(def int64) int64 {
	if n.Set {
		return n.Value
	}
	return def
}

// An XMLEdit says how parameters change XML files. "" leaves the choice to the
// program.
type XMLEdit string

// The ways to change XML files.
const (
	XMLEditLossless XMLEdit = "lossless" // only the bytes of the value change
	XMLEditMSDeploy XMLEdit = "msdeploy" // the file is written anew, as Web Deploy does
)
