package rules_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

const page = "/w/d/" + rules.OfflineFile

// offline returns options with the defaults and AppOffline.
func offline(t *testing.T, opts *rules.OfflineOptions) *websync.Options {
	t.Helper()
	if opts == nil {
		opts = &rules.OfflineOptions{Retry: time.Millisecond}
	}
	s := rules.NewSelection()
	require.NoError(t, s.Provide(rules.AppOffline(opts)))
	require.NoError(t, s.Enable("AppOffline"))
	return options(s)
}

// log records the changes to d, and whether there was a page at each.
type log struct{ changes []string }

func watch(d *disk) *log {
	l := &log{}
	d.onChange = func(c *provider.Change) {
		_, there := d.files[page]
		l.changes = append(l.changes, fmt.Sprintf("%s %s %v", c.Op(), strings.TrimPrefix(c.Object().Path, "/w/d/"), there))
	}
	return l
}

func TestAppOffline(t *testing.T) {
	dst := site2()
	l := watch(dst)
	opts := offline(t, nil)
	opts.Parallel = 1
	lines, err := run(site(), dst, opts)
	require.NoError(t, err)
	require.Equal(t, "AddChild App_Offline.htm false", l.changes[0], "before the first change")
	require.Equal(t, "Delete App_Offline.htm true", l.changes[len(l.changes)-1], "after the last")
	for _, c := range l.changes[1:] {
		require.True(t, strings.HasSuffix(c, "true"), c)
	}
	require.Equal(t, site().list(), dst.list())
	require.Equal(t, usualTotal, lines[len(lines)-1], "it does not count")

	plain, err := run(site(), site2(), options(rules.NewSelection()))
	require.NoError(t, err)
	require.Equal(t, plain, without(lines, "offline", "online"), "it only speaks when asked to")
}

// The page that visitors see.
func TestAppOfflinePages(t *testing.T) {
	root := func(_ context.Context, root *provider.Object) ([]byte, error) { return []byte("for " + root.Path), nil }
	tests := []struct {
		name     string
		opts     rules.OfflineOptions
		settings provider.Settings
		want     string
		warning  string
	}{
		{"default", rules.OfflineOptions{}, nil, string(rules.DefaultOfflinePage()), ""},
		{"bytes", rules.OfflineOptions{Page: []byte("<h1>later</h1>")}, nil, "<h1>later</h1>", ""},
		{"empty", rules.OfflineOptions{Page: []byte{}}, nil, "", ""},
		{"function", rules.OfflineOptions{Page: []byte("x"), PageFor: root}, nil, "for /w/d", ""},
		{"setting", rules.OfflineOptions{Page: []byte("x")}, provider.Settings{{Name: "AppOfflineTemplate", Value: "old.TXT"}}, filled(3), ""},
		{"setting names nothing", rules.OfflineOptions{Page: []byte("x")}, provider.Settings{{Name: "appOfflineTemplate", Value: "nope"}}, "x",
			"Warning: There is no file 'nope' in '/w/d' to show while the application is offline."},
		{"setting names a folder", rules.OfflineOptions{Page: []byte("x")}, provider.Settings{{Name: "appOfflineTemplate", Value: "img"}}, "x",
			"Warning: There is no file 'img' in '/w/d' to show while the application is offline."},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			dst := site2()
			dst.root.Settings = c.settings
			var seen []string
			dst.onChange = func(ch *provider.Change) {
				if e := dst.files[page]; e != nil {
					seen = append(seen, e.text)
				}
			}
			lines, err := run(site(), dst, offline(t, &c.opts))
			require.NoError(t, err)
			require.NotEmpty(t, seen)
			require.Equal(t, []string{c.want}, slices.Compact(seen))
			require.Equal(t, site().list(), dst.list())
			if c.warning != "" {
				require.Contains(t, lines, c.warning)
			} else {
				require.Empty(t, only(lines, "Warning"))
			}
		})
	}
}

