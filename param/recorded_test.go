package param_test

import (
	"bytes"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
)

// sum returns size and checksum of what a set looks like in a package.
func sum(t *testing.T, set param.Set) (int, uint32) {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, set.Encode(&b))
	return b.Len(), crc32.ChecksumIEEE(b.Bytes())
}

const hostEntry = `<parameterEntry kind="TextFile" scope="settings\.txt$" match="@HOST@" />`

// Declaration files and what the recorded packages hold for them, by size and
// checksum.
func TestEncodeRecorded(t *testing.T) {
	for _, c := range []struct {
		name, in string
		size     int
		crc      uint32
	}{
		{"file-baddefault", `<parameters><parameter name="R" defaultValue="zzz"><parameterValidation kind="Enumeration" validationString="x,y" /></parameter></parameters>`, 156, 0x0d07b7f9},
		{"file-braces", `<parameters><parameter name="P" defaultValue="{{x}} {} {unclosed">` + hostEntry + `</parameter></parameters>`, 178, 0xf7b3ca22},
		{"file-culture", `<?xml version="1.0" encoding="utf-8"?><parameters>
  <parameter name="L" friendlyName="Friendly" description="Desc" defaultValue="v">` + hostEntry + `
    <friendlyName culture="de">Freundlich</friendlyName><description culture="de">Beschreibung</description></parameter></parameters>`, 318, 0x2990845f},
		{"file-cyclic", `<parameters><parameter name="P" defaultValue="{Q}">` + hostEntry + `</parameter><parameter name="Q" defaultValue="{P}" /></parameters>`, 207, 0x494608d4},
		{"file-locale", `<parameters><parameter name="L" friendlyName="Friendly" description="Desc" defaultValue="v">
    <parameterValidation kind="AllowEmpty" />` + hostEntry + `<friendlyName lang="de">Freundlich</friendlyName><description lang="de">Beschreibung</description></parameter></parameters>`, 360, 0xb6736135},
		{"file-nodefault", `<parameters><parameter name="Req" description="Give it">` + hostEntry + `</parameter>
  <parameter name="Opt" defaultValue=""><parameterEntry kind="TextFile" scope="settings\.txt$" match="debug" /></parameter></parameters>`, 300, 0x1081c7e6},
		{"file-tags", `<parameters>
  <parameter name="T1" defaultValue="v" tags="a, b,c"><parameterEntry kind="TextFile" scope="s" match="m" tags="e1,e2" /></parameter>
  <parameter name="T2" defaultValue="" tags="Hidden" friendlyName="Friendly T2" description="De scription &amp; more" />
  <parameter name="T3" defaultValue="{T1}" tags="" /></parameters>`, 338, 0xeec47dc0},
		{"file-twoval", `<parameters><parameter name="R" defaultValue="abc"><parameterValidation kind="RegularExpression" validationString="a" /><parameterValidation kind="RegularExpression" validationString="b" /></parameter></parameters>`, 160, 0xc6ad0618},
		{"file-valid", validParameters, 846, 0xd3e87b56},
	} {
		t.Run(c.name, func(t *testing.T) {
			set, err := param.Parse(strings.NewReader(c.in))
			require.NoError(t, err)
			size, crc := sum(t, set)
			require.Equal(t, c.size, size)
			require.Equal(t, c.crc, crc)
		})
	}
}

const validParameters = `<parameters>
  <parameter name="None" defaultValue="x"><parameterValidation kind="None" /></parameter>
  <parameter name="Empty" defaultValue="x"><parameterValidation kind="AllowEmpty" /></parameter>
  <parameter name="Regex" defaultValue="abc"><parameterValidation kind="RegularExpression" validationString="^[a-c]+$" /></parameter>
  <parameter name="Part" defaultValue="abc"><parameterValidation kind="RegularExpression" validationString="b" /></parameter>
  <parameter name="Bool" defaultValue="true"><parameterValidation kind="Boolean" /></parameter>
  <parameter name="Enum" defaultValue="x"><parameterValidation kind="Enumeration" validationString="x,y,two words" /></parameter>
  <parameter name="Multi" defaultValue="1"><parameterValidation kind="RegularExpression,AllowEmpty" validationString="^\d+$" /></parameter>
</parameters>`
