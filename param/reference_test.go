package param_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
)

// Values that are read at run time are secrets; others are taken as they are.
func TestReadReferences(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	read := param.References(func(name string) (string, bool) {
		v, ok := map[string]string{"PW": "s3cret", "EMPTY": ""}[name]
		return v, ok
	})
	for text, want := range map[string]param.Value{
		"@env:PW":                          param.Secret("s3cret"),
		"@env:EMPTY":                       param.Secret(""),
		"@file:" + write("unix", "a\nb\n"): param.Secret("a\nb"),
		"@file:" + write("windows", "\ufeffa\r\n"): param.Secret("a"),
		"@file:" + write("none", "a\n\n"):          param.Secret("a\n"),
		"@@env:PW":                                 param.Plain("@env:PW"),
		"@@":                                       param.Plain("@"),
		"@":                                        param.Plain("@"),
		"@x":                                       param.Plain("@x"),
		"a@env:PW":                                 param.Plain("a@env:PW"),
		"@ENV:PW":                                  param.Plain("@ENV:PW"),
		"":                                         param.Plain(""),
	} {
		v, err := read(text)
		require.NoError(t, err, text)
		require.Equal(t, want.Reveal(), v.Reveal(), text)
		require.Equal(t, want.IsSecret(), v.IsSecret(), text)
	}
	_, err := read("@env:UNSET")
	require.ErrorContains(t, err, "The environment variable 'UNSET' is not set.")
	_, err = read("@file:" + filepath.Join(dir, "missing"))
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = read("@file:" + write("large", strings.Repeat("s3cret", 200_000)))
	require.ErrorContains(t, err, "could not be read")
	require.NotContains(t, err.Error(), "s3cret")
}

// A value from outside stays a secret where it is used.
func TestReferencedValuesAreSecrets(t *testing.T) {
	set := parseSet(t, `<parameters><parameter name="A"/><parameter name="B" defaultValue="x={A}"/></parameters>`)
	t.Setenv("WEBDEPLOY_TEST_A", "s3cret")
	set, err := param.Assign(set, param.ParsePairs("name=A,value=@env:WEBDEPLOY_TEST_A"), param.References(nil))
	require.NoError(t, err)
	fields, err := set.Fields("")
	require.NoError(t, err)
	for _, f := range fields {
		require.Equal(t, "******", f.Value.String())
		require.True(t, f.Secret)
	}
	require.Equal(t, "x=s3cret", fields[1].Value.Reveal())
	_, err = param.Assign(set, param.ParsePairs("A=@env:WEBDEPLOY_TEST_UNSET"), param.References(nil))
	require.Error(t, err)
	_, err = param.Assign(set, param.ParsePairs("kind=TextFile,scope=s,match=m,value=@env:WEBDEPLOY_TEST_UNSET"), param.References(nil))
	require.Error(t, err)
}
