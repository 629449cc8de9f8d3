package cmdline_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
)

func TestSwitches(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range cmdline.Switches() {
		t.Run(s.Name, func(t *testing.T) {
			require.False(t, seen[strings.ToLower(s.Name)], "named twice")
			seen[strings.ToLower(s.Name)] = true
			require.Equal(t, s.Need == cmdline.Flag, s.Form == "", "a form where there is a value")
			require.Regexp(t, `^[A-Z].*[^.]\.$`, s.Doc, "one sentence")
			require.NotContains(t, s.Doc, ". ")
		})
	}
	require.Len(t, seen, 54)
}

// TestSwitchesTellTheTruth tries what the table says about values and repetition.
func TestSwitchesTellTheTruth(t *testing.T) {
	for _, s := range cmdline.Switches() {
		t.Run(s.Name, func(t *testing.T) {
			base := "-help"
			one := "-" + s.Name + ":" + sample(s)

			_, err := cmdline.ParseLine(base + " -" + s.Name)
			if s.Need == cmdline.Required {
				require.EqualError(t, err, "Argument '-"+s.Name+"' must have a value specified.")
			} else {
				require.NoError(t, err)
			}

			once, err := cmdline.ParseLine(base + " " + one)
			require.NoError(t, err)
			twice, err := cmdline.ParseLine(base + " " + strings.ToUpper(one[:1+len(s.Name)]) + one[1+len(s.Name):] + " " + one)
			switch s.Repeat {
			case cmdline.Once:
				require.EqualError(t, err, "Argument '-"+s.Name+"' may only be specified once.")
			case cmdline.Last:
				require.NoError(t, err)
				require.Equal(t, once, twice)
			case cmdline.Each:
				require.NoError(t, err)
				require.NotEqual(t, once, twice)
			}
		})
	}
}

// sample returns a value that the switch takes.
func sample(s cmdline.Switch) string {
	switch s.Form {
	case "VERB":
		return "sync"
	case "N", "BYTES", "MILLISECONDS":
		return "1"
	case "lossless|msdeploy":
		return "lossless"
	case "Off|Error|Warning|Info|Verbose or 0..4":
		return "0"
	default:
		return "true"
	}
}

func TestVerbs(t *testing.T) {
	for _, v := range cmdline.Verbs() {
		t.Run(string(v), func(t *testing.T) {
			c := &cmdline.Command{Verb: v}
			if v.NeedsSource() {
				c.Source = obj("a", "")
			}
			if v.NeedsDest() {
				c.Dest = obj("b", "")
			}
			requireSame(t, c)
			c.Replaces = []cmdline.Pairs{{set("replace", "")}}
			args, err := c.Args()
			require.NoError(t, err)
			_, err = cmdline.Parse(args)
			require.Equal(t, v.ChangesRules(), err == nil)
		})
	}
}
