package pkg_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// randomFiles makes trees of the given names that are alike enough to have much
// in common.
func randomFiles(r *rand.Rand, names []string) map[string]memory.File {
	list := map[string]memory.File{}
	for range r.IntN(20) {
		var parts []string
		for range 1 + r.IntN(3) {
			parts = append(parts, names[r.IntN(len(names))])
		}
		name := strings.Join(parts, "/")
		if clashes(list, name) {
			continue
		}
		k := r.IntN(3) // contents that differ have different times
		list[name] = memory.File{
			Data: strings.Repeat("abc"[k:k+1], []int{0, 1, 127, 128, 5000}[r.IntN(5)]),
			Time: epoch().Add(time.Duration(k) * 2 * time.Second), Attributes: []string{"Normal", "ReadOnly"}[r.IntN(2)],
		}
	}
	return list
}

// clashes reports whether name is a folder of list, or in a file.
func clashes(list map[string]memory.File, name string) bool {
	for other := range list {
		if strings.HasPrefix(other+"/", name+"/") || strings.HasPrefix(name+"/", other+"/") {
			return true
		}
	}
	return false
}

// equal returns an error unless two trees hold the same files.
func equal(t testing.TB, want, got provider.Tree) {
	t.Helper()
	require.Equal(t, flat(t, want), flat(t, got))
}

// flat describes every object of a tree with its contents.
func flat(t testing.TB, tree provider.Tree) []string {
	t.Helper()
	var list []string
	for o, err := range provider.Walk(t.Context(), tree.Root()) {
		require.NoError(t, err)
		line := string(o.Kind) + " " + o.Path
		for _, a := range o.Attrs {
			if a.Flags&(provider.Hidden|provider.NoCompare) == 0 {
				line += " " + a.Name + "=" + a.Value.String()
			}
		}
		if o.Content != nil {
			data := content(t, o)
			line += fmt.Sprintf(" %d %.1s", len(data), data)
		}
		list = append(list, line)
	}
	return list
}

// Whatever is synced into whatever package: the package is then what was synced,
// a second sync changes nothing, and what is unpacked is the same again.
func TestRoundTrips(t *testing.T) {
	names := []string{"a", "b", "c.txt", "_", "ü", "x y", "日本"}
	cases := append(names, "A", "C.TXT", "Ü")
	r := rand.New(rand.NewPCG(7, 9))
	for range 25 {
		dir := t.TempDir()
		for i := range 3 {
			// What is there keeps its spelling, so only what is new is compared
			// with names of any case.
			if i == 2 {
				names, dir = cases, t.TempDir()
			}
			files := randomFiles(r, names)
			src := func() provider.Tree { return provider.Document(memory.New("/srv/site", files)) }
			roundTrip(t, dir, src)
		}
		names = cases[:7]
	}
}

// roundTrip syncs into a zip file and a folder in dir, and out of them.
func roundTrip(t testing.TB, dir string, src func() provider.Tree) {
	t.Helper()
	zip, folder := filepath.Join(dir, "p.zip"), filepath.Join(dir, "ar")
	for name, sync := range map[string]func(testing.TB, string, provider.Tree) ([]string, websync.Summary){zip: create, folder: createDir} {
		sync(t, name, src())
		lines, _ := sync(t, name, src())
		require.Empty(t, lines, "the second sync changes something")
		equal(t, src(), open(t, name))
	}
	require.NoError(t, fsckZip(zip))
	out := memory.Absent("/srv/site")
	run(t, open(t, zip), provider.DocumentTarget(out))
	equal(t, src(), provider.Document(out.Reopen()))
}

// The same package comes out at any number of goroutines, but for the places of
// entries in it.
func TestParallel(t *testing.T) {
	list := map[string]memory.File{}
	for i := range 300 {
		list[fmt.Sprintf("d%d/f%03d.txt", i%7, i)] = memory.File{Data: strings.Repeat(fmt.Sprint(i), i*7), Time: epoch()}
	}
	dir := t.TempDir()
	var first string
	for _, n := range []int{1, 2, 8} {
		name := filepath.Join(dir, fmt.Sprintf("p%d.zip", n))
		w, err := pkg.Create(name, options())
		require.NoError(t, err)
		_, err = websync.Run(t.Context(), provider.Document(memory.New("/srv/site", list)), w, &websync.Options{Parallel: n})
		require.NoError(t, err)
		require.NoError(t, w.Close())
		require.NoError(t, fsckZip(name))
		if first == "" {
			first = listing(t, name)
		}
		require.Equal(t, first, listing(t, name))
		equal(t, provider.Document(memory.New("/srv/site", list)), open(t, name))
	}
}

// Times of a package are those of the clock where it was made; unpacked in the
// same zone nothing changes (recorded: timezones/roundtrip-*).
func TestTimeZones(t *testing.T) {
	times := map[string]memory.File{}
	for i, s := range []string{"2021-01-15T00:00:00Z", "2021-07-15T12:34:56Z", "2020-02-29T23:59:58Z", "2021-03-28T01:00:00Z", "1999-12-31T23:59:58Z"} {
		at, err := time.Parse(time.RFC3339, s)
		require.NoError(t, err)
		times[fmt.Sprint(i)] = memory.File{Time: at}
	}
	for _, name := range []string{"UTC", "Asia/Kolkata", "America/New_York", "Pacific/Kiritimati"} {
		loc, err := time.LoadLocation(name)
		require.NoError(t, err)
		zip := filepath.Join(t.TempDir(), "p.zip")
		o := options()
		o.Location = loc
		w, err := pkg.Create(zip, o)
		require.NoError(t, err)
		src := provider.Document(memory.New("/srv/site", times))
		run(t, src, w)
		require.NoError(t, w.Close())
		r, err := pkg.Open(zip, &pkg.ReaderOptions{Location: loc})
		require.NoError(t, err)
		equal(t, src, r)
		require.NoError(t, r.Close())
	}
}
