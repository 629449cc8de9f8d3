package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/conformance"
)

// The tests in this file run the recorded cases in other forms whose outcome
// follows from what was recorded. They are about what holds for every command,
// not for the inputs of one.

// variants returns the recorded suite with its cases as f changes them; f
// leaves a case out by returning false. Cases from which the program departs
// are left out, too.
func variants(t *testing.T, f func(c *conformance.Case) bool) *conformance.Suite {
	t.Helper()
	if testing.Short() {
		t.Skip("runs most of the recorded cases again")
	}
	all, err := conformance.Load(conformance.Embedded())
	require.NoError(t, err)
	s := *all
	s.Cases = nil
	for _, c := range all.Cases {
		if _, departs := departures()[c.ID()]; departs || !slices.Contains(groups(), c.Group) {
			continue
		}
		v := *c
		v.Args = slices.Clone(c.Args)
		if f(&v) {
			s.Cases = append(s.Cases, &v)
		}
	}
	require.NotEmpty(t, s.Cases)
	return &s
}

// has reports whether an argument of c begins with the given switch, such as
// -source:dirPath, in any form.
func has(c *conformance.Case, start string) bool {
	return slices.ContainsFunc(c.Args, func(a string) bool {
		return strings.HasPrefix(strings.ToLower(strings.Replace(a, "=", ":", 1)), strings.ToLower(start))
	})
}

// writes reports whether c may change anything.
func writes(c *conformance.Case) bool { return has(c, "-verb:sync") || has(c, "-verb:delete") }

// add puts switches in front of those of c: a quote that is not closed makes
// what comes behind part of a value.
func add(c *conformance.Case, switches ...string) { c.Args = append(switches, c.Args...) }

// A what-if run prints what the real run prints, and changes nothing.
func TestWhatIfSaysTheSame(t *testing.T) {
	s := variants(t, func(c *conformance.Case) bool {
		// What is saved in a package is told only when it is saved.
		saves := has(c, "-dest:package") && has(c, "-verbose")
		if c.RC != 0 || !writes(c) || saves || has(c, "-whatif") || has(c, "-xml:") {
			return false
		}
		add(c, "-whatif")
		c.Tree, c.Files, c.Zips = []string{"# nothing changed"}, nil, nil
		return true
	})
	conformance.Run(t, s, tool, conformance.Options{})
}

// The order of switches, the case of their names and the sign before their
// values make no difference, nor does the number of files copied at a time.
func TestSwitchesInAnyForm(t *testing.T) {
	s := variants(t, func(c *conformance.Case) bool {
		if c.RC != 0 || strings.ContainsAny(strings.Join(c.Args, ""), `'"`) || numbered(c) {
			return false
		}
		slices.Reverse(c.Args)
		for i, a := range c.Args {
			end := strings.IndexAny(a+":", ":=")
			c.Args[i] = strings.ToUpper(a[:end]) + strings.Replace(a[end:], ":", "=", 1)
		}
		if has(c, "-verb:sync") {
			add(c, "-parallel:8")
		}
		return true
	})
	conformance.Run(t, s, tool, conformance.Options{})
}

// numbered reports whether c has two switches of a kind that gets numbers in
// the order of the command line, or that acts in it.
func numbered(c *conformance.Case) bool {
	for _, name := range []string{"-skip", "-replace", "-setparam", "-declareparam"} {
		n := 0
		for _, a := range c.Args {
			if strings.HasPrefix(strings.ToLower(a), name) {
				n++
			}
		}
		if n > 1 {
			return true
		}
	}
	return false
}

// Quotes around the values of a list make no difference.
func TestQuotedValues(t *testing.T) {
	item := regexp.MustCompile(`(^|,)([^=,]+)=([^,]+)`)
	s := variants(t, func(c *conformance.Case) bool {
		lists := 0
		for i, a := range c.Args {
			name, list, _ := strings.Cut(a, ":")
			switch {
			case c.RC != 0 || strings.ContainsAny(a, `'"`):
				return false
			case slices.Contains([]string{"-skip", "-replace", "-setparam"}, strings.ToLower(name)):
				c.Args[i] = name + ":" + item.ReplaceAllString(list, `$1$2='$3'`)
				lists++
			case slices.Contains([]string{"-source", "-dest"}, strings.ToLower(name)):
				c.Args[i] = name + ":" + item.ReplaceAllString(list, `$1$2="$3"`)
			}
		}
		return lists > 0
	})
	conformance.Run(t, s, tool, conformance.Options{})
}

