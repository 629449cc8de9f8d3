package provider

// A Describer is a Target that has its own words for some changes.
type Describer interface {
	// Describe returns the sentence that tells of c, a change that comes from
	// src, or "" for the usual one.
	Describe(src Tree, c *Change) string
}

// Describe returns the sentence with which msdeploy announces c, a change to
// dst that comes from src (recorded: sync/new-dest, sync/contentpath-new,
// package/iisapp-folder).
func Describe(dst Target, src Tree, c *Change) string {
	if d, ok := dst.(Describer); ok {
		if s := d.Describe(src, c); s != "" {
			return s
		}
	}
	return Sentence(c.Op(), c.Object().Kind, c.Object().Path)
}

// Sentence returns the usual words for an operation on an object.
func Sentence(op Op, kind Kind, path string) string {
	noun, special := words(kind)
	at := " (" + path + ")"
	switch op {
	case Delete:
		return "Deleting " + noun + at + "."
	case Update:
		if kind.Is("createApp") {
			return special + at
		}
		return "Updating " + noun + at + "."
	case AddChild:
		if special == "" && noun == string(kind) {
			noun = "child " + noun
		}
	}
	if special != "" {
		return special + at
	}
	return "Adding " + noun + at + "."
}

// words returns what msdeploy calls an object of the given kind, and how it
// announces that one is added if it does so in words of its own.
func words(kind Kind) (noun, special string) {
	switch {
	case kind.Is(FilePath):
		return "file", ""
	case kind.Is(DirPath):
		return "directory", ""
	case kind.Is(ContentPath):
		return string(kind), "Adding virtual path"
	case kind.Is("iisApp"):
		return string(kind), "Adding IIS Application"
	case kind.Is("createApp"):
		return string(kind), "Creating application"
	case kind.Is("setAcl"):
		return string(kind), "Adding ACLs for path"
	}
	return string(kind), ""
}
