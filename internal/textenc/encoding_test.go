package textenc_test

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/textenc"
)

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, in, text, enc string }{
		{"empty", "", "", "utf-8"},
		{"ascii", "a\r\n", "a\r\n", "utf-8"},
		{"utf-8", "é", "é", "utf-8"},
		{"utf-8 with mark", "\xef\xbb\xbfé", "é", "utf-8"},
		{"mark only", "\xef\xbb\xbf", "", "utf-8"},
		{"utf-16le", "\xff\xfeh\x00i\x00", "hi", "utf-16le"},
		{"utf-16be", "\xfe\xff\x00h\x00i", "hi", "utf-16be"},
		{"utf-16 pair", "\xff\xfe\x3d\xd8\x00\xde", "😀", "utf-16le"},
		{"utf-32le", "\xff\xfe\x00\x00h\x00\x00\x00", "h", "utf-32le"},
		{"utf-32be", "\x00\x00\xfe\xff\x00\x00\x00h", "h", "utf-32be"},
		{"latin-1", "caf\xe9", "café", "iso-8859-1"},
		{"mark and rubbish", "\xef\xbb\xbf\xff", "ï»¿ÿ", "iso-8859-1"},
		{"controls", "\x80\x9f\x00", "\u0080\u009f\x00", "iso-8859-1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, enc, err := textenc.Read([]byte(c.in))
			require.NoError(t, err)
			require.Equal(t, c.text, text)
			require.Equal(t, c.enc, enc.Name())
			back, err := enc.Encode(text)
			require.NoError(t, err)
			require.Equal(t, c.in, string(back))
		})
	}
}

func TestReadRefusesDamage(t *testing.T) {
	for name, in := range map[string]string{
		"half a unit":  "\xff\xfeh",
		"lone half":    "\xff\xfe\x3d\xd8h\x00",
		"utf-32 range": "\xff\xfe\x00\x00\x00\x00\x22\x00",
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := textenc.Read([]byte(in))
			require.ErrorIs(t, err, textenc.ErrLossy)
		})
	}
}

func TestReadReplacing(t *testing.T) {
	for _, c := range []struct{ name, in, text string }{
		{"mark is dropped", "\xef\xbb\xbffoo", "foo"},
		{"utf-16", "\xfe\xff\x00h", "h"},
		{"latin-1", "foo \xe9\n", "foo \ufffd\n"},
		{"each wrong byte", "\xff\xff", "\ufffd\ufffd"},
		{"a beginning is one", "\xe2\x82", "\ufffd"},
		{"a beginning, then ascii", "\xe2\x82a", "\ufffda"},
		{"a beginning, then another", "\xf0\x9f\xe2\x82\xac", "\ufffd€"},
		{"overlong", "\xc0\x80", "\ufffd\ufffd"},
		{"half of a pair", "\xed\xa0\x80", "\ufffd\ufffd\ufffd"},
		{"too high", "\xf4\x90\x80\x80", "\ufffd\ufffd\ufffd\ufffd"},
		{"its own character", "a\ufffdb", "a\ufffdb"},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.text, textenc.ReadReplacing([]byte(c.in)))
		})
	}
}

