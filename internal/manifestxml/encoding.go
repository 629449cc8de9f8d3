package manifestxml

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decode returns data as UTF-8 without a byte order mark, and whether it was
// UTF-16. PowerShell and Notepad write manifests as UTF-16.
func decode(data []byte) (text []byte, wide bool, err error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		return data[3:], false, nil
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		text, err = decodeWide(data[2:], 0)
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		text, err = decodeWide(data[2:], 1)
	case bytes.HasPrefix(data, []byte("<\x00")):
		text, err = decodeWide(data, 0)
	case bytes.HasPrefix(data, []byte("\x00<")):
		text, err = decodeWide(data, 1)
	default:
		return data, false, nil
	}
	return text, true, err
}

// decodeWide converts UTF-16 whose more significant bytes come first if big is
// 1, and second if it is 0.
func decodeWide(data []byte, big int) ([]byte, error) {
	if len(data)%2 != 0 {
		return nil, &Error{Err: ErrEncoding, Detail: "UTF-16 with half a character at its end"}
	}
	out := make([]byte, 0, len(data)*3/4)
	unit := func(i int) rune { return rune(data[i+1-big])<<8 | rune(data[i+big]) }
	for i := 0; i < len(data); i += 2 {
		r := unit(i)
		if utf16.IsSurrogate(r) {
			if i += 2; i >= len(data) {
				return nil, unpaired()
			}
			if r = utf16.DecodeRune(r, unit(i)); r == utf8.RuneError {
				return nil, unpaired()
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out, nil
}

func unpaired() error {
	return &Error{Err: ErrEncoding, Detail: "UTF-16 with half a surrogate pair"}
}

// charset returns the function that reads what an XML declaration calls by the
// name of another encoding than UTF-8.
func charset(wide bool) func(string, io.Reader) (io.Reader, error) {
	return func(name string, r io.Reader) (io.Reader, error) {
		switch strings.ToLower(name) {
		case "utf-16", "utf-16le", "utf-16be", "unicode":
			if wide {
				return r, nil
			}
			return nil, &Error{Err: ErrEncoding, Detail: "the document says that it is UTF-16 but is not"}
		case "us-ascii", "ascii", "iso-8859-1", "latin1":
			if wide {
				return r, nil
			}
			return &latin1{r: r}, nil
		}
		return nil, &Error{Err: ErrEncoding, Detail: "save the document as UTF-8 instead of " + name}
	}
}

// latin1 converts ISO 8859-1, of which ASCII is a part, to UTF-8.
type latin1 struct {
	r    io.Reader
	rest []byte
}

// Read fills p with UTF-8.
func (l *latin1) Read(p []byte) (n int, err error) {
	if len(l.rest) == 0 {
		var b [512]byte
		k, err := l.r.Read(b[:])
		for _, c := range b[:k] {
			l.rest = utf8.AppendRune(l.rest, rune(c))
		}
		if k == 0 {
			return 0, err
		}
	}
	n = copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}
