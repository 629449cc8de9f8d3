package textenc

import (
	"bytes"
	"strings"
)

// DetectXML returns the encoding of an XML document: by its byte order mark, by
// the shape of its first bytes, and by its declaration, in this order. The mark
// of the encoding is that of data, even if it has none.
func DetectXML(data []byte) (Encoding, error) {
	e := Detect(data)
	switch {
	case e.mark != "":
		return e, nil
	case bytes.HasPrefix(data, []byte("<\x00?\x00")):
		return unmarked("utf-16le")
	case bytes.HasPrefix(data, []byte("\x00<\x00?")):
		return unmarked("utf-16be")
	}
	name := Declared(string(data[:min(len(data), maxDeclaration)]))
	if name == "" {
		return e, nil
	}
	d, err := unmarked(name)
	if err == nil && d.Unit() > 1 {
		return e, nil // it would not have been readable so far
	}
	return d, err
}

func unmarked(name string) (Encoding, error) {
	e, err := Lookup(name)
	return e.WithoutMark(), err
}

// maxDeclaration limits how far an XML declaration is looked for.
const maxDeclaration = 1024

// Declared returns the encoding that the XML declaration at the beginning of
// text names, or "".
func Declared(text string) string {
	rest, ok := strings.CutPrefix(text, "<?xml")
	if !ok || rest == "" || !strings.Contains(" \t\r\n", rest[:1]) {
		return "" // none, or an instruction with a longer name
	}
	rest, _, ok = strings.Cut(rest, "?>")
	if !ok {
		return ""
	}
	_, rest, ok = strings.Cut(rest, "encoding")
	rest = strings.TrimLeft(rest, " \t\r\n")
	rest, eq := strings.CutPrefix(rest, "=")
	rest = strings.TrimLeft(rest, " \t\r\n")
	if !ok || !eq || rest == "" {
		return ""
	}
	name, _, ok := strings.Cut(rest[1:], rest[:1])
	if !ok || rest[0] != '"' && rest[0] != '\'' {
		return ""
	}
	return name
}
