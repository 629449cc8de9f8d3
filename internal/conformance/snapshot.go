package conformance

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// snapshot is the state of a work folder: everything in it by slash-separated
// path.
type snapshot map[string]node

// node is what is observed of one file or folder. Times and flags of folders
// are not observed and stay zero.
type node struct {
	kind     string // f, d, or l for a link and what else there may be
	size     int64
	modified time.Time
	sum      [sha256.Size]byte
	readonly bool
	mode     fs.FileMode // permissions; not a part of what cases record
}

// takeSnapshot reads every file below work.
func takeSnapshot(work string) (snapshot, error) {
	s := snapshot{}
	err := filepath.WalkDir(work, func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == work {
			return err
		}
		n, err := observe(name, d)
		if err != nil {
			return err
		}
		s[filepath.ToSlash(name[len(work)+1:])] = n
		return nil
	})
	return s, err
}

func observe(name string, d fs.DirEntry) (node, error) {
	info, err := d.Info()
	if err != nil {
		return node{}, err
	}
	if d.IsDir() {
		return node{kind: "d", mode: info.Mode().Perm()}, nil
	}
	if !d.Type().IsRegular() {
		return node{kind: "l"}, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return node{}, err
	}
	return node{
		kind:     "f",
		size:     int64(len(data)),
		modified: info.ModTime(),
		sum:      sha256.Sum256(data),
		readonly: info.Mode().Perm()&0o200 == 0,
		mode:     info.Mode().Perm(),
	}, nil
}

// line returns the node's line in a tree listing: type, size, time, sha256,
// path and flag, separated by tabs. Times within an hour of now read NOW.
func (n node) line(name string, now time.Time) string {
	if n.kind != "f" {
		return n.kind + "\t-\t-\t-\t" + name
	}
	when := n.modified.UTC().Format("2006-01-02T15:04:05Z")
	if n.modified.Sub(now).Abs() < time.Hour {
		when = "NOW"
	}
	line := fmt.Sprintf("f\t%d\t%s\t%x\t%s", n.size, when, n.sum, name)
	if n.readonly {
		line += "\treadonly"
	}
	return line
}

// changedEntries returns the top-level names below which something is new, gone
// or not alike.
func changedEntries(before, after snapshot, alike func(a, b node) bool) map[string]bool {
	changed := map[string]bool{}
	for name, old := range before {
		if now, ok := after[name]; !ok || !alike(old, now) {
			changed[topLevel(name)] = true
		}
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			changed[topLevel(name)] = true
		}
	}
	return changed
}

// equal reports that two nodes are alike in all that cases record, times to the
// last digit.
func (n node) equal(o node) bool {
	o.mode = n.mode
	return n.same(o)
}

// same reports that two nodes are alike in everything.
func (n node) same(o node) bool {
	alike := n.modified.Equal(o.modified)
	n.modified, o.modified = time.Time{}, time.Time{}
	return alike && n == o
}

func topLevel(name string) string {
	top, _, _ := strings.Cut(name, "/")
	return top
}
