package conformance

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNormaliseText(t *testing.T) {
	n := newNormaliser("/tmp/123")
	blob := optionsBlob(t, "setAcl", "/tmp/123/site", []string{"setAclUser", "setAclAccess"}, []string{"u", "Read"})
	for _, tt := range []struct{ name, in, want string }{
		{"work folder", "Adding (/tmp/123/d) and /tmp/123.", "Adding ($W/d) and $W."},
		{"line ends", "a\r\nb\nc\r", "a\nb\nc\r"},
		{"stray backslash", `("$W/d\x") and \d`, `("$W/d/x") and \d`},
		{"backslash behind a quote stays", `'$W/d' matches '\.txt$'`, `'$W/d' matches '\.txt$'`},
		{"package name, two slashes", "Content//tmp/123/d", "Content/$W/d"},
		{"package name, one slash", "Content/tmp/123/d", "Content/$W/d"},
		{"relative package name", "Content/site2/d", "Content/site2/d"},
		{"random name", "'MSDeploySetParameter-4711/1'", "'MSDeploySetParameter-#/1'"},
		{"checksum", "(checksum['ab','cd'],size['1','2'])", "(checksum['#','#'],size['1','2'])"},
		{"descriptors", `<d path="x" securityDescriptor="D:" parentSecurityDescriptors="" attributes="y" />`, `<d path="x" attributes="y" />`},
		{"descriptor in a list stays", "(securityDescriptor,attributes)", "(securityDescriptor,attributes)"},
		{"GUID", "x-0a1B2c3d-1111-2222-3333-444455556666.", "x-#GUID#."},
		{"machine", `<systemInfo osVersion="6" winDir="" machineName="m" processorArchitecture="x" msdeployVersion="1.0" buildVersion="7">`,
			`<systemInfo osVersion="#" winDir="#" machineName="#" processorArchitecture="#" msdeployVersion="1.0" buildVersion="#">`},
		{"provider options", `MSDeploy.MSDeployProviderOptions="` + blob + `" x="y"`, `MSDeploy.MSDeployProviderOptions="{setAcl|$W/site|setAclUser=u,setAclAccess=Read}" x="y"`},
		{"recorded options", `MSDeploy.MSDeployProviderOptions="{dirPath|$W/d|}"`, `MSDeploy.MSDeployProviderOptions="{dirPath|$W/d|}"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, n.text(tt.in))
			require.Equal(t, tt.want, n.text(n.text(tt.in)), "a second time changes nothing")
		})
	}
	require.Contains(t, n.text(`MSDeploy.MSDeployProviderOptions="bm90IGd6aXA="`), "{not readable: ")
}

// All recorded text is in the suite's form but for the line ends and the
// descriptors.
func TestNormaliseKeepsWhatItMadeOfRecordedText(t *testing.T) {
	n := newNormaliser("/tmp/123")
	for _, c := range embedded(t).Cases {
		for _, text := range []string{c.Stdout, c.Stderr} {
			once := n.text(text)
			require.Equal(t, once, n.text(once), c.ID())
		}
	}
}

func TestRepeatedSkipsCountOnceWithXPath(t *testing.T) {
	const (
		a     = "Info: Object filePath ($W/a) skipped due to skip directive 'D 1'.\n"
		other = "Info: Adding file ($W/b).\n"
	)
	n := newNormaliser("/tmp/123")
	with := &Case{Args: []string{"-verb:sync", "-Skip:objectName=filePath,XPath=//filePath"}}
	without := &Case{Args: []string{"-skip:absolutePath=xpath", "-xpath=//x"}}
	require.Equal(t, other+other+a, n.stream(with, a+other+other+a))
	require.Equal(t, a+other+other+a, n.stream(without, a+other+other+a))
	// The place of the last one counts.
	require.NotEqual(t, n.stream(with, a+other+a), n.stream(with, a+a+other))
}
