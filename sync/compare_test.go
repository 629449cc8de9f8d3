package sync_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// recorded: sync/equal-pairs, sync/equal-pairs-checksum, rules/checksum-plain
func TestWhenFilesDiffer(t *testing.T) {
	at, later := time.Unix(1000, 0), time.Unix(2000, 0)
	big := strings.Repeat("0123456789abcdef", 20_000)
	for _, c := range []struct {
		name     string
		src, dst memory.File
		plain    string // what differs without and with checksums; "" is nothing
		checksum string
	}{
		{"equal", memory.File{Data: "a", Time: at}, memory.File{Data: "a", Time: at}, "", ""},
		{"size", memory.File{Data: "aa", Time: at}, memory.File{Data: "a", Time: at}, "size['2','1']", "size['2','1']"},
		{"time", memory.File{Data: "a", Time: later}, memory.File{Data: "a", Time: at}, "lastWriteTime['01/01/1970 00:33:20','01/01/1970 00:16:40']", "lastWriteTime['01/01/1970 00:33:20','01/01/1970 00:16:40']"},
		{"content", memory.File{Data: "a", Time: at}, memory.File{Data: "b", Time: at}, "", "checksum['#','#']"},
		{"content of a big file", memory.File{Data: big + "a", Time: at}, memory.File{Data: big + "b", Time: at}, "", "checksum['#','#']"},
		{"content of a big file, at its start", memory.File{Data: "a" + big, Time: at}, memory.File{Data: "b" + big, Time: at}, "", "checksum['#','#']"},
		{"equal big files", memory.File{Data: big, Time: at}, memory.File{Data: big, Time: at}, "", ""},
		{"attributes", memory.File{Time: at}, memory.File{Time: at, Attributes: "ReadOnly"}, "attributes['Normal','ReadOnly']", "attributes['Normal','ReadOnly']"},
		{"mode", memory.File{Time: at, Mode: 0o755}, memory.File{Time: at, Mode: 0o644}, "mode['0755','0644']", "mode['0755','0644']"},
		{"mode and size", memory.File{Data: "a", Time: at, Mode: 0o755}, memory.File{Time: at, Mode: 0o644}, "size['1','0']", "size['1','0']"},
		{"mode on one side", memory.File{Time: at, Mode: 0o755}, memory.File{Time: at}, "", ""},
	} {
		for _, useChecksum := range []bool{false, true} {
			t.Run(fmt.Sprint(c.name, " ", useChecksum), func(t *testing.T) {
				want := c.plain
				if useChecksum {
					want = c.checksum
				}
				var got []string
				sum, err := sync.Run(t.Context(), memory.New("/s", map[string]memory.File{"f": c.src}), memory.New("/d", map[string]memory.File{"f": c.dst}),
					&sync.Options{UseChecksum: useChecksum, WhatIf: true, Level: provider.LevelVerbose, Observe: func(e sync.Event) {
						if e.Type == provider.EventDiffers {
							got = append(got, e.Message)
						}
					}})
				require.NoError(t, err)
				if want == "" {
					require.Empty(t, got)
					require.Zero(t, sum.Total())
					return
				}
				require.Equal(t, 1, sum.Updated)
				require.Len(t, got, 1)
				if strings.HasPrefix(want, "checksum") {
					require.Regexp(t, `differing in attributes \(checksum\['[0-9a-f]{8}','[0-9a-f]{8}'\]\)\. Update pending\.$`, got[0])
					return
				}
				require.Equal(t, "Source filePath (/s/f) does not match destination (/d/f) differing in attributes ("+want+"). Update pending.", got[0])
			})
		}
	}
}