func TestAppOfflineDefaultPageIsLongEnough(t *testing.T) {
	p := rules.DefaultOfflinePage()
	require.Greater(t, len(p), 512)
	p[0] = 'X'
	require.Equal(t, byte('<'), rules.DefaultOfflinePage()[0])
}

func TestAppOfflinePlacesNothing(t *testing.T) {
	tests := []struct {
		name   string
		src    func() *disk
		dst    func() *disk
		whatIf bool
		want   string // what is said about it
	}{
		{"nothing to do", site, func() *disk { d := site(); return moved(d, "/w/d") }, false, ""},
		{"what-if", site, site2, true, ""},
		{"no folder yet", site, noDisk, false, "the destination has no folder yet"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			dst := c.dst()
			was := dst.list()
			l := watch(dst)
			opts := offline(t, nil)
			opts.WhatIf = c.whatIf
			lines, err := run(c.src(), dst, opts)
			require.NoError(t, err)
			for _, ch := range l.changes {
				require.NotContains(t, ch, rules.OfflineFile)
			}
			if c.whatIf {
				require.Equal(t, was, dst.list())
			} else {
				require.Equal(t, site().list(), dst.list())
			}
			require.Len(t, only(lines, "offline"), strings.Count(c.want, "the"))
			require.Len(t, only(lines, "offline", "the destination"), len(only(lines, "offline")))
		})
	}
}

// moved returns the files of d on a disk with another root.
func moved(d *disk, root string) *disk {
	n := newDisk(root, map[string]string{})
	for name, e := range d.files {
		n.files[root+strings.TrimPrefix(name, d.root.Path)] = e
	}
	return n
}

// A package runs no applications, and is written before the page could go.
func TestAppOfflineLeavesPackagesAlone(t *testing.T) {
	dst := site2()
	l := watch(dst)
	opts := offline(t, nil)
	lines, err := print(opts, func() (websync.Summary, error) {
		return websync.Run(context.Background(), provider.Document(site()), pack{provider.DocumentTarget(dst)}, opts)
	})
	require.NoError(t, err)
	require.NotContains(t, strings.Join(l.changes, "\n"), rules.OfflineFile)
	require.Equal(t, []string{"Verbose: Cannot take applications offline: the destination is a package."}, only(lines, "offline"))
}

type pack struct{ provider.Target }

func (pack) Accepts(provider.Kind) bool { return true }

func (p pack) Parts(ctx context.Context, o *provider.Object) ([]*provider.Object, error) {
	return provider.Parts(ctx, p.Target, o)
}

// A file of that name takes no part in the sync, and is there afterwards if and
// only if it was before.
func TestAppOfflineFilesOfUsers(t *testing.T) {
	tests := []struct {
		name     string
		src, dst map[string]string
		want     map[string]string
		placed   bool
	}{
		{"at the source", map[string]string{"App_Offline.htm": "s", "a": "1"}, map[string]string{"b": "2"},
			map[string]string{"a": "1"}, true},
		{"at the destination", map[string]string{"a": "1"}, map[string]string{"App_Offline.htm": "mine", "b": "2"},
			map[string]string{"App_Offline.htm": "mine", "a": "1"}, false},
		{"at both", map[string]string{"App_Offline.htm": "s", "a": "1"}, map[string]string{"App_Offline.htm": "mine"},
			map[string]string{"App_Offline.htm": "mine", "a": "1"}, false},
		{"in another case", map[string]string{"APP_offline.HTM": "s", "a": "1"}, map[string]string{"app_offline.htm": "mine"},
			map[string]string{"app_offline.htm": "mine", "a": "1"}, false},
		{"in a folder below it is a file like any other", map[string]string{"x/App_Offline.htm": "s"}, map[string]string{"y/App_Offline.htm": "d"},
			map[string]string{"x/": "", "x/App_Offline.htm": "s"}, true},
		{"left behind by a run that was killed", map[string]string{"a": "1"}, map[string]string{"App_Offline.htm": string(rules.DefaultOfflinePage())},
			map[string]string{"a": "1"}, false},
		{"left behind, changed since", map[string]string{"a": "1"}, map[string]string{"App_Offline.htm": string(rules.DefaultOfflinePage()) + "!"},
			map[string]string{"App_Offline.htm": string(rules.DefaultOfflinePage()) + "!", "a": "1"}, false},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			dst := newDisk("/w/d", c.dst)
			l := watch(dst)
			_, err := run(newDisk("/w/site", c.src), dst, offline(t, nil))
			require.NoError(t, err)
			require.Equal(t, c.want, dst.list())
			require.Equal(t, c.placed, slices.Contains(l.changes, "AddChild App_Offline.htm false"))
		})
	}
}