// -verbose only adds lines of its own.
func TestVerboseOnlyAdds(t *testing.T) {
	verbose := regexp.MustCompile(`(?m)^Verbose: .*\n`)
	s := variants(t, func(c *conformance.Case) bool {
		if !writes(c) || has(c, "-verbose") || has(c, "-xml") || has(c, "-xpath") {
			return false
		}
		add(c, "-verbose")
		if has(c, "-verb:sync") {
			add(c, "-parallel:1")
		}
		return true
	})
	plain := func(ctx context.Context, inv conformance.Invocation) int {
		var out bytes.Buffer
		w := inv.Stdout
		inv.Stdout = &out
		rc := tool(ctx, inv)
		w.Write(verbose.ReplaceAll(out.Bytes(), nil))
		return rc
	}
	conformance.Run(t, s, plain, conformance.Options{})
}

// contentPath does what dirPath does for the same folder. Where the destination
// is new, that is one object more.
func TestContentPathIsDirPath(t *testing.T) {
	root := regexp.MustCompile(`Info: Adding MSDeploy\.dirPath .*\n((?:Verbose: .*\n)*)Info: Adding directory \((.*)\)\.\n`)
	total := regexp.MustCompile(`Total changes: (\d+) \((\d+) added`)
	s := variants(t, func(c *conformance.Case) bool {
		if c.RC != 0 || !has(c, "-verb:sync") || !has(c, "-source:dirPath") || !has(c, "-dest:dirPath") || has(c, "-xml") || has(c, "-xpath") {
			return false
		}
		for i, a := range c.Args {
			c.Args[i] = regexp.MustCompile(`^-(source|dest):dirPath`).ReplaceAllString(a, "-$1:contentPath")
		}
		if !root.MatchString(c.Stdout) {
			return true
		}
		c.Stdout = root.ReplaceAllString(c.Stdout, "Info: Adding MSDeploy.contentPath (MSDeploy.contentPath).\n"+
			"Info: Adding virtual path ($2)\n${1}Info: Adding directory ($2).\n")
		c.Stdout = total.ReplaceAllStringFunc(c.Stdout, func(s string) string {
			var changes, added int
			fmt.Sscanf(s, "Total changes: %d (%d added", &changes, &added)
			return fmt.Sprintf("Total changes: %d (%d added", changes+1, added+1)
		})
		return true
	})
	conformance.Run(t, s, tool, conformance.Options{})
}

// The lines of text and the elements of -xml carry the same messages, and a
// second run finds nothing to do: it leaves what was recorded for the first.
func TestAgainAndAsXML(t *testing.T) {
	s := variants(t, func(c *conformance.Case) bool {
		quiet := has(c, "-xml") || has(c, "-xpath") || has(c, "-presync")
		return c.RC == 0 && has(c, "-verb:sync") && !quiet && !strings.ContainsAny(strings.Join(c.Args, ""), `'"`)
	})
	main := map[string]bool{}
	for _, c := range s.Cases {
		main[c.Line("$W")] = true
	}
	again := func(ctx context.Context, inv conformance.Invocation) int {
		if !main[strings.ReplaceAll(inv.Line, inv.Dir, "$W")] {
			return tool(ctx, inv)
		}
		if want, got := bothForms(t, inv.Line); want != got {
			t.Errorf("%s says as text\n%s\nand as XML\n%s", inv.Line, want, got)
		}
		rc := tool(ctx, inv)
		if !settles(inv.Line) {
			return rc
		}
		if out, _ := runLine(t, inv.Line); !strings.Contains(out, "Total changes: 0 (") {
			t.Errorf("a second run of %s:\n%s", inv.Line, out)
		}
		return rc
	}
	conformance.Run(t, s, again, conformance.Options{})
}

// settles reports whether a second run of line has nothing to do. A what-if run
// does nothing, parameters are declared every time, renamed objects are not sorted again (recorded:
// skip-replace/replace-file), and what cannot be read is never deployed.
func settles(line string) bool {
	for _, s := range []string{"-whatif", "-replace", "-declareParam", "nodirs.zip", "missingcontent.zip", "missingdir.zip"} {
		if strings.Contains(strings.ToLower(line), strings.ToLower(s)) {
			return false
		}
	}
	return true
}

