package conformance

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// replay is a tool that plays a recorded case back: it prints what was printed
// and makes the changes that were listed, taking file contents from the work
// folder or from the recorded results by their hash.
type replay struct {
	t   *testing.T
	c   *Case
	err error // why the last run could not make what was recorded
}

func (r *replay) tool(_ context.Context, inv Invocation) int {
	fill := func(text string) string { return strings.ReplaceAll(text, "$W", inv.Dir) }
	if r.err = r.change(inv.Dir); r.err != nil {
		return 1
	}
	fmt.Fprint(inv.Stdout, fill(r.c.Stdout))
	fmt.Fprint(inv.Stderr, fill(r.c.Stderr))
	return r.c.RC
}

// change makes the work folder what the recorded listing says.
func (r *replay) change(work string) error {
	if r.c.Tree == nil || slices.Equal(r.c.Tree, []string{unchanged}) {
		return nil
	}
	contents, err := r.contents(work)
	if err != nil {
		return err
	}
	for _, line := range r.c.Tree {
		if err := os.RemoveAll(filepath.Join(work, topLevel(parseTreeRow(line).path))); err != nil {
			return err
		}
	}
	for _, line := range r.c.Tree {
		if err := makeRow(work, parseTreeRow(line), contents); err != nil {
			return err
		}
	}
	return nil
}

// contents returns the bytes that the case can need, by hash; a file without
// hash by its path.
func (r *replay) contents(work string) (map[string][]byte, error) {
	contents := map[string][]byte{}
	keep := func(data []byte) {
		sum := sha256.Sum256(data)
		contents[hex.EncodeToString(sum[:])] = data
		contents[fmt.Sprintf("size=%dcrc=%08x", len(data), crc32.ChecksumIEEE(data))] = data
	}
	for name, data := range r.c.Files {
		keep(data)
		contents[name] = []byte(strings.ReplaceAll(string(data), "$W", work))
	}
	err := filepath.WalkDir(work, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		keep(data)
		entries, _ := readZip(data) // most files are none
		for _, e := range entries {
			inner, _ := e.content(data) // some inputs are broken on purpose
			keep(inner)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return contents, r.packages(work, contents)
}

// packages adds the bytes of the packages and archive folders that the run
// wrote.
func (r *replay) packages(work string, contents map[string][]byte) error {
	for name, listing := range r.c.Zips {
		if file, ok := archiveFolderFile(name); ok {
			contents[file] = []byte(bom + withBlobs(r.t, strings.ReplaceAll(listing, "$W", work)))
			continue
		}
		file, err := writtenPackage(r.c, name)
		if err != nil {
			return err
		}
		if contents[file], err = zipOfListing(r.t, listing, work, contents); err != nil {
			return err
		}
	}
	return nil
}

func makeRow(work string, r treeRow, contents map[string][]byte) error {
	name := filepath.Join(work, filepath.FromSlash(r.path))
	switch r.kind {
	case "d":
		return makeFolder(name)
	case "gone":
		return nil
	}
	data, ok := contents[r.sum]
	if r.sum == "#" {
		data, ok = contents[r.path]
	}
	if !ok {
		return fmt.Errorf("%w of %s", errNoBytes, r.path)
	}
	when := time.Now()
	if r.modified != "NOW" {
		var err error
		if when, err = time.Parse(time.RFC3339, r.modified); err != nil {
			return err
		}
	}
	if err := writeFile(name, data, when); err != nil || r.flag != "readonly" {
		return err
	}
	return os.Chmod(name, 0o444)
}

// errNoBytes tells that the tool computed bytes of which only a hash was
// recorded.
var errNoBytes = errors.New("nothing is known of the bytes")

// What was recorded must pass its own comparison, or no tool can. Cases whose
// setup needs a tool are left out, and those with bytes that were not recorded.
func TestRecordedBehaviourPassesItsOwnComparison(t *testing.T) {
	s := embedded(t)
	b, err := newBench(s.inputs)
	require.NoError(t, err)
	t.Cleanup(b.close)
	played, unknown := 0, 0
	for i, c := range s.Cases {
		if strings.Contains(strings.Join(c.Setup, "\n"), "msdeploy ") || testing.Short() && i%10 != 0 {
			continue
		}
		r := &replay{t: t, c: c}
		differences, err := b.check(t.Context(), r.tool, c)
		require.NoError(t, err)
		if errors.Is(r.err, errNoBytes) {
			unknown++
			continue
		}
		require.NoError(t, r.err)
		if len(differences) > 0 {
			t.Errorf("%s differs from itself:\n%s", c.ID(), strings.Join(differences, "\n"))
		}
		played++
	}
	require.LessOrEqual(t, unknown, 2)
	t.Logf("%d of %d cases played back", played, len(s.Cases))
}

// A tool that prints nothing and does nothing passes no case but those in which
// msdeploy did the same.
func TestRecordedBehaviourIsNotPassedByDoingNothing(t *testing.T) {
	s := embedded(t)
	b, err := newBench(s.inputs)
	require.NoError(t, err)
	t.Cleanup(b.close)
	for i := 0; i < len(s.Cases); i += 7 {
		c := s.Cases[i]
		differences, err := b.check(t.Context(), func(context.Context, Invocation) int { return 0 }, c)
		require.NoError(t, err)
		silent := c.RC == 0 && c.Stdout == "" && c.Stderr == "" && len(parseTree(c.Tree)) == 0
		require.Equal(t, silent, len(differences) == 0, c.ID())
	}
}

func embedded(t *testing.T) *Suite {
	t.Helper()
	s, err := Load(Embedded())
	require.NoError(t, err)
	return s
}