// However the run ends, the page goes.
func TestAppOfflineAfterFailures(t *testing.T) {
	boom := errors.New("boom")
	tests := []struct {
		name  string
		start func(d *disk, cancel context.CancelCauseFunc)
	}{
		{"the first change fails", func(d *disk, _ context.CancelCauseFunc) {
			d.refuse = refuse("App_Data", boom)
		}},
		{"a later change fails", func(d *disk, _ context.CancelCauseFunc) {
			d.refuse = refuse("settings.txt", boom)
		}},
		{"cancelled", func(d *disk, cancel context.CancelCauseFunc) {
			d.refuse = func(c *provider.Change) error {
				if strings.HasSuffix(c.Object().Path, "bin") {
					cancel(boom)
				}
				return nil
			}
		}},
		{"cancelled as soon as it is offline", func(d *disk, cancel context.CancelCauseFunc) {
			d.refuse = func(*provider.Change) error { cancel(boom); return nil }
		}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(context.Background())
			defer cancel(nil)
			dst := site2()
			c.start(dst, cancel)
			l := watch(dst)
			opts := offline(t, nil)
			opts.Retry.Attempts = -1
			_, err := websync.Run(ctx, provider.Document(site()), provider.DocumentTarget(dst), opts)
			require.ErrorIs(t, err, boom)
			require.Contains(t, l.changes, "AddChild App_Offline.htm false")
			require.NotContains(t, dst.list(), rules.OfflineFile)
		})
	}
}

// refuse makes changes to what ends so fail.
func refuse(end string, err error) func(*provider.Change) error {
	return func(c *provider.Change) error {
		if strings.HasSuffix(c.Object().Path, end) {
			return err
		}
		return nil
	}
}

// refuseRemoval makes the first n attempts to remove the page fail.
func refuseRemoval(n int, err error) func(*provider.Change) error {
	return func(c *provider.Change) error {
		if c.Op() == provider.Delete && c.Object().Path == page && n > 0 {
			n--
			return err
		}
		return nil
	}
}

func TestAppOfflineCannotBeRemoved(t *testing.T) {
	locked := &provider.Error{Op: "delete", Code: provider.CodeFileInUse}
	t.Run("for good", func(t *testing.T) {
		dst := site2()
		dst.refuse = refuseRemoval(1000, errors.New("no access"))
		lines, err := run(site(), dst, offline(t, nil))
		require.ErrorIs(t, err, provider.CodeBringAppOnline)
		require.ErrorContains(t, err, page)
		require.ErrorContains(t, err, "no access")
		require.Contains(t, dst.list(), rules.OfflineFile)
		require.Empty(t, only(lines, "Warning"))
	})
	t.Run("for a while", func(t *testing.T) {
		dst := site2()
		dst.refuse = refuseRemoval(5, locked)
		_, err := run(site(), dst, offline(t, nil))
		require.NoError(t, err)
		require.NotContains(t, dst.list(), rules.OfflineFile)
	})
	t.Run("for too long", func(t *testing.T) {
		dst := site2()
		dst.refuse = refuseRemoval(6, locked)
		_, err := run(site(), dst, offline(t, nil))
		require.ErrorIs(t, err, provider.CodeBringAppOnline)
		require.ErrorIs(t, err, provider.CodeFileInUse)
	})
	t.Run("after a failure", func(t *testing.T) {
		dst := site2()
		boom := errors.New("boom")
		dst.refuse = func(c *provider.Change) error {
			return errors.Join(refuse("bin", boom)(c), refuseRemoval(1, errors.New("no access"))(c))
		}
		lines, err := run(site(), dst, offline(t, nil))
		require.ErrorIs(t, err, boom, "the run's own error is not hidden")
		require.Contains(t, lines, "Warning: The application stays offline: the file ("+page+") could not be removed.")
		require.Contains(t, lines, "no access")
	})
	t.Run("somebody else did", func(t *testing.T) {
		dst := site2()
		dst.refuse = func(c *provider.Change) error {
			if strings.HasSuffix(c.Object().Path, "settings.txt") {
				delete(dst.files, page)
			}
			return nil
		}
		opts := offline(t, nil)
		opts.Parallel = 1
		_, err := run(site(), dst, opts)
		require.NoError(t, err)
	})
}

