package provider

// A Meeter is a Target that wants to know what is about to be synced into it,
// because it may be part of it: a folder within the folder that is copied.
type Meeter interface {
	// Meet is called with the tree of one provider, which is no document,
	// before it is read.
	Meet(src Tree)
}

// An Occupier is a Target of a file or folder that a source may come upon: the
// package that is made in the very folder that is packed.
type Occupier interface {
	// Occupies reports whether the file or folder at path is the target, or one
	// that the target makes on the way.
	Occupies(path string) bool
}

// An Avoider is a Tree that can leave out files and folders.
type Avoider interface {
	// Avoid has the tree leave out those for whose path occupied returns true.
	// It is called before the tree is read.
	Avoid(occupied func(path string) bool)
}

// Introduce tells dst, or every part of it, of src, or of every part of src.
// The sync does this before it reads either.
func Introduce(src Tree, dst Target) {
	if j, ok := src.(interface{ trees() []Tree }); ok {
		for _, p := range j.trees() {
			Introduce(p, dst)
		}
		return
	}
	if m, ok := dst.(Meeter); ok {
		m.Meet(src)
	}
	o, ok := dst.(Occupier)
	if a, avoids := src.(Avoider); ok && avoids {
		a.Avoid(o.Occupies)
	}
}

// trees returns what j was joined from.
func (j *joined) trees() []Tree { return j.parts }

// Meet introduces src to the parts of j.
func (j *joinedTarget) Meet(src Tree) {
	for _, p := range j.targets {
		Introduce(src, p)
	}
}
