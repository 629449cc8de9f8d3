package provider_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
)

// readOnly is a provider that is no Deployer and takes only common settings.
type readOnly struct{}

func (readOnly) Kind() provider.Kind { return "readOnly" }
func (readOnly) Open(context.Context, *provider.Env, provider.Ref) (provider.Tree, error) {
	return nil, nil
}

// documented is a provider with settings of its own.
type documented struct{ readOnly }

func (documented) Kind() provider.Kind { return "documented" }
func (documented) Doc() provider.Doc {
	number := func(v string) error {
		if strings.Trim(v, "0123456789") != "" {
			return &provider.Error{Msg: "Not a number: " + v}
		}
		return nil
	}
	return provider.Doc{Summary: "One.", Settings: []provider.SettingDoc{{Name: "number", Doc: "A number.", Check: number}, {Name: "text"}}}
}

// recorded: cmdline/quotes-*, cmdline/comma-*, cmdline/setting-*,
// cmdline/provider-nopath, cmdline/equals-in-path
func TestParseRef(t *testing.T) {
	for text, want := range map[string]provider.Ref{
		"dirPath":                           {Kind: "dirPath"},
		"dirPath=":                          {Kind: "dirPath"},
		"dirPath=/srv/site":                 {Kind: "dirPath", Path: "/srv/site"},
		"dirPath=/srv/a=b":                  {Kind: "dirPath", Path: "/srv/a=b"},
		"dirPath='/srv/a,b'":                {Kind: "dirPath", Path: "/srv/a,b"},
		`dirPath="/srv/a,b"`:                {Kind: "dirPath", Path: "/srv/a,b"},
		`dirPath="'/srv/a'"`:                {Kind: "dirPath", Path: "'/srv/a'"},
		"dirPath=/srv,":                     {Kind: "dirPath", Path: "/srv"},
		",dirPath=/srv":                     {Kind: "dirPath", Path: "/srv"},
		"auto,computerName=http://h:80/x?y": {Kind: "auto", Settings: provider.Settings{{Name: "computerName", Value: "http://h:80/x?y"}}},
		"dirPath=/srv,a=1,B,c=": {Kind: "dirPath", Path: "/srv", Settings: provider.Settings{
			{Name: "a", Value: "1"}, {Name: "B"}, {Name: "c"},
		}},
		"dirPath=/srv,,a=1": {Kind: "dirPath", Path: "/srv", Settings: provider.Settings{{}, {Name: "a", Value: "1"}}},
	} {
		got, err := provider.ParseRef(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for text, want := range map[string]string{
		"":                       "A provider must be given.",
		",":                      "A provider must be given.",
		",,,":                    "A provider must be given.",
		"dirPath=/srv,a=1,b,A=2": "The setting 'A' must only be specified once.",
		"dirPath=/srv,,x=1,":     "",
		"dirPath=/srv,,,x=1":     "The setting '' must only be specified once.",
	} {
		_, err := provider.ParseRef(text)
		if want == "" {
			require.NoError(t, err, text)
			continue
		}
		require.ErrorContains(t, err, want, text)
	}
}

func TestRefString(t *testing.T) {
	for want, ref := range map[string]provider.Ref{
		"dirPath":                              {Kind: "dirPath"},
		"dirPath=/srv/site":                    {Kind: "dirPath", Path: "/srv/site"},
		`dirPath="/a b,c"`:                     {Kind: "dirPath", Path: "/a b,c"},
		"package=p.zip,encryptPassword=******": {Kind: "package", Path: "p.zip", Settings: provider.Settings{{Name: "encryptPassword", Value: "hush"}}},
		"auto,PASSWORD=******,userName=me":     {Kind: "auto", Settings: provider.Settings{{Name: "PASSWORD", Value: "hush"}, {Name: "userName", Value: "me"}}},
	} {
		require.Equal(t, want, ref.String())
		require.NotContains(t, ref.String(), "hush")
	}
}

// FuzzParseRef: what is parsed is parsed the same when it is written and parsed
// again, as far as the language can express it.
func FuzzParseRef(f *testing.F) {
	for _, s := range []string{
		"", ",", "dirPath=/srv", `dirPath="/srv/a b",ignoreErrors=1`, "a='b,c',d=\"e\"", "x=it's,y=1", `x=a"b,y=2`, "=,=", "a,,b", "a=1,A=2",
		"auto,computerName='https://h:8172/msdeploy.axd?site=Default Web Site',userName=\"d\\u\",password='p,w',authType=basic", "'", `"'"`, `=""'`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ref, err := provider.ParseRef(s)
		if err != nil {
			return
		}
		for i, x := range ref.Settings {
			for _, y := range ref.Settings[:i] {
				require.False(t, strings.EqualFold(x.Name, y.Name))
			}
			if v, ok := ref.Settings.Lookup(strings.ToUpper(x.Name)); len(strings.ToUpper(x.Name)) == len(x.Name) && strings.EqualFold(x.Name, strings.ToUpper(x.Name)) {
				require.True(t, ok)
				require.Equal(t, x.Value, v)
			}
		}
		// What no quotes can express stays out.
		if strings.ContainsAny(s, `'"`) || hasSecret(ref) || s == "" || ref.Kind == "" || strings.HasSuffix(s, ",=") {
			return
		}
		again, err := provider.ParseRef(ref.String())
		require.NoError(t, err, "%q", ref.String())
		require.Equal(t, ref, again, "%q", ref.String())
	})
}

func hasSecret(ref provider.Ref) bool { return strings.Contains(ref.String(), "******") }
