package nrbf_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/webdeploy-go/webdeploy/internal/nrbf"
)

func samples() map[string]nrbf.Options {
	return map[string]nrbf.Options{
		"no settings": {Provider: "contentPath", Path: `C:\site\obj\Release\Package\PackageTmp`},
		"no path":     {Provider: "auto"},
		"one setting": {Provider: "iisApp", Path: "/srv/site", Settings: []nrbf.Setting{{"managedRuntimeVersion", "v4.0"}}},
		"two settings": {Provider: "setAcl", Path: `C:\site\`, Settings: []nrbf.Setting{
			{"setAclUser", "anonymousAuthenticationUser"}, {"setAclResourceType", "Directory"},
		}},
		"empty value":    {Provider: "setAcl", Path: "x", Settings: []nrbf.Setting{{"setAclUser", ""}}},
		"other scripts":  {Provider: "dbFullSql", Path: `C:\развёртывание\日本😀.sql`, Settings: []nrbf.Setting{{"é", "ß"}}},
		"twice the same": {Provider: "p", Path: "p", Settings: []nrbf.Setting{{"p", "p"}, {"p", "p"}}},
		"text in path":   {Provider: "runCommand", Path: "echo \"a\" & dir\r\n\t\x00", Settings: []nrbf.Setting{{"waitInterval", "1000"}}},
		"long path":      {Provider: "runCommand", Path: strings.Repeat("a", 1<<18)},
		"lengths of 127": {Provider: strings.Repeat("p", 127), Path: strings.Repeat("q", 128)},
		"many settings":  {Provider: "p", Settings: make([]nrbf.Setting, 1024)},
	}
}

func TestEncodeAndDecode(t *testing.T) {
	for name, o := range samples() {
		t.Run(name, func(t *testing.T) {
			got, err := nrbf.Decode(nrbf.Encode(o))
			require.NoError(t, err)
			require.Equal(t, o, got)
		})
	}
}

// Other programs look at the first bytes: H4sIAAAAAAAEA is what every real blob begins with.
func TestEncodeLooksLikeDotNet(t *testing.T) {
	require.True(t, strings.HasPrefix(nrbf.Encode(nrbf.Options{Provider: "p"}), "H4sIAAAAAAAEA"))
}

func TestEncodeIsTheSameEachTime(t *testing.T) {
	o := samples()["two settings"]
	require.Equal(t, nrbf.Encode(o), nrbf.Encode(o))
}

func TestEncodeReplacesBytesThatAreNotUTF8(t *testing.T) {
	got, err := nrbf.Decode(nrbf.Encode(nrbf.Options{Provider: "p", Path: "a\xffb"}))
	require.NoError(t, err)
	require.Equal(t, "a\ufffdb", got.Path)
}

func TestDecodeRefusesBadWrappings(t *testing.T) {
	good := nrbf.Encode(samples()["two settings"])
	packed, err := base64.StdEncoding.DecodeString(good)
	require.NoError(t, err)
	again := func(b []byte) string { return base64.StdEncoding.EncodeToString(b) }
	flipped := func(at int) string {
		b := append([]byte(nil), packed...)
		b[at] ^= 0x10
		return again(b)
	}
	for name, c := range map[string]struct {
		blob  string
		layer nrbf.Layer
	}{
		"empty":                   {"", nrbf.Gzip},
		"three dots":              {"...", nrbf.Base64},
		"not Base64":              {good[:20] + "*" + good[21:], nrbf.Base64},
		"cut in a group":          {good[:21], nrbf.Base64},
		"URL alphabet":            {"-_-_", nrbf.Base64},
		"loose bits":              {"H4t=", nrbf.Base64},
		"not gzip":                {again([]byte("PK\x03\x04 this is a zip")), nrbf.Gzip},
		"cut header":              {again(packed[:5]), nrbf.Gzip},
		"cut data":                {again(packed[:40]), nrbf.Gzip},
		"cut trailer":             {again(packed[:len(packed)-1]), nrbf.Gzip},
		"wrong checksum":          {flipped(len(packed) - 6), nrbf.Gzip},
		"wrong length":            {flipped(len(packed) - 1), nrbf.Gzip},
		"something after":         {again(append(append([]byte(nil), packed...), 0)), nrbf.Gzip},
		"a second member":         {again(append(append([]byte(nil), packed...), packed...)), nrbf.Gzip},
		"longer than any Base64":  {strings.Repeat("A", 2<<20+4), nrbf.Base64},
		"inflates without end":    {nrbf.Encode(nrbf.Options{Provider: strings.Repeat("a", 50<<20)}), nrbf.Gzip},
		"string over the limit":   {nrbf.Encode(nrbf.Options{Provider: strings.Repeat("a", 1<<18+1)}), nrbf.Object},
		"settings over the limit": {nrbf.Encode(nrbf.Options{Provider: "p", Settings: make([]nrbf.Setting, 1025)}), nrbf.Object},
		"no provider":             {nrbf.Encode(nrbf.Options{Path: "p"}), nrbf.Object},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := nrbf.Decode(c.blob)
			var bad *nrbf.FormatError
			require.ErrorAs(t, err, &bad)
			require.Equal(t, c.layer, bad.Layer, err.Error())
			require.Zero(t, got)
		})
	}
}

func TestErrorsShowNothingOfTheContent(t *testing.T) {
	blob := nrbf.Encode(nrbf.Options{Provider: "p", Path: "secret", Settings: make([]nrbf.Setting, 1025)})
	_, err := nrbf.Decode(blob)
	require.EqualError(t, err, "provider options are not valid: object, byte 251: there are more than 1024 settings")
}
