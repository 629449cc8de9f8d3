package cmdline_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
)

func TestWrite(t *testing.T) {
	for _, tt := range []struct {
		name    string
		command cmdline.Command
		args    []string
		line    string
	}{
		{"nothing", cmdline.Command{}, nil, ``},
		{"plain",
			cmdline.Command{
				Verb: cmdline.VerbSync, Source: obj("dirPath", "/a"), Dest: obj("auto", "", set("includeAcls", "False")),
				WhatIf: true, Verbose: cmdline.LevelVerbose,
			},
			[]string{"-verb:sync", "-source:dirPath=/a", "-dest:auto,includeAcls=False", "-whatif", "-verbose"},
			`-verb:sync -source:dirPath=/a -dest:auto,includeAcls=False -whatif -verbose`},
		{"blanks need quotes in a line only",
			cmdline.Command{Verb: cmdline.VerbDump, Source: obj("dirPath", "/a b"), XPath: "//a | //b"},
			[]string{"-verb:dump", "-source:dirPath=/a b", "-xpath://a | //b"},
			`-verb:dump -source:dirPath="/a b" -xpath:"//a | //b"`},
		{"commas need quotes in a list only",
			cmdline.Command{Verb: cmdline.VerbDump, Source: obj("dirPath", "/a,b"), EnableLinks: []string{"a,b", "c"}},
			[]string{"-verb:dump", `-source:dirPath="/a,b"`, "-enableLink:a,b", "-enableLink:c"},
			`-verb:dump -source:dirPath="/a,b" -enableLink:a,b -enableLink:c`},
		{"empty names",
			cmdline.Command{Verb: cmdline.VerbDump, Source: obj("", "", cmdline.Setting{}), Skips: []cmdline.Pairs{{set("", "")}}},
			[]string{"-verb:dump", `-source:"",""`, `-skip:""=""`},
			`-verb:dump -source:"","" -skip:""=""`},
		{"sites",
			cmdline.Command{Help: true, SiteMap: []string{"Default Web Site=/srv/www, old", "sites.txt"}, ACLUsers: []string{"a=b"}},
			[]string{"-help", "-siteMap:Default Web Site=/srv/www, old", "-siteMap:sites.txt", "-aclUser:a=b"},
			`-help -siteMap:"Default Web Site=/srv/www, old" -siteMap:sites.txt -aclUser:a=b`},
		{"extensions",
			cmdline.Command{Help: true, HelpTopic: "skip", Parallel: cmdline.Number{Value: 4, Set: true}, XMLEdit: cmdline.XMLEditMSDeploy},
			[]string{"-help:skip", "-parallel:4", "-xmlEdit:msdeploy"},
			`-help:skip -parallel:4 -xmlEdit:msdeploy`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			args, err := tt.command.Args()
			require.NoError(t, err)
			require.Equal(t, tt.args, args)
			line, err := tt.command.Line()
			require.NoError(t, err)
			require.Equal(t, tt.line, line)
		})
	}
}

func TestUnwritable(t *testing.T) {
	for _, tt := range []struct {
		name     string
		command  cmdline.Command
		arg      string
		lineOnly bool
	}{
		{"leading double quote", cmdline.Command{XPath: `"a`}, "xpath", false},
		{"trailing double quote", cmdline.Command{Source: obj("a", `b"`)}, "source", false},
		{"setting", cmdline.Command{Dest: obj("a", "", set("password", `se"cret"`))}, "dest", false},
		{"empty text", cmdline.Command{EnableRules: []string{""}}, "enableRule", false},
		{"empty list", cmdline.Command{Skips: []cmdline.Pairs{{}}}, "skip", false},
		{"blanks among quotes", cmdline.Command{UserAgent: ` ' " ' `}, "userAgent", true},
		{"commas among quotes", cmdline.Command{SetParams: []cmdline.Pairs{{set("value", `,',",',`)}}}, "setParam", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.command.Line()
			var e *cmdline.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, tt.arg, e.Arg)
			require.NotContains(t, e.Error(), "cret")
			require.Empty(t, e.Value)
			_, err = tt.command.Args()
			require.Equal(t, tt.lineOnly, err == nil)
		})
	}
}

// A chooser makes commands that Parse could return, full of awkward texts.
type chooser struct{ *rand.Rand }

func (r chooser) maybe() bool { return r.IntN(3) == 0 }

func (r chooser) text() string {
	const alphabet = `ab=,'" :\`
	b := make([]byte, 1+r.IntN(8))
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return "x" + string(b) + "y"
}

func (r chooser) pairs() cmdline.Pairs {
	p := cmdline.Pairs{set(r.text(), r.text())}
	for range r.IntN(3) {
		p = append(p, set(r.text(), r.text()), cmdline.Setting{Name: r.text()}, set("'"+r.text(), r.text()+"''"))
	}
	return p
}

func (r chooser) object() *cmdline.Object {
	o := &cmdline.Object{Provider: r.text(), Path: r.text()}
	seen := map[string]bool{}
	for _, s := range r.pairs()[1:] {
		if !seen[s.Name] {
			o.Settings = append(o.Settings, s)
		}
		seen[s.Name] = true
	}
	return o
}

// fill sets about a third of the fields, whatever they are, so that a field
// which is never written or read cannot go unnoticed.
func (r chooser) fill(c *cmdline.Command) {
	v := reflect.ValueOf(c).Elem()
	for i := range v.NumField() {
		if !r.maybe() {
			continue
		}
		switch f := v.Field(i); x := f.Addr().Interface().(type) {
		case *bool:
			*x = true
		case *string:
			*x = r.text()
		case *[]string:
			*x = []string{r.text(), r.text()}
		case *[]cmdline.Pairs:
			*x = []cmdline.Pairs{r.pairs(), r.pairs()}
		case **cmdline.Object:
			*x = r.object()
		case *cmdline.Number:
			*x = cmdline.Number{Value: 1 + r.Int64N(9), Set: true}
		case *cmdline.Level:
			*x = cmdline.LevelOff + cmdline.Level(r.IntN(5))
		case *cmdline.XMLEdit:
			*x = cmdline.XMLEditLossless
		case *cmdline.Verb:
		default:
			panic("no values for " + f.Type().String())
		}
	}
}

func TestRoundTrip(t *testing.T) {
	r := chooser{rand.New(rand.NewPCG(1, 2))}
	lines, fields := 0, map[string]bool{}
	for range 800 {
		c := new(cmdline.Command)
		r.fill(c)
		c.Verb, c.Source, c.Dest = cmdline.VerbSync, r.object(), r.object()
		if !c.XML {
			c.XMLFile = ""
		}
		if !c.Help {
			c.HelpTopic = ""
		}
		args, err := c.Args()
		if err != nil {
			requireTyped(t, err)
			continue
		}
		again, err := cmdline.Parse(args)
		require.NoError(t, err)
		require.Equal(t, c, again, "%q", args)
		if line, err := c.Line(); err == nil {
			requireSameLine(t, c, line)
			lines++
		}
		for i, v := 0, reflect.ValueOf(*c); i < v.NumField(); i++ {
			fields[v.Type().Field(i).Name] = fields[v.Type().Field(i).Name] || !v.Field(i).IsZero()
		}
	}
	require.Greater(t, lines, 300, "most commands can be written")
	for name, used := range fields {
		require.True(t, used, "field %s was never tried", name)
	}
}
