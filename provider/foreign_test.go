package provider_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A kind without a provider is named in the recorded words; of the kinds that
// Web Deploy knows it is said what they need.
func TestForeignKinds(t *testing.T) {
	for kind, system := range map[provider.Kind]string{
		"gacAssembly": "the global assembly cache of Windows", "GACASSEMBLY": "the global assembly cache of Windows",
		"gacInstall": "the global assembly cache of Windows", "regKey": "the registry of Windows", "regValue": "the registry of Windows",
		"comObject": "the COM registrations of Windows", "comObject32": "the COM registrations of Windows", "comObject64": "the COM registrations of Windows",
		"cert": "the certificate stores of Windows", "certStoreSettings": "the certificate stores of Windows",
		"dbDacFx": "SQL Server and its data-tier tools", "dbFullSql": "SQL Server", "dbMySql": "MySQL", "dbSqlite": "SQLite",
		"appHostConfig": "the configuration of IIS", "appPoolConfig": "the configuration of IIS", "webServer": "the configuration of IIS",
		"metaKey": "the metabase of IIS 6", "webServer60": "the metabase of IIS 6", "machineConfig32": "the .NET Framework of Windows",
		"rootWebConfig64": "the .NET Framework of Windows", "noSuch": "", "": "",
	} {
		_, err := provider.NewRegistry().Lookup(kind)
		require.ErrorIs(t, err, provider.CodeProviderNotFound)
		var e *provider.Error
		require.ErrorAs(t, err, &e)
		require.Equal(t, kind, e.Kind)
		require.Equal(t, "The provider '"+string(kind)+"' could not be found.", e.Sentence(), "recorded: cmdline/provider-unknown")
		require.Contains(t, e.Hint, "register one")
		require.Contains(t, e.Hint, "-skip:objectName="+string(kind))
		if system == "" {
			require.NoError(t, e.Err)
			continue
		}
		require.ErrorIs(t, err, errors.ErrUnsupported)
		require.ErrorContains(t, e.Err, "'"+string(kind)+"' need "+system)
	}
}
