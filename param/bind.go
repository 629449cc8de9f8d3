package param

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/webdeploy-go/webdeploy/internal/confedit"
	"github.com/webdeploy-go/webdeploy/internal/dotnet"
	"github.com/webdeploy-go/webdeploy/internal/objxpath"
	"github.com/webdeploy-go/webdeploy/internal/xmledit"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
)

// A Binding is a set whose values are known and whose patterns are compiled.
// It serves one sync, which it remembers, and must not be used by two.
type Binding struct {
	opts    Options
	uses    []*use
	secrets *strings.Replacer

	err     error            // why the sync must not start
	pending []provider.Event // of redirections, until the sync starts
	started bool
}

// A use is an entry with the value it puts in place.
type use struct {
	name     string // of the parameter
	label    string // NAME/1
	entry    Entry
	value    Value
	scope    *dotnet.Regexp
	match    *dotnet.Regexp    // nil if there is none
	xpath    *xmledit.XPath    // of kind XMLFile
	keys     *confedit.Path    // of the kinds for files of keys and values
	attrs    *objxpath.Pattern // of kind DeploymentObjectAttribute
	position position          // of kind TextFilePosition
	assigned bool              // the value is that of who deploys
	replace  bool              // the value takes the place of an element
	applied  *atomic.Bool      // set by those who compare contents, too
}

// Bind returns set ready to be applied. It fails if an entry makes no sense;
// sets that were read or declared by this package are sound.
//
// A parameter that has neither a value nor a default does not make Bind fail,
// but the sync that the rule takes part in, before anything is changed
// (recorded: parameters/use-nodefault). With Options.Strict it is Bind that
// fails, with all of them.
func Bind(set Set, opts *Options) (*Binding, error) {
	b := &Binding{}
	if opts != nil {
		b.opts = *opts
	}
	var problems []error
	values := make([]Value, len(set))
	for i, p := range set {
		v, err := set.resolve(p)
		if err != nil {
			return nil, err
		}
		values[i] = v
		if !v.IsSet() {
			problems = append(problems, missing(p))
		}
		for i, e := range p.Entries {
			u := &use{name: p.Name, label: p.Name + "/" + strconv.Itoa(i+1), entry: e, value: v, assigned: p.assigned, applied: new(atomic.Bool)}
			if err := b.compile(u); err != nil {
				return nil, err
			}
			b.uses = append(b.uses, u)
		}
	}
	b.secrets = masking(values)
	if b.opts.Strict {
		return b, errors.Join(append(problems, set.doubtful(values)...)...)
	}
	if problems != nil {
		b.err = problems[0]
	}
	return b, nil
}

func missing(p *Parameter) error {
	return &provider.Error{
		Op: "use parameters", Path: p.Name,
		Msg:  "Missing source parameter '" + p.Name + "' (" + p.Description + "). This must be set for successful synchronization.",
		Hint: "set it with -setParam or -setParamFile, or remove it with -removeParam",
	}
}

func (b *Binding) compile(u *use) error {
	if err := u.entry.valid(); err != nil {
		return err
	}
	var err error
	if u.scope, err = b.pathPattern(u.entry.Scope); err != nil {
		return err
	}
	switch {
	case u.entry.Kind == XMLFile:
		u.xpath, err = compileXPath(u.entry.Match, b.opts.Timeout)
	case u.entry.Kind == TextFile:
		u.match, err = b.pattern(u.entry.Match)
	case u.entry.Kind == TextFilePosition:
		u.position, err = parsePosition(u.entry.Match)
	case u.entry.Kind == DeploymentObjectAttribute:
		u.attrs, err = objxpath.Compile(u.entry.Match, false)
	case u.entry.Kind == ProviderPath && u.entry.Match != "":
		u.match, err = b.pathPattern(u.entry.Match)
	}
	if _, ok := u.entry.Kind.syntax(); ok {
		u.keys, err = compileKeys(u.entry.Match)
	}
	return err
}

func (b *Binding) pattern(text string) (*dotnet.Regexp, error) {
	return dotnet.Compile(text, dotnet.Options{IgnoreCase: true, Timeout: b.opts.Timeout})
}

// pathPattern is pattern for paths: a separator in it matches either one, so
// that `\\web\.config$`, as it is written on Windows, finds the file elsewhere.
func (b *Binding) pathPattern(text string) (*dotnet.Regexp, error) {
	if re, err := b.pattern(rules.AnySeparator(text)); err == nil {
		return re, nil
	}
	return b.pattern(text)
}

// Redirect returns where a destination goes instead: to the value of the last
// entry of kind ProviderPath whose scope matches the kind of ref and whose
// match, if any, matches its path (recorded: parameters/pp-partial,
// parameters/pp-dirpath-dest). It is for provider.Env.Redirect.
func (b *Binding) Redirect(ref provider.Ref) provider.Ref {
	out := ref
	for _, u := range b.uses {
		if u.entry.Kind != ProviderPath || !u.value.IsSet() || !b.matches(u.scope, string(ref.Kind)) {
			continue
		}
		if u.match != nil && !b.matches(u.match, ref.Path) {
			continue
		}
		u.applied.Store(true)
		b.pending = append(b.pending, u.applicable(string(ref.Kind)+"/"+ref.Path))
		out.Path = u.value.Reveal()
	}
	return out
}

// matches is re.Match; an error, which can only be a timeout, ends the sync.
func (b *Binding) matches(re *dotnet.Regexp, s string) bool {
	ok, err := re.Match(s)
	if err != nil && b.err == nil {
		b.err = err
	}
	return ok && err == nil
}

// start is called by every hook. The first time it reports what was redirected,
// and fails if a strict entry redirected nothing.
func (b *Binding) start(ctx context.Context) error {
	if b.err != nil || b.started {
		return b.err
	}
	b.started = true
	if b.opts.Strict {
		if b.err = errors.Join(b.unused(nil, func(k Kind) bool { return k == ProviderPath })...); b.err != nil {
			return b.err
		}
	}
	for _, e := range b.pending {
		provider.Report(ctx, e)
	}
	b.pending = nil
	return nil
}

// event returns a verbose event about u.
func (u *use) event(message string) provider.Event {
	return provider.Event{
		Level: provider.LevelVerbose, Type: provider.EventParameter, Name: u.name,
		Message: "Parameter entry '" + u.label + "' " + message,
	}
}

// reportApplicable says that u is about what is at path.
func (u *use) reportApplicable(ctx context.Context, path string) {
	if provider.Reports(ctx, provider.LevelVerbose) {
		provider.Report(ctx, u.applicable(path))
	}
}

func (u *use) applicable(path string) provider.Event {
	return u.event("is applicable to '" + path + "' because of its scope.")
}
