package conformance

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// Options of [Run]. The zero value runs every case and knows no departures.
type Options struct {
	// Groups are the groups to run; empty means all.
	Groups []string
	// Known gives a reason for each case, by its identity, from which the tool
	// departs on purpose or for now. Such a case must differ: once it passes,
	// the test fails until its line is removed.
	Known map[string]string
	// Report receives the figures when all cases have run, a line for each
	// group; nil means that they are not printed.
	Report io.Writer
}

// Figure counts the cases of one group that were run.
type Figure struct {
	Group      string
	Cases      int
	Passed     int
	Departures int // known departures that still depart
}

// String returns one line without its end, such as
// "conformance: sync 95/96 (1 departures)".
func (f Figure) String() string {
	return fmt.Sprintf("conformance: %s %d/%d (%d departures)", f.Group, f.Passed, f.Cases, f.Departures)
}

// Figures counts the cases of each group that was run, in the order of groups.
type Figures []Figure

// String returns a line for each group and one for all.
func (f Figures) String() string {
	var b strings.Builder
	all := Figure{Group: "all"}
	for _, g := range f {
		b.WriteString(g.String() + "\n")
		all.Cases += g.Cases
		all.Passed += g.Passed
		all.Departures += g.Departures
	}
	return b.String() + all.String() + "\n"
}

// Run checks the cases of a suite, each as a subtest GROUP/NAME, and returns
// what it counted. Cases that -run leaves out are not counted. Cases run one
// after the other, and neither t nor a parent of it may be parallel.
func Run(t *testing.T, s *Suite, tool Tool, opts Options) Figures {
	t.Helper()
	if fault := opts.fault(s); fault != "" {
		t.Fatal(fault)
	}
	b, err := newBench(s.inputs)
	if err != nil {
		t.Fatalf("making a work folder: %v", err)
	}
	defer b.close()
	var figures Figures
	for _, group := range s.Groups() {
		if len(opts.Groups) > 0 && !slices.Contains(opts.Groups, group) {
			continue
		}
		f := Figure{Group: group}
		t.Run(group, func(t *testing.T) {
			for _, c := range s.Cases {
				if c.Group == group {
					t.Run(c.Name, func(t *testing.T) {
						f.Cases++
						f.count(runCase(t, b, tool, c, opts.Known))
					})
				}
			}
		})
		if f.Cases > 0 { // else -run has left the whole group out
			figures = append(figures, f)
		}
	}
	if opts.Report != nil {
		fmt.Fprint(opts.Report, figures)
	}
	return figures
}

// runCase checks one case and reports on t.
func runCase(t *testing.T, b *bench, tool Tool, c *Case, known map[string]string) verdict {
	// The variable is for what a tool starts; setting it also makes certain
	// that nothing runs in parallel.
	t.Setenv("TZ", zoneName(c))
	differences, err := b.check(t.Context(), tool, c)
	if err != nil {
		t.Fatal(err)
	}
	reason, isKnown := known[c.ID()]
	v := judge(differences, reason, isKnown)
	if v.failed {
		t.Error(v.message)
	} else if v.message != "" {
		t.Log(v.message)
	}
	return v
}

func zoneName(c *Case) string {
	if c.TZ == "" {
		return "UTC"
	}
	return c.TZ
}

// verdict is what the differences of a case mean.
type verdict struct {
	failed, passed, departs bool
	message                 string
}

// judge decides on a case. A known departure must depart.
func judge(differences []string, reason string, known bool) verdict {
	switch {
	case known && len(differences) == 0:
		return verdict{failed: true, passed: true, message: "now passes, remove it from the known departures (" + reason + ")"}
	case known:
		return verdict{departs: true, message: "known departure: " + reason}
	case len(differences) == 0:
		return verdict{passed: true}
	}
	return verdict{failed: true, message: "differs from what was recorded\n" + strings.Join(differences, "\n")}
}

func (f *Figure) count(v verdict) {
	if v.passed {
		f.Passed++
	}
	if v.departs {
		f.Departures++
	}
}

// fault tells of a group or a known departure that the suite does not have; ""
// is none.
func (o *Options) fault(s *Suite) string {
	groups := s.Groups()
	for _, g := range o.Groups {
		if !slices.Contains(groups, g) {
			return fmt.Sprintf("the suite has no group %q; it has %s", g, strings.Join(groups, ", "))
		}
	}
	for id := range o.Known {
		if s.Case(id) == nil {
			return fmt.Sprintf("the known departure %q is no case of the suite; remove it", id)
		}
	}
	return ""
}
