package provider_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
)

func TestSettingsLookup(t *testing.T) {
	s := provider.Settings{{Name: "a", Value: "1"}, {Name: "B"}}
	for name, want := range map[string]string{"a": "1", "A": "1", "b": "", "B": ""} {
		v, ok := s.Lookup(name)
		require.True(t, ok, name)
		require.Equal(t, want, v)
	}
	_, ok := s.Lookup("")
	require.False(t, ok)
	_, ok = provider.Settings(nil).Lookup("a")
	require.False(t, ok)
}

// recorded: cmdline/setting-unknown, cmdline/setting-case,
// cmdline/setting-includeacls-bad, cmdline/setting-empty-value
func TestCheckSettings(t *testing.T) {
	check := func(p provider.Provider, name, value string) error {
		return provider.CheckSettings(p, provider.Ref{Settings: provider.Settings{{Name: name, Value: value}}})
	}
	for _, c := range []struct{ name, value string }{
		{"number", "12"}, {"NUMBER", ""}, {"text", "anything"}, {"computerName", "h"}, {"includeAcls", "TRUE"}, {"includeacls", "false"}, {"includeAcls", ""},
		{"publishSettings", "f"}, {"getCredentials", "x"}, {"tempAgent", "true"}, {"useStatusRequest", "false"}, {"dirPath.ignoreErrors", "x"}, {"encryptPassword", "p"},
	} {
		require.NoError(t, check(documented{}, c.name, c.value), c.name)
	}
	require.ErrorContains(t, check(documented{}, "Number", "twelve"), "Not a number: twelve")
	require.ErrorContains(t, check(documented{}, "includeACLs", "maybe"), "The value of argument includeAcls should be true or false. The value 'maybe' is not valid.")
	common := "authType, computerName, encryptPassword, includeAcls, password, prefetchPayload, userName, wmsvc)."
	require.EqualError(t, check(documented{}, "foo", "bar"), "The provider 'documented' does not support the 'foo' setting. Supported settings are (number, text, "+common)
	require.EqualError(t, check(readOnly{}, "", ""), "The provider 'readOnly' does not support the '' setting. Supported settings are ("+common)
	require.NoError(t, provider.CheckSettings(readOnly{}, provider.Ref{}))

	two := provider.Settings{{Name: "text"}, {Name: "bad"}}
	require.Error(t, provider.CheckSettings(documented{}, provider.Ref{Settings: two}))
	require.Len(t, documented{}.Doc().Settings, 2, "checking leaves the documentation alone")
}

func TestCommonSettingsAreDescribed(t *testing.T) {
	var names []string
	for _, s := range provider.CommonSettings() {
		require.NotEmpty(t, s.Doc, s.Name)
		names = append(names, s.Name)
	}
	require.True(t, slices.IsSorted(names), "they are listed in this order")
	require.Equal(t, "One.", provider.DocOf(documented{}).Summary)
	require.Zero(t, provider.DocOf(readOnly{}).Summary)
}

func TestRegistry(t *testing.T) {
	r := provider.NewRegistry(readOnly{}, documented{})
	for _, k := range []provider.Kind{"readOnly", "READONLY"} {
		p, err := r.Lookup(k)
		require.NoError(t, err)
		require.Equal(t, provider.Kind("readOnly"), p.Kind())
	}
	_, err := r.Lookup("other")
	require.ErrorIs(t, err, provider.CodeProviderNotFound)
	require.ErrorContains(t, err, "The provider 'other' could not be found.")
	var kinds []provider.Kind
	for p := range r.All() {
		kinds = append(kinds, p.Kind())
	}
	require.Equal(t, []provider.Kind{"documented", "readOnly"}, kinds)
	for range r.All() {
		break
	}
	require.PanicsWithValue(t, "provider: two providers of kind readonly", func() { provider.NewRegistry(readOnly{}, readOnly{}) })
	_, err = provider.NewRegistry().Lookup("x")
	require.Error(t, err)
}
