package conformance

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDecodeOptions(t *testing.T) {
	long := "/" + strings.Repeat("путь/", 40) // its length takes two bytes
	for _, tt := range []struct {
		provider, path string
		names, values  []string
		want           string
	}{
		{"dirPath", "/w/d", nil, nil, "{dirPath|/w/d|}"},
		{"contentPath", "", nil, nil, "{contentPath||}"},
		{"runCommand", "echo hi", []string{"waitInterval"}, []string{"2000"}, "{runCommand|echo hi|waitInterval=2000}"},
		{"setAcl", long, []string{"b", "a"}, []string{"1", "2"}, "{setAcl|" + long + "|b=1,a=2}"},
	} {
		got, err := decodeOptions(optionsBlob(t, tt.provider, tt.path, tt.names, tt.values))
		require.NoError(t, err)
		require.Equal(t, tt.want, got)
	}
}

func TestDecodeOptionsRefuses(t *testing.T) {
	const head = "\x00\x01\x00\x00\x00\xff\xff\xff\xff\x01\x00\x00\x00\x00\x00\x00\x00"
	const class = "\x05\x01\x00\x00\x00\x1a.DeploymentProviderOptions\x02\x00\x00\x00\x05names\x06values"
	const arrays = "\x11\x05\x00\x00\x00\x00\x00\x00\x00\x11\x06\x00\x00\x00\x00\x00\x00\x00"
	for _, tt := range []struct{ name, blob, want string }{
		{"no base64", "?", "illegal base64"},
		{"no gzip", "bm90IGd6aXA=", "unexpected EOF"},
		{"nothing", zipped(t, nil), "EOF"},
		{"cut", zipped(t, []byte(head+"\x0c\x02\x00")), "EOF"},
		{"other record", zipped(t, []byte(head+"\x63")), "record of type 99"},
		{"bytes after the end", zipped(t, []byte(head+"\x0b\x00")), "after the end"},
		{"no object", zipped(t, []byte(head+"\x0b")), "is no array"},
		{"other class", zipped(t, []byte(head+"\x05\x01\x00\x00\x00\x01x\x00\x00\x00\x00")), `class "x"`},
		{"text too long", zipped(t, []byte(head+"\x05\x01\x00\x00\x00\x7fx")), "EOF"},
		{"count too high", zipped(t, []byte(head+"\x11\x05\x00\x00\x00\xff\xff\xff\x7f")), "count of"},
		{"negative count", zipped(t, []byte(head+"\x11\x05\x00\x00\x00\xff\xff\xff\xff")), "count of"},
		{"member of another type", zipped(t, []byte(head+class+"\x00\x06")), "member of type 0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := decodeOptions(tt.blob)
			require.ErrorContains(t, err, tt.want)
		})
	}
	uneven := optionsBlob(t, "a", "b", []string{"n"}, nil)
	_, err := decodeOptions(uneven)
	require.ErrorContains(t, err, "1 names for 0 values")
	_, err = decodeOptions(zipped(t, []byte(head+class+"\x06\x06\x02\x00\x00\x00\x09\x05\x00\x00\x00\x09\x06\x00\x00\x00"+arrays+"\x0b")))
	require.NoError(t, err, "the shortest that is read")
}

func FuzzDecodeOptions(f *testing.F) {
	f.Add([]byte("\x00\x01\x00\x00\x00\xff\xff\xff\xff\x01\x00\x00\x00\x00\x00\x00\x00\x0b"))
	f.Add([]byte("\x11\x05\x00\x00\x00\x01\x00\x00\x00\x06\x01\x00\x00\x00\x01x\x0b"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := decodeOptions(zipped(t, data))
		if err == nil {
			require.True(t, strings.HasPrefix(got, "{") && strings.HasSuffix(got, "}"))
		}
	})
}
