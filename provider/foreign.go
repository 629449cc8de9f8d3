package provider

import (
	"errors"
	"slices"
)

// notFound returns the error about a kind that has no provider (recorded:
// cmdline/provider-unknown, manifest-auto/dump-unknown). Of the kinds that Web
// Deploy knows, it says what they need.
func notFound(k Kind) error {
	e := &Error{
		Op: "look up", Kind: k, Code: CodeProviderNotFound,
		Msg: "The provider '" + string(k) + "' could not be found.",
		Hint: "no provider of this kind is registered: check the spelling, register one with provider.NewRegistry, " +
			"or leave its objects out with -skip:objectName=" + string(k),
	}
	if system := systemOf(k); system != "" {
		e.Err = &Error{
			Op: "reach", Kind: k, Err: Quiet(errors.ErrUnsupported),
			Msg: "Objects of kind '" + string(k) + "' need " + system + ", which no provider here reaches. Packages can hold them.",
		}
	}
	return e
}

// systemOf returns what a kind of Web Deploy that is about more than files
// needs, or "".
func systemOf(k Kind) string {
	for _, s := range [...]struct {
		name  string
		kinds []Kind
	}{
		{"the configuration of IIS", []Kind{
			"appHostAuthOverride", "appHostConfig", "appHostSchema", "appPoolConfig", "appPoolEnable32Bit", "appPoolNetFx", "appPoolPipeline",
			"backupManager", "backupSettings", "createApp", "fcgiExtConfig", "iisApp", "recycleApp", "urlScanConfig", "webServer",
		}},
		{"the metabase of IIS 6", []Kind{"metaKey", "webServer60"}},
		{"the .NET Framework of Windows", []Kind{"machineConfig32", "machineConfig64", "rootWebConfig32", "rootWebConfig64"}},
		{"the global assembly cache of Windows", []Kind{"gacAssembly", "gacInstall"}},
		{"the registry of Windows", []Kind{"regKey", "regValue"}},
		{"the COM registrations of Windows", []Kind{"comObject", "comObject32", "comObject64"}},
		{"the certificate stores of Windows", []Kind{"cert", "certStoreSettings"}},
		{"the access control lists of Windows", []Kind{"setAcl"}},
		{"SQL Server and its data-tier tools", []Kind{"dbDacFx"}},
		{"SQL Server", []Kind{"dbFullSql"}},
		{"MySQL", []Kind{"dbMySql"}},
		{"SQLite", []Kind{"dbSqlite"}},
	} {
		if slices.ContainsFunc(s.kinds, k.Is) {
			return s.name
		}
	}
	return ""
}