func TestAppOfflineCannotBePlaced(t *testing.T) {
	boom := errors.New("boom")
	asked := func(context.Context, *provider.Object) ([]byte, error) { return nil, boom }
	tests := []struct {
		name  string
		opts  rules.OfflineOptions
		start func(*disk)
		want  string
	}{
		{"refused", rules.OfflineOptions{}, func(d *disk) { d.refuse = refuse(rules.OfflineFile, boom) }, "boom"},
		{"no page", rules.OfflineOptions{PageFor: asked}, func(*disk) {}, "boom"},
		{"huge template", rules.OfflineOptions{}, func(d *disk) {
			d.put("/w/d/huge", strings.Repeat("x", 4<<20+1), usual)
			d.root.Settings = provider.Settings{{Name: "appOfflineTemplate", Value: "huge"}}
		}, "larger than"},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			dst := site2()
			c.start(dst)
			was := dst.list()
			_, err := run(site(), dst, offline(t, &c.opts))
			require.ErrorContains(t, err, c.want)
			require.ErrorContains(t, err, "rule AppOffline")
			require.Equal(t, was, dst.list(), "nothing has changed")
		})
	}
}

// Folders that go as a whole get no page, since that would keep them from
// going; those of other parts do.
func TestAppOfflineAndDeletedFolders(t *testing.T) {
	two := func() (*disk, *disk, provider.Target) {
		a := newDisk("/w/d", map[string]string{"a.txt": "a", "App_Offline.htm": "mine"})
		b := newDisk("/w/e", map[string]string{"b.txt": "b"})
		return a, b, provider.JoinTargets(&provider.Object{Kind: "m", Path: "m"}, provider.Relink[provider.Target](a, "Child1"),
			provider.Relink[provider.Target](b, "Child2"))
	}
	t.Run("delete verb", func(t *testing.T) {
		a, b, dst := two()
		opts := offline(t, nil)
		_, err := print(opts, func() (websync.Summary, error) { return websync.Delete(context.Background(), dst, opts) })
		require.NoError(t, err)
		require.Empty(t, a.files)
		require.Empty(t, b.files)
	})
	t.Run("a part that the source lacks", func(t *testing.T) {
		a, b, dst := two()
		l := watch(a)
		src := provider.Join(&provider.Object{Kind: "m", Path: "m"}, provider.Tree(newDisk("/w/site", map[string]string{"c.txt": "c"})))
		opts := offline(t, nil)
		_, err := print(opts, func() (websync.Summary, error) { return websync.Run(context.Background(), src, dst, opts) })
		require.NoError(t, err)
		require.Empty(t, b.files)
		require.Equal(t, map[string]string{"c.txt": "c", "App_Offline.htm": "mine"}, a.list())
		require.NotContains(t, strings.Join(l.changes, "\n"), rules.OfflineFile)
	})
	t.Run("a deletion that another rule drops", func(t *testing.T) {
		a, b, dst := two()
		opts := offline(t, nil)
		keep, err := rules.SkipAction("keep", rules.Skip{Action: provider.Delete, ObjectName: "dirPath"})
		require.NoError(t, err)
		opts.Rules = append(rules.Chain{keep}, opts.Rules...)
		_, err = print(opts, func() (websync.Summary, error) { return websync.Delete(context.Background(), dst, opts) })
		require.NoError(t, err)
		require.Equal(t, map[string]string{"a.txt": "a", "App_Offline.htm": "mine"}, a.list())
		require.Equal(t, map[string]string{"b.txt": "b"}, b.list())
	})
}

