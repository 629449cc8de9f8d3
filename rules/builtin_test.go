package rules_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/rules"
)

func names(ch rules.Chain) []string {
	var out []string
	for _, r := range ch {
		out = append(out, r.Name)
	}
	return out
}

// The order in which msdeploy lists the rules that are on.
func TestAllInOrder(t *testing.T) {
	var on, off []string
	for _, k := range rules.All() {
		if k.Default {
			on = append(on, k.Rule.Name)
		} else {
			off = append(off, k.Rule.Name)
		}
	}
	require.Equal(t, []string{
		"EnvironmentVariableNormalize", "Parameterization", "AboFilter", "AnonymousUser", "AppPoolIdentity", "AppRootNormalize",
		"BlockHarmfulDeleteOperations", "BlockUnsupportedDeleteOperations", "ClassicAppPoolProtectRule", "CreateApplicationRule",
		"CrossPlatformRule", "FrameworkMismatchRule", "IISConfigFrom64To32", "MetakeyToIIS6", "SchemaSection", "SkipInvalidSource",
		"SkipUNC", "SyncGeneral", "SyncXP", "UnsupportedApplicationsRule", "UrlScanSkipIncompat", "XpIsapis", "ApplicationExistsRule",
		"IgnoreFileLastWriteTime", "DependencyCheckAppPoolExists", "DependencyCheckInUse", "BackupRule", "DependencyCheckFailOnError",
	}, on)
	require.ElementsMatch(t, []string{
		"AppOffline", "DependencyCheckFailOnWarning", "DoNotDeleteRule", "EncryptWebConfig", "IgnoreConfigInheritanceRule",
		"IISSchemaDifferenceRule", "SkipNewerFilesRule", "WarnForEncryptedDataRule",
	}, off)
}

func TestAllAreDescribed(t *testing.T) {
	for _, k := range rules.All() {
		r := k.Rule
		summary, _, _ := strings.Cut(r.Doc, "\n")
		require.True(t, strings.HasSuffix(summary, "."), r.Name)
		acts := r.Source != nil || r.Target != nil || r.Same != nil || r.Change != nil || r.Before != nil || r.Finish != nil
		if r.Name != "Parameterization" {
			require.Equal(t, k.Inert == "", acts, "%s acts or says why it does not", r.Name)
		}
		if k.Inert != "" {
			require.Contains(t, r.Doc, k.Inert)
			require.Contains(t, r.Doc, "known by name only")
		}
		require.False(t, r.Directive)
	}
}

func TestAllIsFresh(t *testing.T) {
	a, b := rules.All(), rules.All()
	for i := range a {
		require.NotSame(t, a[i].Rule, b[i].Rule)
	}
	a[0].Rule.Name = "changed"
	require.Equal(t, "EnvironmentVariableNormalize", rules.All()[0].Rule.Name)
}

func TestDefault(t *testing.T) {
	require.Equal(t, []string{
		"ConfigProtectedData", "BlockHarmfulDeleteOperations", "BlockUnsupportedDeleteOperations", "SkipInvalidSource", "SkipUNC",
		"SyncGeneral", "IgnoreFileLastWriteTime",
	}, names(rules.Default()))
	require.Equal(t, []string{"ConfigProtectedData"}, names(rules.Default().Directives()))
}

func TestLinks(t *testing.T) {
	var list []string
	for _, l := range rules.Links() {
		list = append(list, l.Name)
		require.NotEmpty(t, l.Doc)
	}
	require.True(t, slices.IsSorted(list))
	require.Equal(t, []string{
		"AppPoolExtension", "CertificateExtension", "ContentExtension", "FrameworkConfigExtension", "HttpCertConfigExtension",
	}, list)
}