func TestEncode(t *testing.T) {
	for _, c := range []struct{ name, enc, text, want, replaced string }{
		{"utf-8 has a mark", "UTF-8", "é", "\xef\xbb\xbfé", "\xef\xbb\xbfé"},
		{"utf-16 is little-endian", "utf-16", "é", "\xff\xfe\xe9\x00", "\xff\xfe\xe9\x00"},
		{"utf-16be", "unicodeFFFE", "é", "\xfe\xff\x00\xe9", "\xfe\xff\x00\xe9"},
		{"latin-1", "iso-8859-1", "é", "\xe9", "\xe9"},
		{"latin-1 lacks it", "ISO-8859-1", "a€b", "", "a?b"},
		{"a pair counts twice", "iso-8859-1", "😀", "", "??"},
		{"ascii lacks it", "us-ascii", "Xé", "", "X?"},
		{"windows-1252", "windows-1252", "€", "\x80", "\x80"},
		{"shift_jis", "shift_jis", "日本", "\x93\xfa\x96\x7b", "\x93\xfa\x96\x7b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			enc, err := textenc.Lookup(c.enc)
			require.NoError(t, err)
			got, err := enc.Encode(c.text)
			if c.want == "" {
				var u *textenc.UnmappableError
				require.ErrorAs(t, err, &u)
				require.False(t, enc.Has(u.Rune))
				require.ErrorContains(t, err, "cannot be written in "+enc.Name())
			} else {
				require.NoError(t, err)
				require.Equal(t, c.want, string(got))
			}
			require.Equal(t, c.replaced, string(enc.EncodeReplacing(c.text)))
		})
	}
}

func TestUTF8(t *testing.T) {
	require.Equal(t, "", textenc.UTF8(false).Mark())
	require.Equal(t, "\xef\xbb\xbf", textenc.UTF8(true).Mark())
	require.True(t, textenc.UTF8(true).Has('€'))
	require.Equal(t, "", textenc.UTF8(true).WithoutMark().Mark())
	for name, unit := range map[string]int{"utf-8": 1, "utf-16": 2, "utf-32": 4, "koi8-r": 1} {
		e, err := textenc.Lookup(name)
		require.NoError(t, err)
		require.Equal(t, unit, e.Unit(), name)
	}
}

func TestLookupUnknown(t *testing.T) {
	for _, name := range []string{"", "x-nothing", "utf-9"} {
		_, err := textenc.Lookup(name)
		require.Error(t, err, name)
	}
}

func TestDetectXML(t *testing.T) {
	for _, c := range []struct{ name, in, enc, mark string }{
		{"nothing said", "<r/>", "utf-8", ""},
		{"declared", `<?xml version='1.0' encoding = 'iso-8859-1' ?><r/>`, "iso-8859-1", ""},
		{"mark wins", "\xef\xbb\xbf" + `<?xml version="1.0" encoding="iso-8859-1"?><r/>`, "utf-8", "\xef\xbb\xbf"},
		{"utf-16 by mark", "\xff\xfe<\x00r\x00", "utf-16le", "\xff\xfe"},
		{"utf-16 by shape", "<\x00?\x00x\x00", "utf-16le", ""},
		{"utf-16be by shape", "\x00<\x00?\x00x", "utf-16be", ""},
		{"declares what it is not", `<?xml version="1.0" encoding="utf-16"?><r/>`, "utf-8", ""},
		{"not a declaration", `<r encoding="iso-8859-1"/>`, "utf-8", ""},
		{"not closed", `<?xml encoding="iso-8859-1`, "utf-8", ""},
		{"no quotes", `<?xml encoding=latin1 ?>`, "utf-8", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			enc, err := textenc.DetectXML([]byte(c.in))
			require.NoError(t, err)
			require.Equal(t, c.enc, enc.Name())
			require.Equal(t, c.mark, enc.Mark())
		})
	}
	_, err := textenc.DetectXML([]byte(`<?xml version="1.0" encoding="klingon"?><r/>`))
	require.ErrorContains(t, err, "klingon")
}

// What is read comes back byte for byte, and what is not valid never is.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "a", "\xef\xbb\xbfa", "\xff\xfea\x00", "\xfe\xff\x00a", "\xe9", "\xff\xfe\x00\x00a\x00\x00\x00", "\xff\xfe\x00\xd8"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		require.True(t, utf8.ValidString(textenc.ReadReplacing(data)))
		text, enc, err := textenc.Read(data)
		if err != nil {
			require.ErrorIs(t, err, textenc.ErrLossy)
			return
		}
		require.True(t, utf8.ValidString(text))
		back, err := enc.Encode(text)
		require.NoError(t, err)
		require.Equal(t, data, append([]byte{}, back...))
	})
}
