package conformance

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var treeNow = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

func fileNode(data string) node {
	return node{kind: "f", size: int64(len(data)), modified: fileTime(), sum: sha256.Sum256([]byte(data)), mode: 0o644}
}

func nodeLine(path, data string) string {
	return fmt.Sprintf("f\t%d\t2021-03-04T05:06:07Z\t%x\t%s", len(data), sha256.Sum256([]byte(data)), path)
}

// stateBefore is a small work folder; stateAfter returns it changed.
func stateBefore() snapshot {
	return snapshot{"d": {kind: "d"}, "d/a": fileNode("a"), "d/b": fileNode("b"), "other": fileNode("o"), "p.zip": fileNode("p")}
}

func stateAfter(change func(s snapshot)) snapshot {
	s := maps.Clone(stateBefore())
	change(s)
	return s
}

func TestCompareTreeAgrees(t *testing.T) {
	recent := func(data string) node { n := fileNode(data); n.modified = treeNow.Add(-time.Minute); return n }
	for _, tt := range []struct {
		name     string
		recorded []string
		change   func(s snapshot)
	}{
		{"nothing changed", []string{unchanged}, func(snapshot) {}},
		{"a command that does not write", nil, func(snapshot) {}},
		{"permissions are not observed", []string{unchanged}, func(s snapshot) { n := s["other"]; n.mode = 0o600; s["other"] = n }},
		{"a new file", []string{"d\t-\t-\t-\td", nodeLine("d/a", "a"), nodeLine("d/b", "b"), nodeLine("d/n", "n")}, func(s snapshot) { s["d/n"] = fileNode("n") }},
		{"gone", []string{"gone\td"}, func(s snapshot) { delete(s, "d"); delete(s, "d/a"); delete(s, "d/b") }},
		{"gone in between", []string{"d\t-\t-\t-\td", nodeLine("d/b", "b"), "gone\tother"}, func(s snapshot) { delete(s, "d/a"); delete(s, "other") }},
		{"read-only", []string{nodeLine("other", "o") + "\treadonly"}, func(s snapshot) { n := s["other"]; n.readonly = true; s["other"] = n }},
		{"a package of any bytes", []string{"f\t#\tNOW\t#\tp.zip"}, func(s snapshot) { s["p.zip"] = recent("xyz") }},
		{"a package written again with the same bytes", []string{"f\t#\tNOW\t#\tp.zip"}, func(s snapshot) { s["p.zip"] = recent("p") }},
		{"now with its bytes", []string{strings.Replace(nodeLine("n", "n"), "2021-03-04T05:06:07Z", "NOW", 1)}, func(s snapshot) { s["n"] = recent("n") }},
		{"XML of an archive folder, hash recorded", []string{"d\t-\t-\t-\tar", "f\t552\tNOW\tabc\tar/archive.xml", "f\t9\tNOW\tabc\tar/systemInfo.xml"}, func(s snapshot) {
			s["ar"], s["ar/archive.xml"], s["ar/systemInfo.xml"] = node{kind: "d"}, recent("1"), recent("2")
		}},
		{"names in order of bytes", []string{"d\t-\t-\t-\ta", nodeLine("a-", "1"), nodeLine("a/x", "2")}, func(s snapshot) {
			s["a"], s["a-"], s["a/x"] = node{kind: "d"}, fileNode("1"), fileNode("2")
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Empty(t, compareTree(tt.recorded, stateBefore(), stateAfter(tt.change), treeNow))
		})
	}
}

func TestCompareTreeDiffers(t *testing.T) {
	grown := []string{"d\t-\t-\t-\td", nodeLine("d/a", "a"), nodeLine("d/b", "b"), nodeLine("d/n", "n")}
	add := func(s snapshot) { s["d/n"] = fileNode("n") }
	with := func(name string, change func(n *node)) func(s snapshot) {
		return func(s snapshot) { add(s); n := s[name]; change(&n); s[name] = n }
	}
	for _, tt := range []struct {
		name     string
		recorded []string
		change   func(s snapshot)
		want     string
	}{
		{"nothing done", grown, func(snapshot) {}, "-" + nodeLine("d/n", "n")},
		{"something done", []string{unchanged}, add, "+" + nodeLine("d/n", "n")},
		{"something done by a reading command", nil, add, "+" + nodeLine("d/n", "n")},
		{"touched to the same second", []string{unchanged}, func(s snapshot) { n := s["other"]; n.modified = n.modified.Add(1); s["other"] = n }, "+" + nodeLine("other", "o")},
		{"content", grown, with("d/a", func(n *node) { n.sum[0]++ }), "-" + nodeLine("d/a", "a")},
		{"size", grown, with("d/a", func(n *node) { n.size++ }), "-" + nodeLine("d/a", "a")},
		{"time", grown, with("d/n", func(n *node) { n.modified = n.modified.Add(time.Second) }), "+f\t1\t2021-03-04T05:06:08Z"},
		{"time is now", grown, with("d/n", func(n *node) { n.modified = treeNow }), "+f\t1\tNOW"},
		{"read-only", grown, with("d/n", func(n *node) { n.readonly = true }), "\treadonly"},
		{"kind", grown, with("d/n", func(n *node) { *n = node{kind: "d"} }), "+d\t-\t-\t-\td/n"},
		{"a link", grown, with("d/n", func(n *node) { *n = node{kind: "l"} }), "+l\t-\t-\t-\td/n"},
		{"another entry changed too", grown, with("other", func(n *node) { n.size++ }), "other"},
		{"another entry is gone too", grown, func(s snapshot) { add(s); delete(s, "other") }, "+gone\tother"},
		{"an extra file", grown, func(s snapshot) { add(s); s["d/x"] = fileNode("x") }, "+" + nodeLine("d/x", "x")},
		{"a missing file", grown, func(s snapshot) { add(s); delete(s, "d/b") }, "-" + nodeLine("d/b", "b")},
		{"not gone", []string{"gone\tother"}, func(snapshot) {}, "-gone\tother"},
		{"a package with an old time", []string{"f\t#\tNOW\t#\tp.zip"}, func(s snapshot) { s["p.zip"] = fileNode("q") }, "+f\t#\t2021-03-04T05:06:07Z"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Contains(t, compareTree(tt.recorded, stateBefore(), stateAfter(tt.change), treeNow), tt.want)
		})
	}
}

func TestSnapshotOfFolder(t *testing.T) {
	work := folderWith(t, map[string]string{"d/a.txt": "a", "b": ""})
	s, err := takeSnapshot(work)
	require.NoError(t, err)
	require.Len(t, s, 3)
	require.Equal(t, "d", s["d"].kind)
	require.Equal(t, int64(1), s["d/a.txt"].size)
	require.Equal(t, sha256.Sum256(nil), s["b"].sum)
	require.False(t, s["b"].readonly)
	_, err = takeSnapshot(work + "/none")
	require.Error(t, err)
}
