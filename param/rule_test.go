package param_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
)

// A file is a source or destination object with a content, which counts how
// often it is opened.
type file struct {
	path, text string
	opened     int
}

func (f *file) object() *provider.Object {
	return &provider.Object{
		Kind: provider.FilePath, Key: "f", Path: f.path,
		Attrs: provider.Attrs{
			{Name: provider.AttrSize, Value: provider.Int(int64(len(f.text)))},
			{Name: provider.AttrLastWriteTime, Value: provider.Time(time.Unix(1000, 0))},
		},
		Content: func(context.Context) (io.ReadCloser, error) {
			f.opened++
			return io.NopCloser(strings.NewReader(f.text)), nil
		},
	}
}

// A listener collects events.
type listener struct{ lines []string }

func (l *listener) context(t *testing.T) context.Context {
	return provider.WithReporter(t.Context(), provider.LevelVerbose, func(e provider.Event) {
		l.lines = append(l.lines, e.Message)
		if e.Detail != "" {
			l.lines = append(l.lines, e.Detail)
		}
	})
}

// add passes f through a rule the way a sync does that adds it, and returns
// what is written.
func add(t *testing.T, ctx context.Context, r *rules.Rule, f *file) (string, *provider.Object, error) {
	t.Helper()
	src, err := r.Source(ctx, f.object())
	if err != nil {
		return "", nil, err
	}
	c, err := r.Change(ctx, &provider.Change{New: src, Source: src})
	if err != nil {
		return "", nil, err
	}
	rd, err := c.New.Content(ctx)
	if err != nil {
		return "", nil, err
	}
	defer rd.Close()
	data, err := io.ReadAll(rd)
	require.NoError(t, err)
	require.Equal(t, int64(len(data)), c.New.Size())
	return string(data), c.New, nil
}

// rewritten returns what set makes of a file, and the events.
func rewritten(t *testing.T, set param.Set, opts *param.Options, f *file) (string, []string) {
	t.Helper()
	b, err := param.Bind(set, opts)
	require.NoError(t, err)
	var l listener
	out, _, err := add(t, l.context(t), b.Rule(), f)
	require.NoError(t, err)
	return out, l.lines
}

// A value is missing: the sync fails before anything happens, on whatever hook
// is called first (recorded: parameters/use-nodefault).
func TestMissingValue(t *testing.T) {
	set := parseSet(t, `<parameters><parameter name="Opt" defaultValue=""/><parameter name="Req" description="Give it"/><parameter name="Too"/></parameters>`)
	const want = "Missing source parameter 'Req' (Give it). This must be set for successful synchronization."
	o := (&file{path: "f"}).object()
	for name, call := range map[string]func(r *rules.Rule) error{
		"source": func(r *rules.Rule) error { _, err := r.Source(t.Context(), o); return err },
		"target": func(r *rules.Rule) error { _, err := r.Target(t.Context(), o); return err },
		"change": func(r *rules.Rule) error { _, err := r.Change(t.Context(), &provider.Change{Old: o}); return err },
		"finish": func(r *rules.Rule) error { return r.Finish(t.Context(), nil, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			b, err := param.Bind(set, nil)
			require.NoError(t, err)
			require.Equal(t, want, sentences(call(b.Rule()))[0])
		})
	}
}

func textSet(scope, match, value string) param.Set {
	return param.Set{{Name: "P", Value: param.Plain(value), Entries: []param.Entry{{Kind: param.TextFile, Scope: scope, Match: match}}}}
}

func xmlSet(match, value string) param.Set {
	return param.Set{{Name: "P", Value: param.Plain(value), Entries: []param.Entry{{Kind: param.XMLFile, Scope: `\.xml$`, Match: match}}}}
}

