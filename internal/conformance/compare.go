package conformance

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// compare returns all differences between a case and what a run of it did.
func compare(c *Case, o *outcome) []string {
	n := newNormaliser(o.work)
	loose := make([]string, len(c.Loose))
	for i, line := range c.Loose {
		loose[i] = n.text(line)
	}
	found := []string{
		compareRC(c.RC, o.rc),
		diffStream("stdout", n.stream(c, c.Stdout), n.stream(c, o.stdout), loose),
		diffStream("stderr", n.stream(c, c.Stderr), n.stream(c, o.stderr), loose),
		compareTree(c.Tree, o.before, o.after, o.started),
	}
	found = append(found, compareFiles(c, o, n)...)
	for _, name := range slices.Sorted(maps.Keys(c.Zips)) {
		found = append(found, compareZip(c, o, n, name)...)
	}
	return slices.DeleteFunc(found, func(difference string) bool { return difference == "" })
}

// compareRC compares exit statuses as a POSIX shell sees them: -1 is 255.
func compareRC(want, got int) string {
	if want&0xff == got&0xff {
		return ""
	}
	return fmt.Sprintf("status:\nrecorded %d\ngot      %d\n", want, got)
}

// compareFiles compares the recorded bytes of result files. Files whose listing
// has no hash hold the work folder's name, and are compared as text.
func compareFiles(c *Case, o *outcome, n *normaliser) []string {
	asText := map[string]bool{}
	for _, r := range parseTree(c.Tree) {
		asText[r.path] = r.sum == "#"
	}
	var found []string
	for _, name := range slices.Sorted(maps.Keys(c.Files)) {
		want := c.Files[name]
		got, err := os.ReadFile(filepath.Join(o.work, filepath.FromSlash(name)))
		switch {
		case err != nil:
			found = append(found, "file "+name+": "+err.Error()+"\n")
		case asText[name]:
			found = append(found, diffText("file "+name, n.text(string(want)), n.text(string(got))))
		default:
			found = append(found, diffBytes("file "+name, want, got))
		}
	}
	return found
}

// compareZip compares the package that the run wrote, or one XML file of an
// archive folder, with its recorded listing.
func compareZip(c *Case, o *outcome, n *normaliser, name string) []string {
	want := c.Zips[name]
	if file, ok := archiveFolderFile(name); ok {
		data, err := os.ReadFile(filepath.Join(o.work, filepath.FromSlash(file)))
		if err != nil {
			return []string{"archive folder: " + err.Error() + "\n"}
		}
		got := strings.TrimPrefix(string(data), bom)
		return []string{diffText("archive folder "+file, n.text(want), n.text(got))}
	}
	file, err := writtenPackage(c, name)
	if err != nil {
		return []string{err.Error()}
	}
	lister := zipLister{text: n, zone: o.zone, now: o.started}
	got, faults := lister.list(filepath.Join(o.work, filepath.FromSlash(file)))
	found := []string{diffText("package "+file, lister.expectListing(want, o.work), loosenListing(got))}
	for _, fault := range faults {
		found = append(found, "package "+file+": "+fault+"\n")
	}
	return found
}

// archiveFolderFile turns DIR_archive.xml and the like into DIR/archive.xml.
func archiveFolderFile(name string) (file string, ok bool) {
	for _, xml := range packageXML() {
		if dir, ok := strings.CutSuffix(name, "_"+xml); ok {
			return dir + "/" + xml, true
		}
	}
	return "", false
}

// writtenPackage returns the path of the package that a listing describes: the
// one that is named, or the only result that has no hash and no recorded bytes.
func writtenPackage(c *Case, name string) (string, error) {
	if name != "" {
		return name, nil
	}
	var written []string
	for _, r := range parseTree(c.Tree) {
		_, recorded := c.Files[r.path]
		if r.sum == "#" && !recorded && strings.EqualFold(filepath.Ext(r.path), ".zip") {
			written = append(written, r.path)
		}
	}
	if len(written) != 1 {
		return "", fmt.Errorf("package: the case lists %d packages where its listing needs one", len(written))
	}
	return written[0], nil
}
