package settings_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/settings"
	"github.com/webdeploy-go/webdeploy/provider"
)

func TestChecks(t *testing.T) {
	for _, c := range []struct {
		name  string
		check func(string) error
		value string
		ok    bool
	}{
		{"truth", settings.Bool("s"), "TRUE", true},
		{"falsehood", settings.Bool("s"), "False", true},
		{"a number is no truth value", settings.Bool("s"), "1", false},
		{"nothing is no truth value", settings.Bool("s"), "", false},
		{"zero", settings.Count("s"), "0", true},
		{"blanks around a number", settings.Count("s"), " 7 ", true},
		{"largest", settings.Count("s"), "2147483647", true},
		{"too large", settings.Count("s"), "2147483648", false},
		{"negative", settings.Count("s"), "-1", false},
		{"hexadecimal", settings.Count("s"), "0x10", false},
		{"no number", settings.Count("s"), "true", false},
		{"a number below zero", settings.From("s", -1), "-1", true},
		{"a number below the first", settings.From("s", -1), "-2", false},
		{"a word in another case", settings.OneOf("s", "Start", "Stop"), "STOP", true},
		{"another word", settings.OneOf("s", "Start", "Stop"), "StartStop", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.check(c.value)
			if c.ok {
				require.NoError(t, err)
				return
			}
			var e *provider.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, "The value '"+c.value+"' provided for 's' is not valid.", e.Msg)
			require.Error(t, e.Err)
		})
	}
}

func TestTrue(t *testing.T) {
	s := provider.Settings{{Name: "On", Value: "True"}, {Name: "Off", Value: "false"}, {Name: "Bare", Value: ""}}
	require.True(t, settings.True(s, "on"))
	require.False(t, settings.True(s, "off"))
	require.False(t, settings.True(s, "bare"))
	require.False(t, settings.True(s, "other"))
	require.False(t, settings.True(nil, "on"))
}

func TestOwn(t *testing.T) {
	docs := []provider.SettingDoc{{Name: "setAclUser"}, {Name: "setAclAccess"}, {Name: "setAclResourceType"}}
	given := provider.Settings{{Name: "SETACLACCESS", Value: "Read"}, {Name: "computerName", Value: "x"}, {Name: "setAclUser", Value: "u"}}
	require.Equal(t, provider.Settings{{Name: "setAclUser", Value: "u"}, {Name: "setAclAccess", Value: "Read"}}, settings.Own(docs, given))
	require.Nil(t, settings.Own(docs, nil))
}

func TestCarried(t *testing.T) {
	given := provider.Settings{
		{Name: "Password", Value: "p"}, {Name: "waitInterval", Value: "1"}, {Name: "computername", Value: "c"},
		{Name: "USESTATUSREQUEST", Value: "true"}, {Name: "unheardOf", Value: "2"},
	}
	require.Equal(t, provider.Settings{{Name: "waitInterval", Value: "1"}, {Name: "unheardOf", Value: "2"}}, settings.Carried(given))
	require.Nil(t, settings.Carried(given[:1]))
}