// Files out of scope are not touched, files in scope are read once.
func TestReadsOnce(t *testing.T) {
	b, err := param.Bind(textSet("in", "a", "b"), nil)
	require.NoError(t, err)
	r, ctx := b.Rule(), t.Context()

	out := &file{path: "/out.txt", text: "a"}
	o := out.object()
	got, err := r.Source(ctx, o)
	require.NoError(t, err)
	require.Same(t, o, got)
	require.Zero(t, out.opened)

	folder := &provider.Object{Kind: provider.DirPath, Path: "/in"}
	got, err = r.Source(ctx, folder)
	require.NoError(t, err)
	require.Same(t, folder, got)

	in := &file{path: "/in.txt", text: "aXa"}
	src, err := r.Source(ctx, in.object())
	require.NoError(t, err)
	require.Zero(t, in.opened, "read before it is compared")
	require.True(t, param.Rewritten(src))
	c, err := r.Change(ctx, &provider.Change{New: src, Source: src})
	require.NoError(t, err)
	require.False(t, param.Rewritten(c.New))
	for range 3 {
		rd, err := c.New.Content(ctx)
		require.NoError(t, err)
		data, err := io.ReadAll(rd)
		require.NoError(t, err)
		require.Equal(t, "bXb", string(data))
	}
	require.Equal(t, 1, in.opened)
	require.Equal(t, []string{provider.AttrSize, provider.AttrLastWriteTime}, []string{c.New.Attrs[0].Name, c.New.Attrs[1].Name})
	require.Equal(t, time.Unix(1000, 0).UTC(), c.New.Attrs[1].Value.Time())
}

// Deletions and objects without content pass.
func TestOtherChanges(t *testing.T) {
	b, err := param.Bind(textSet("", "a", "b"), nil)
	require.Error(t, err)
	require.Nil(t, b)
	b, err = param.Bind(textSet(".", "a", "b"), nil)
	require.NoError(t, err)
	r := b.Rule()
	for _, c := range []*provider.Change{
		{Old: (&file{path: "f"}).object()},
		{New: &provider.Object{Kind: provider.DirPath, Path: "d"}},
	} {
		got, err := r.Change(t.Context(), c)
		require.NoError(t, err)
		require.Same(t, c, got)
	}
}

// compare asks the rule about a source object and one of the destination, in
// the order of a sync, and reports whether they are the same.
func compare(ctx context.Context, r *rules.Rule, src, dst *provider.Object) bool {
	for d := range src.Attrs.Diff(dst.Attrs) {
		if !r.Same(ctx, &rules.Comparison{Source: src, Target: dst, Diff: d}) {
			return false
		}
	}
	return true
}

func TestSame(t *testing.T) {
	const toTrue = "Attribute 'size' equality changed to True when comparing filePath (/d) to /s because of rule Parameterization."
	const toFalse = "Attribute 'size' equality changed to False when comparing filePath (/d) to /s because of rule Parameterization."
	for _, c := range []struct {
		name, dst string
		same      bool
		line      string
	}{
		{"the rewritten one is there", "longer!X", true, ""},
		{"the original is there", "aX", false, toFalse[:0]},
		{"another of the new size", "longer?X", false, toTrue},
		{"another of another size", "abc", false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := param.Bind(textSet(".", "a", "longer!"), nil)
			require.NoError(t, err)
			var l listener
			ctx, r := l.context(t), b.Rule()
			src, err := r.Source(ctx, (&file{path: "/s", text: "aX"}).object())
			require.NoError(t, err)
			require.Equal(t, c.same, compare(ctx, r, src, (&file{path: "/d", text: c.dst}).object()))
			want := []string{"Parameter entry 'P/1' is applicable to '/s' because of its scope."}
			switch {
			case c.dst == "aX":
				want = append(want, toFalse)
			case c.line != "":
				want = append(want, c.line)
			}
			require.Equal(t, want, l.lines)
		})
	}
}

// Same size, same time, another value: only the contents tell.
func TestSameSize(t *testing.T) {
	for dst, same := range map[string]bool{"bX": true, "aX": false, "cX": false} {
		b, err := param.Bind(textSet(".", "a", "b"), nil)
		require.NoError(t, err)
		r := b.Rule()
		src, err := r.Source(t.Context(), (&file{path: "/s", text: "aX"}).object())
		require.NoError(t, err)
		require.Equal(t, same, compare(t.Context(), r, src, (&file{path: "/d", text: dst}).object()), dst)
	}
}

