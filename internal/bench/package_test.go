package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// BenchmarkPackage syncs a folder into a package, and back.
func BenchmarkPackage(b *testing.B) {
	s := newSite(b)
	made := filepath.Join(b.TempDir(), "site.zip")
	prepare(b, folder(s.dir), archive(made))
	b.Run("Pack", func(b *testing.B) { benchPack(b, s) })
	b.Run("Update1", func(b *testing.B) { benchUpdate(b, s.copy(b)) })
	b.Run("Unpack", func(b *testing.B) {
		b.SetBytes(s.bytes)
		c := unpacking(b, s, made, everything)
		c.reset = aside
		c.peers = []peer{unzip(made, "-q")}
		c.bench(b)
	})
	b.Run("UnpackUnchanged", func(b *testing.B) {
		c := unpacking(b, s, made, 0)
		c.reset = unpacked(made)
		c.peers = []peer{unzip(made, "-qu")}
		c.bench(b)
	})
	b.Run("List", func(b *testing.B) {
		c := &contest{run: func(b *testing.B, _ string) error { return list(b.Context(), made) }}
		c.peers = []peer{{program: "unzip", args: func(string) []string { return []string{"-l", made} }}}
		c.bench(b)
	})
}

// packing returns a contest that makes a package of s, in so many changes.
func packing(b *testing.B, s *site, changes int) *contest {
	want := inFolder(b, s.dir, time.Nanosecond).withoutTimes()
	if changes == everything {
		changes = len(want) + 1 // and the document
	}
	return &contest{
		ext: ".zip",
		run: func(b *testing.B, dst string) error {
			sum, err := deploy(b.Context(), folder(s.dir), archive(dst), websync.Options{})
			require.Equal(b, changes, sum.Total(), "changes, unless it failed: %v", err)
			return err
		},
		check: func(b *testing.B, dst string) { requireSame(b, want, inArchive(b, dst)) },
	}
}

func benchPack(b *testing.B, s *site) {
	b.SetBytes(s.bytes)
	c := packing(b, s, everything)
	c.reset = aside
	c.peers = []peer{zip(s, "-qr")}
	sizes, check := map[string]int64{}, c.check
	c.check = func(b *testing.B, dst string) {
		check(b, dst)
		info, err := os.Stat(dst)
		require.NoError(b, err)
		sizes[filepath.Base(dst)] = info.Size()
	}
	c.bench(b)
	if n := sizes["zip.zip"]; n > 0 {
		b.ReportMetric(float64(sizes[self+".zip"])/float64(n), "size-x-zip")
	}
}

// benchUpdate packs s, edits it, and measures what it takes to bring a copy of
// the package up to date. Each contestant has a package of its own making.
func benchUpdate(b *testing.B, s *site) {
	bases := b.TempDir()
	prepare(b, folder(s.dir), archive(filepath.Join(bases, self+".zip")))
	first, update := zip(s, "-qr"), zip(s, "-qur")
	if first.installed() {
		require.NoError(b, first.run(b, filepath.Join(bases, "zip.zip")))
	}
	c := packing(b, s, s.edit(b))
	c.reset = func(b *testing.B, dst string) {
		data, err := os.ReadFile(filepath.Join(bases, filepath.Base(dst)))
		require.NoError(b, err)
		require.NoError(b, os.WriteFile(dst, data, 0o644))
	}
	c.peers = []peer{update}
	c.bench(b)
}

// unpacking returns a contest that makes a folder of the package made, which
// has s in it, in so many changes. Packages know a time to two seconds.
func unpacking(b *testing.B, s *site, made string, changes int) *contest {
	want := inFolder(b, s.dir, 2*time.Second)
	if changes == everything {
		changes = len(want) + 1 // and the document
	}
	return &contest{
		run: func(b *testing.B, dst string) error {
			sum, err := deploy(b.Context(), archive(made), folder(dst), websync.Options{})
			require.Equal(b, changes, sum.Total(), "changes, unless it failed: %v", err)
			return err
		},
		check: func(b *testing.B, dst string) {
			if filepath.Base(dst) != self {
				dst = filepath.Join(dst, "Content", s.dir)
			}
			requireSame(b, want, inFolder(b, dst, 2*time.Second))
		},
	}
}

// unpacked has a round start from what each contestant makes of the package.
func unpacked(made string) func(*testing.B, string) {
	p := unzip(made, "-q")
	return func(b *testing.B, dst string) {
		if filepath.Base(dst) == self {
			prepare(b, archive(made), folder(dst))
		} else if _, err := os.Stat(dst); errors.Is(err, os.ErrNotExist) {
			require.NoError(b, p.run(b, dst))
		}
	}
}

// list opens a package and writes the path of every object in it.
func list(ctx context.Context, name string) error {
	r, err := pkg.Open(name, nil)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(io.Discard)
	for o, err := range provider.Walk(ctx, r.Root()) {
		if err != nil {
			return errors.Join(err, r.Close())
		}
		fmt.Fprintln(w, o.Path)
	}
	return errors.Join(w.Flush(), r.Close())
}

func zip(s *site, option string) peer {
	return peer{program: "zip", dir: s.dir, args: func(dst string) []string { return []string{option, dst, "."} }}
}

func unzip(made, option string) peer {
	return peer{program: "unzip", args: func(dst string) []string { return []string{option, made, "-d", dst} }}
}