// The second part is deleted after the first has changed, and so after the
// page was placed in it.
func TestAppOfflineTakesThePageOutOfAFolderThatGoes(t *testing.T) {
	a, b := newDisk("/w/d", map[string]string{"a.txt": "a"}), newDisk("/w/e", map[string]string{"b.txt": "b"})
	dst := provider.JoinTargets(&provider.Object{Kind: "m", Path: "m"},
		provider.Relink[provider.Target](a, "Child1"), provider.Relink[provider.Target](b, "Child2"))
	var seen []string
	b.onChange = func(c *provider.Change) { seen = append(seen, c.Op().String()+" "+c.Object().Path) }
	opts := offline(t, nil)
	_, err := print(opts, func() (websync.Summary, error) { return websync.Delete(context.Background(), dst, opts) })
	require.NoError(t, err)
	require.Equal(t, []string{"AddChild /w/e/App_Offline.htm", "Delete /w/e/App_Offline.htm", "Delete /w/e/b.txt", "Delete /w/e"}, seen)
	require.Empty(t, b.files)
}

// A page that cannot be taken out keeps its folder from going.
func TestAppOfflineCannotTakeThePageOut(t *testing.T) {
	a, b := newDisk("/w/d", map[string]string{"a.txt": "a"}), newDisk("/w/e", map[string]string{"b.txt": "b"})
	dst := provider.JoinTargets(&provider.Object{Kind: "m", Path: "m"},
		provider.Relink[provider.Target](a, "Child1"), provider.Relink[provider.Target](b, "Child2"))
	b.refuse = func(c *provider.Change) error {
		if c.Op() == provider.Delete && strings.HasSuffix(c.Object().Path, rules.OfflineFile) {
			return errors.New("no access")
		}
		return nil
	}
	opts := offline(t, nil)
	lines, err := print(opts, func() (websync.Summary, error) { return websync.Delete(context.Background(), dst, opts) })
	require.ErrorIs(t, err, provider.CodeBringAppOnline)
	require.Contains(t, lines, "Warning: The application stays offline: the file (/w/e/App_Offline.htm) could not be removed.")
	require.Equal(t, "b", b.list()["b.txt"])
	require.Contains(t, b.list(), rules.OfflineFile)
}

// Parts of parts, as in an iisApp or a contentPath, are found.
func TestAppOfflineFindsTheFolder(t *testing.T) {
	nest := func(d *disk) provider.Target {
		content := &provider.Object{Kind: provider.ContentPath, Link: "contentPath", Key: d.root.Path, Path: d.root.Path}
		app := &provider.Object{Kind: "iisApp", Link: provider.FirstLink, Key: d.root.Path, Path: d.root.Path}
		return provider.DocumentTarget(provider.JoinTargets(app,
			provider.JoinTargets(content, provider.Relink[provider.Target](d, "dirPath"))))
	}
	dst := site2()
	l := watch(dst)
	opts := offline(t, nil)
	src := nest(site())
	_, err := print(opts, func() (websync.Summary, error) { return websync.Run(context.Background(), src, nest(dst), opts) })
	require.NoError(t, err)
	require.Equal(t, "AddChild App_Offline.htm false", l.changes[0])
	require.Equal(t, site().list(), dst.list())
}

// One rule can serve one run after the other.
func TestAppOfflineAgain(t *testing.T) {
	opts := offline(t, nil)
	for range 3 {
		dst := site2()
		l := watch(dst)
		_, err := run(site(), dst, opts)
		require.NoError(t, err)
		require.Equal(t, "AddChild App_Offline.htm false", l.changes[0])
		require.Equal(t, site().list(), dst.list())
	}
}