// What cannot be read counts as different, and the change says why.
func TestUnreadable(t *testing.T) {
	broken := errors.New("broken")
	fail := func(context.Context) (io.ReadCloser, error) { return nil, broken }
	b, err := param.Bind(textSet(".", "a", "b"), nil)
	require.NoError(t, err)
	r, ctx := b.Rule(), t.Context()
	dst := (&file{path: "/d", text: "bX"}).object()

	o := (&file{path: "/s", text: "aX"}).object()
	o.Content = fail
	src, err := r.Source(ctx, o)
	require.NoError(t, err)
	require.False(t, compare(ctx, r, src, dst))
	_, err = r.Change(ctx, &provider.Change{Old: dst, New: src, Source: src})
	require.ErrorIs(t, err, broken)
	var e *provider.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, "/s", e.Path)
	_, err = src.Content(ctx)
	require.ErrorIs(t, err, broken)

	src, err = r.Source(ctx, (&file{path: "/s", text: "aX"}).object())
	require.NoError(t, err)
	for _, content := range []provider.Content{nil, fail} {
		dst.Content = content
		require.False(t, compare(ctx, r, src, dst))
	}
}

func TestLimits(t *testing.T) {
	for _, c := range []struct {
		name string
		set  param.Set
		text string
	}{
		{"too large", textSet(".", "z", "x"), strings.Repeat("a", 101)},
		{"would be too large", textSet(".", "a", strings.Repeat("x", 50)), "aaa"},
		{"too many nodes", xmlSet("//a/@b", strings.Repeat("x", 40)), "<r><a b='1'/><a b='2'/></r>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := param.Bind(c.set, &param.Options{Limit: 100})
			require.NoError(t, err)
			_, _, err = add(t, t.Context(), b.Rule(), &file{path: "f.xml", text: c.text})
			var e *param.LimitError
			require.ErrorAs(t, err, &e)
			require.Equal(t, int64(100), e.Limit)
			require.ErrorContains(t, err, "f.xml")
		})
	}
}

// A source that lies about its size is found out.
func TestLimitOfBytesRead(t *testing.T) {
	b, err := param.Bind(textSet(".", "a", "b"), &param.Options{Limit: 10})
	require.NoError(t, err)
	o := (&file{path: "f", text: strings.Repeat("a", 11)}).object()
	o.Attrs = nil
	src, err := b.Rule().Source(t.Context(), o)
	require.NoError(t, err)
	_, err = src.Content(t.Context())
	var e *param.LimitError
	require.ErrorAs(t, err, &e)
}

func TestTimeouts(t *testing.T) {
	opts := &param.Options{Timeout: 20 * time.Millisecond}
	for name, c := range map[string]struct {
		set  param.Set
		text string
	}{
		"match": {textSet(".", "^(?=a)(a+)+$", "x"), strings.Repeat("a", 40) + "!"},
		"xpath": {xmlSet("//*[//*[//*[.='no']]]", "x"), "<r>" + strings.Repeat("<a>x</a>", 3000) + "</r>"},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := param.Bind(c.set, opts)
			require.NoError(t, err)
			_, _, err = add(t, t.Context(), b.Rule(), &file{path: "f.xml", text: c.text})
			require.Error(t, err)
		})
	}
	t.Run("scope", func(t *testing.T) {
		b, err := param.Bind(textSet("^(?=a)(a+)+$", "x", "x"), opts)
		require.NoError(t, err)
		_, err = b.Rule().Source(t.Context(), (&file{path: strings.Repeat("a", 40) + "!"}).object())
		require.Error(t, err)
	})
}

func TestCancelled(t *testing.T) {
	b, err := param.Bind(textSet(".", "a", "b"), nil)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err = add(t, ctx, b.Rule(), &file{path: "f", text: "a"})
	require.ErrorIs(t, err, context.Canceled)
}