// A rule may say that a difference does not matter; a content that differs
// matters all the same.
func TestDifferencesThatDoNotMatter(t *testing.T) {
	at, later := time.Unix(1000, 0), time.Unix(2000, 0)
	forgiving := rules.Chain{{Name: "Forgive", Same: func(_ context.Context, c *rules.Comparison) bool {
		return c.Diff.Name == provider.AttrLastWriteTime && c.ByContent
	}}}
	run := func(src, dst memory.File, opts sync.Options) (changes int, messages string) {
		opts.Rules, opts.WhatIf, opts.Level = forgiving, true, provider.LevelVerbose
		opts.Observe = func(e sync.Event) {
			if strings.Contains(e.Message, "/f)") {
				messages += e.Message + "\n"
			}
		}
		sum, err := sync.Run(t.Context(), memory.New("/s", map[string]memory.File{"f": src}), memory.New("/d", map[string]memory.File{"f": dst}), &opts)
		require.NoError(t, err)
		return sum.Total(), messages
	}
	n, messages := run(memory.File{Data: "a", Time: later}, memory.File{Data: "a", Time: at}, sync.Options{UseChecksum: true})
	require.Zero(t, n)
	require.Equal(t, "Attribute 'lastWriteTime' equality changed to True when comparing filePath (/d/f) to /s/f because of rule Forgive.\n", messages)
	n, messages = run(memory.File{Data: "b", Time: later}, memory.File{Data: "a", Time: at}, sync.Options{UseChecksum: true})
	require.Equal(t, 1, n)
	require.Contains(t, messages, "differing in attributes (lastWriteTime[", "what was forgiven is what is told")
	n, _ = run(memory.File{Data: "a", Time: later}, memory.File{Data: "a", Time: at}, sync.Options{})
	require.Equal(t, 1, n)
	n, messages = run(memory.File{Data: "aa", Time: later}, memory.File{Data: "a", Time: at}, sync.Options{UseChecksum: true})
	require.Equal(t, 1, n)
	require.Contains(t, messages, "(size['2','1'],lastWriteTime[")

	blind := rules.Chain{{Name: "Blind", Same: func(context.Context, *rules.Comparison) bool { return true }}}
	sum, err := sync.Run(t.Context(), memory.New("/s", map[string]string{"f": "aa"}), memory.New("/d", map[string]string{"f": "b"}),
		&sync.Options{UseChecksum: true, Rules: blind})
	require.NoError(t, err)
	require.Zero(t, sum.Total(), "contents are compared only if the sizes agree")
}

// Contents that cannot be compared are an error that names the side.
func TestChecksumsThatFail(t *testing.T) {
	bad := errors.New("bad sector")
	failing := func(open bool) provider.Content {
		return func(context.Context) (io.ReadCloser, error) {
			if open {
				return nil, bad
			}
			return io.NopCloser(io.MultiReader(strings.NewReader("x"), errReader{bad})), nil
		}
	}
	for _, open := range []bool{true, false} {
		for _, side := range []provider.Side{provider.SourceSide, provider.DestinationSide} {
			spoil := func(_ context.Context, o *provider.Object) (*provider.Object, error) {
				n := *o
				n.Content = failing(open)
				return &n, nil
			}
			rule := &rules.Rule{Name: "spoil", Source: spoil}
			if side == provider.DestinationSide {
				rule = &rules.Rule{Name: "spoil", Target: spoil}
			}
			dst := memory.New("/d", map[string]string{"f": "xy"})
			_, err := sync.Run(t.Context(), provider.Document(memory.New("/s", map[string]string{"f": "xy"})), provider.DocumentTarget(dst),
				&sync.Options{UseChecksum: true, Rules: rules.Chain{onlyFiles(rule)}})
			require.ErrorIs(t, err, bad)
			if open {
				var e *provider.Error
				require.ErrorAs(t, err, &e)
				require.Equal(t, side, e.Side)
			}
		}
	}
}

// onlyFiles makes a rule leave everything else alone.
func onlyFiles(r *rules.Rule) *rules.Rule {
	limit := func(hook func(context.Context, *provider.Object) (*provider.Object, error)) func(context.Context, *provider.Object) (*provider.Object, error) {
		if hook == nil {
			return nil
		}
		return func(ctx context.Context, o *provider.Object) (*provider.Object, error) {
			if o.Kind != provider.FilePath {
				return o, nil
			}
			return hook(ctx, o)
		}
	}
	return &rules.Rule{Name: r.Name, Source: limit(r.Source), Target: limit(r.Target)}
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

func TestSummary(t *testing.T) {
	s := sync.Summary{Added: 1, Deleted: 2, Updated: 3, Parameters: 4, Bytes: 5, Warnings: 6}
	require.Equal(t, 10, s.Total())
	require.Equal(t, "Total changes: 10 (1 added, 2 deleted, 3 updated, 4 parameters changed, 5 bytes copied)", s.String())
}
