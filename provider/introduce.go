package provider

// A Meeter is a Target that wants to know what is about to be synced into it,
// because it may be part of it: a folder within the folder that is copied.
type Meeter interface {
	// Meet is called with the tree of one provider, which is no document,
	// before it is read.
	Meet(src Tree)
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
}

// trees returns what j was joined from.
func (j *joined) trees() []Tree { return j.parts }

// Meet introduces src to the parts of j.
func (j *joinedTarget) Meet(src Tree) {
	for _, p := range j.targets {
		Introduce(src, p)
	}
}