// Entries that were of no use are named at the end of a sync that succeeds.
func TestFinish(t *testing.T) {
	set := slicesConcat(textSet("nothing", "a", "b"), param.Set{{Name: "Q", Value: param.Plain("v"), Entries: []param.Entry{
		{Kind: param.TextFile, Scope: "f", Match: "a"},
		{Kind: param.DeploymentObjectAttribute, Scope: "filePath", Match: "filePath/@path"},
		{Kind: param.ProviderPath, Scope: "iisApp"},
	}}})
	b, err := param.Bind(set, nil)
	require.NoError(t, err)
	var l listener
	ctx, r := l.context(t), b.Rule()
	_, _, err = add(t, ctx, r, &file{path: "f", text: "a"})
	require.NoError(t, err)
	l.lines = nil
	require.NoError(t, r.Finish(ctx, nil, errors.New("the sync failed")))
	require.Empty(t, l.lines)
	require.NoError(t, r.Finish(ctx, nil, nil))
	require.Equal(t, []string{
		"Parameter entry 'P/1' could not be applied anywhere.",
		"Parameter entry 'Q/2' could not be applied anywhere.",
		"Parameter entry 'Q/3' could not be applied anywhere.",
	}, l.lines)
}

func slicesConcat(sets ...param.Set) (all param.Set) {
	for _, s := range sets {
		all = append(all, s...)
	}
	return all
}

// Scopes are written on Windows and used anywhere.
func TestScopesTakeEitherSeparator(t *testing.T) {
	for _, scope := range []string{`\\web\.config$`, `/web\.config$`, `[\\]web\.config$`, `(?x) \\ web`} {
		for _, path := range []string{"/srv/site/web.config", `C:\site\Web.config`} {
			b, err := param.Bind(textSet(scope, "a", "b"), nil)
			require.NoError(t, err)
			src, err := b.Rule().Source(t.Context(), (&file{path: path}).object())
			require.NoError(t, err)
			require.True(t, param.Rewritten(src), "%s %s", scope, path)
		}
	}
	set := param.Set{{Name: "P", Value: param.Plain("/new"), Entries: []param.Entry{{Kind: param.ProviderPath, Scope: "iisApp", Match: `^C:\\src\\a\ b$`}}}}
	for _, path := range []string{`C:\src\a b`, "C:/src/a b"} {
		b, err := param.Bind(set, nil)
		require.NoError(t, err)
		require.Equal(t, "/new", b.Redirect(provider.Ref{Kind: "iisApp", Path: path}).Path)
	}
}

func TestBindRefuses(t *testing.T) {
	for name, e := range map[string]param.Entry{
		"scope":    {Kind: param.TextFile, Match: "x"},
		"match":    {Kind: param.TextFile, Scope: "x", Match: "["},
		"xpath":    {Kind: param.XMLFile, Scope: "x"},
		"position": {Kind: param.TextFilePosition, Scope: "x", Match: "0;1;1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := param.Bind(param.Set{{Name: "P", Value: param.Plain("v"), Entries: []param.Entry{e}}}, nil)
			require.Error(t, err)
		})
	}
}

// Events about parameters carry the parameter's name, for machines.
func TestEventsNameTheParameter(t *testing.T) {
	b, err := param.Bind(textSet("f", "nothing", "b"), nil)
	require.NoError(t, err)
	var events []provider.Event
	ctx := provider.WithReporter(t.Context(), provider.LevelVerbose, func(e provider.Event) { events = append(events, e) })
	_, _, err = add(t, ctx, b.Rule(), &file{path: "f", text: "a"})
	require.NoError(t, err)
	require.Len(t, events, 3)
	for _, e := range events[:2] {
		require.Equal(t, provider.LevelVerbose, e.Level)
		require.Equal(t, provider.EventParameter, e.Type)
		require.Equal(t, "P", e.Name)
	}
	require.Equal(t, provider.EventReplaced, events[2].Type)
	require.Equal(t, provider.FilePath, events[2].Kind)
}
