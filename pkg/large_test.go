package pkg_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
)

// TestLargePackages writes and reads more files than a plain zip file can have,
// and two files of 3 GiB that do not compress, for which a test run of every day
// has no room: they need WEBDEPLOY_LARGE to name a folder with 7 GB of disk. unzip
// and 7z test the packages, too, if they are installed.
func TestLargePackages(t *testing.T) {
	for _, c := range []struct {
		name  string
		files int
		size  int64
	}{{"two files of 3 GiB", 2, 3 << 30}, {"200,000 files", 200_000, 10}} {
		t.Run(c.name, func(t *testing.T) {
			dir := os.Getenv("WEBDEPLOY_LARGE")
			if c.size < 1<<30 {
				dir = t.TempDir()
			} else if dir == "" {
				t.Skip("WEBDEPLOY_LARGE names no folder with 7 GB of disk")
			}
			name := filepath.Join(dir, "large.zip")
			defer os.Remove(name)
			w, err := pkg.Create(name, nil)
			require.NoError(t, err)
			defer w.Close()
			folder := &provider.Object{Parent: w.Root(), Kind: provider.DirPath, Link: "Child1", Key: "web", Path: "web"}
			require.NoError(t, w.Apply(t.Context(), &provider.Change{New: folder}))
			sums := map[string]hash.Hash{}
			for i := range c.files {
				key := fmt.Sprintf("%06d", i)
				sums[key] = sha256.New()
				f := &provider.Object{Parent: folder, Kind: provider.FilePath, Key: key, Path: "web/" + key, Content: func(context.Context) (io.ReadCloser, error) {
					noise := rand.NewChaCha8([32]byte{byte(i), byte(i >> 8), byte(i >> 16)})
					return io.NopCloser(io.TeeReader(io.LimitReader(noise, c.size), sums[key])), nil
				}, Attrs: provider.Attrs{{Name: provider.AttrSize, Value: provider.Int(c.size)}}}
				require.NoError(t, w.Apply(t.Context(), &provider.Change{New: f}))
			}
			require.NoError(t, w.Commit(t.Context()))
			require.NoError(t, w.Close())
			for _, reader := range [][]string{{"unzip", "-tqq"}, {"7z", "t", "-bso0", "-bsp0"}} {
				if _, err := exec.LookPath(reader[0]); err != nil {
					t.Logf("%s is not installed", reader[0])
					continue
				}
				out, err := exec.CommandContext(t.Context(), reader[0], append(reader[1:], name)...).CombinedOutput()
				require.NoError(t, err, "%s: %s", reader[0], out)
			}

			r := open(t, name)
			n := 0
			for o, err := range provider.Walk(t.Context(), r.Root()) {
				require.NoError(t, err)
				if o.Content == nil {
					continue
				}
				n++
				require.Equal(t, c.size, o.Size())
				in, err := o.Content(t.Context())
				require.NoError(t, err)
				got := sha256.New()
				_, err = io.Copy(got, in)
				require.NoError(t, err)
				require.NoError(t, in.Close())
				require.Equal(t, sums[o.Key].Sum(nil), got.Sum(nil), o.Key)
			}
			require.Equal(t, c.files, n)
		})
	}
}