// bothForms returns what a what-if run of line says, as text and, brought to
// the same form, as XML.
func bothForms(t *testing.T, line string) (text, fromXML string) {
	t.Helper()
	text, _ = runLine(t, "-whatif "+line)
	text, _, _ = strings.Cut(text, "Total changes: ")
	doc, _ := runLine(t, "-whatif -xml "+line)
	notices, doc, _ := strings.Cut(doc, "<output>")
	var events struct {
		List []struct {
			Level   string `xml:"eventLevel,attr"`
			Message string `xml:"message,attr"`
		} `xml:"traceEvent"`
	}
	if err := xml.Unmarshal([]byte("<output>"+doc), &events); err != nil {
		return text, err.Error()
	}
	b := new(strings.Builder)
	b.WriteString(notices)
	for _, e := range events.List {
		fmt.Fprintf(b, "%s: %s\n", e.Level, e.Message)
	}
	return text, b.String()
}

// runLine runs one command line and returns its standard output and status.
func runLine(t *testing.T, line string) (string, int) {
	t.Helper()
	var out bytes.Buffer
	rc := run(t.Context(), invocation{line: line, stdout: &out, stderr: io.Discard, compatible: true})
	return out.String(), rc
}

// What went through a package or an archive folder, in any time zone, is what a
// direct copy makes, up to the two seconds that a package knows.
func TestRoundTripsInZones(t *testing.T) {
	for _, zone := range []string{"UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"} {
		for _, via := range []string{"package=via.zip", "archiveDir=via"} {
			t.Run(zone+"/"+via[:3], func(t *testing.T) {
				atZone(t, zone)
				t.Chdir(t.TempDir())
				makeRoundTripTree(t)
				for _, line := range []string{"dirPath=src -dest:" + via, "dirPath=src -dest:dirPath=direct", via + " -dest:dirPath=indirect"} {
					_, rc := runLine(t, "-verb:sync -source:"+line)
					require.Zero(t, rc, line)
				}
				require.Equal(t, listed(t, "direct"), listed(t, "indirect"))
				for _, line := range []string{via + " -dest:dirPath=src", "dirPath=src -dest:" + via, "dirPath=src -dest:dirPath=indirect"} {
					out, _ := runLine(t, "-verb:sync -source:"+line)
					require.Contains(t, out, "Total changes: 0 (", line)
				}
				live, _ := runLine(t, "-verb:dump -source:dirPath=src")
				packed, _ := runLine(t, "-verb:dump -source:"+via)
				require.Equal(t, live, packed)
			})
		}
	}
}

// atZone makes a zone the local one until the end of the test, which must not
// be parallel.
func atZone(t *testing.T, name string) {
	t.Helper()
	zone, err := time.LoadLocation(name)
	require.NoError(t, err)
	was := time.Local
	time.Local = zone
	t.Cleanup(func() { time.Local = was })
}

// makeRoundTripTree makes a folder src: odd names, read-only and empty files,
// times about the changes of clocks, but for the hour that occurs twice.
func makeRoundTripTree(t *testing.T) {
	t.Helper()
	for i, when := range []string{
		"2021-03-14T06:59:59Z", "2021-03-14T07:00:00Z", "2021-11-07T04:59:58Z", "2021-11-07T07:00:01Z", // New York
		"2021-04-03T14:29:59Z", "2021-04-03T15:30:00Z", "2021-10-02T15:29:59Z", "2021-10-02T15:30:00Z", // Lord Howe
		"2011-12-30T09:59:59Z", "2011-12-30T10:00:00Z", // Apia loses a day
		"1980-01-02T00:00:00Z", "2037-12-31T23:59:59Z", "2099-06-30T12:00:00Z",
	} {
		name := filepath.Join("src", fmt.Sprintf("d%d", i%3), []string{"a&b<c>", "é 日'", `[x]$(1)`, "z"}[i%4]+fmt.Sprint(i))
		require.NoError(t, os.MkdirAll(filepath.Join(filepath.Dir(name), "empty"), 0o755))
		require.NoError(t, os.WriteFile(name, bytes.Repeat([]byte{byte(i)}, i*40), 0o644))
		at, err := time.Parse(time.RFC3339, when)
		require.NoError(t, err)
		require.NoError(t, os.Chtimes(name, at, at))
		if i%5 == 0 {
			require.NoError(t, os.Chmod(name, 0o444))
		}
	}
}

// listed describes everything in a folder, with times in full pairs of seconds.
func listed(t *testing.T, folder string) []string {
	t.Helper()
	var list []string
	require.NoError(t, filepath.Walk(folder, func(name string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			list = append(list, strings.TrimPrefix(name, folder))
			return err
		}
		data, err := os.ReadFile(name)
		list = append(list, fmt.Sprint(strings.TrimPrefix(name, folder), " ", info.ModTime().Unix()/2, info.Mode()&0o200, data))
		return err
	}))
	return list
}
