package provider

// FirstLink is the link of the only part of a document that one provider
// makes, and of the first part of any other.
const FirstLink = "Child1"

// documentPrefix begins the kind of the root of a document that one provider
// makes.
const documentPrefix = "MSDeploy."

// Document returns t as a whole document. The tree of one provider, whose root
// has a link, gets a root of its own named "MSDeploy." and the kind of the
// provider (recorded: dump/dirpath-xml). Any other tree is one already.
func Document(t Tree) Tree {
	if t.Root().Link == "" {
		return t
	}
	return Join(documentRoot(t), t)
}

// DocumentTarget is Document for a tree that can be changed.
func DocumentTarget(t Target) Target {
	if t.Root().Link == "" {
		return t
	}
	return JoinTargets(documentRoot(t), t)
}

func documentRoot(t Tree) *Object {
	r := t.Root()
	kind := documentPrefix + r.Kind
	return &Object{Kind: kind, Path: string(kind), Settings: r.Settings}
}

// DocumentKind returns the kind that decides whether two documents can be
// synced: that of the only provider, or of the document if there are several.
func DocumentKind(root *Object) Kind {
	if k := root.Kind; len(k) > len(documentPrefix) && k[:len(documentPrefix)].Is(documentPrefix) {
		return k[len(documentPrefix):]
	}
	return root.Kind
}

// Compatible returns an error unless the document src can be synced into dst:
// they are of the same kind, or dst accepts others.
// recorded: sync/contentpath-to-dirpath
func Compatible(src Tree, dst Target) error {
	a, b := DocumentKind(src.Root()), DocumentKind(dst.Root())
	if x, ok := dst.(Accepter); a.Is(b) || ok && x.Accepts(a) {
		return nil
	}
	return &Error{
		Op: "sync", Kind: a,
		Msg:  "Source (" + string(a) + ") and destination (" + string(b) + ") are not compatible for the given operation.",
		Hint: "give both sides the same provider, or -dest:auto to use the kind and path of the source",
	}
}
