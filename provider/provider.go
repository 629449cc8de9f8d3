package provider

import (
	"context"
	"errors"
)

// A Tree is an open deployment tree.
type Tree interface {
	// Root returns the topmost object, the same at every call.
	Root() *Object
	// Close releases what the tree holds. Contents cannot be opened afterwards.
	Close() error
}

// A Target is a tree that can be changed.
type Target interface {
	Tree

	// Place returns the object that adding src below parent would create, with
	// the attributes, content and children of src and the path it would have.
	// It touches nothing and looks at nothing but its arguments. It reports an
	// error, errors.ErrUnsupported if there is no better one, if parent cannot
	// hold src; an object returned along with the error is announced first. An
	// object without Children takes nothing of what is below src.
	Place(parent, src *Object) (*Object, error)

	// Apply makes one change. It may be called from several goroutines, though
	// never for an object before its parent exists or after its parent is gone.
	Apply(ctx context.Context, c *Change) error
}

// A Linker is a Target in which some objects are parts of their parent, found
// by link rather than by key: the createApp of an iisApp, the third entry of a
// manifest.
type Linker interface {
	// Parts returns the parts that parent has or can have, in order, those that
	// do not exist yet marked Absent.
	Parts(ctx context.Context, parent *Object) ([]*Object, error)
}

// Parts returns the parts of parent in t, or nil if it has none.
func Parts(ctx context.Context, t Target, parent *Object) ([]*Object, error) {
	if l, ok := t.(Linker); ok {
		return l.Parts(ctx, parent)
	}
	return nil, nil
}

// An Accepter is a Target that takes documents of other kinds than its own, as
// a package does.
type Accepter interface {
	Accepts(kind Kind) bool
}

// A Committer is a Target that holds changes back until Commit. Closing it
// without committing discards them.
type Committer interface {
	Commit(ctx context.Context) error
}

// Commit makes the changes to t final if t holds them back.
func Commit(ctx context.Context, t Target) error {
	if c, ok := t.(Committer); ok {
		return c.Commit(ctx)
	}
	return nil
}

// An Env is what a provider may use of the operation it takes part in. A nil
// *Env has no providers.
type Env struct {
	Providers *Registry
	Link      func(name string) bool // whether a link extension is enabled; nil: none is
	Source    Tree                   // while targets are opened: what will be synced into them
	Redirect  func(Ref) Ref          // where a target goes instead; nil: where it says
	Redact    func(string) string    // hides secrets in a text for people; nil: there are none

	nested []nestedSetting // of this side of the deployment
}

// Open opens the part of a deployment that ref names, for reading. Providers
// use it to open what they are made of; programs use [OpenSource].
func (e *Env) Open(ctx context.Context, ref Ref) (Tree, error) {
	ref = e.WithNested(ref)
	p, err := e.lookup(ref)
	if err != nil {
		return nil, err
	}
	return p.Open(ctx, e, ref)
}

// OpenTarget opens the part of a deployment that ref names, for changing. It
// fails with an error that matches errors.ErrUnsupported if the provider is no
// Deployer.
func (e *Env) OpenTarget(ctx context.Context, ref Ref) (Target, error) {
	ref = e.WithNested(ref)
	p, err := e.lookup(ref)
	if err != nil {
		return nil, err
	}
	d, ok := p.(Deployer)
	if !ok {
		return nil, &Error{Op: "open as destination", Kind: ref.Kind, Path: ref.Path, Side: DestinationSide, Err: errors.ErrUnsupported}
	}
	if e.Redirect != nil {
		ref = e.Redirect(ref)
	}
	return d.OpenTarget(ctx, e, ref)
}

func (e *Env) lookup(ref Ref) (Provider, error) {
	if e == nil || e.Providers == nil {
		return nil, notFound(ref.Kind)
	}
	p, err := e.Providers.Lookup(ref.Kind)
	if err != nil {
		return nil, err
	}
	return p, CheckSettings(p, ref)
}

// A Provider opens trees of one kind for reading.
type Provider interface {
	Kind() Kind
	Open(ctx context.Context, env *Env, ref Ref) (Tree, error)
}

// A Deployer is a Provider whose trees can also be changed. Unlike Open,
// OpenTarget succeeds if there is nothing at ref yet.
type Deployer interface {
	Provider
	OpenTarget(ctx context.Context, env *Env, ref Ref) (Target, error)
}

// OpenSource opens the document that ref names, for reading: what
// -source:REF means. Settings written KIND.NAME go to every provider of that
// kind which is part of it and is given no other value.
func OpenSource(ctx context.Context, env *Env, ref Ref) (Tree, error) {
	env, ref, err := env.side(ref)
	if err != nil {
		return nil, err
	}
	t, err := env.Open(ctx, ref)
	if err != nil {
		return nil, err
	}
	return Document(t), nil
}

// OpenDestination opens the document that ref names, for changing: what
// -dest:REF means. Settings written KIND.NAME go to every provider of that kind
// which is part of it and is given no other value, such as what the source says.
func OpenDestination(ctx context.Context, env *Env, ref Ref) (Target, error) {
	env, ref, err := env.side(ref)
	if err != nil {
		return nil, err
	}
	t, err := env.OpenTarget(ctx, ref)
	if err != nil {
		return nil, err
	}
	return DocumentTarget(t), nil
}
