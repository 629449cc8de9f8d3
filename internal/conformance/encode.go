package conformance

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/tools/txtar"
)

// A section of a text archive holds lines of text and nothing else. These
// endings of a section's name say how other data were turned into lines. The
// first form of this list that can hold the data is taken, so that as much as
// possible stays readable.
const (
	openEnded = ".nonl"  // the last line has no line end
	quoted    = ".q"     // each line is a Go string literal: BOM, CR and other controls show
	base64ed  = ".b64"   // not UTF-8
	base64Row = 76       // characters in a line of base64
	bom       = "\uFEFF" // UTF-8 byte order mark
)

// encodeSection turns a file into a section of a text archive: its name, with
// an ending when the data needed one, and its lines.
func encodeSection(name string, data []byte) (txtar.File, error) {
	if name != strings.TrimSpace(name) || strings.ContainsAny(name, "\r\n") || name == "" {
		return txtar.File{}, fmt.Errorf("file name %q cannot stand in a text archive: it is empty or has blanks at an end or a line break", name)
	}
	// A name that looks as if it had an ending always gets another one.
	if plainLines(data) && !hasEnding(name) {
		return txtar.File{Name: name, Data: data}, nil
	}
	if closed := append(bytes.Clone(data), '\n'); len(data) > 0 && plainLines(closed) {
		return txtar.File{Name: name + openEnded, Data: closed}, nil
	}
	if utf8.Valid(data) {
		return txtar.File{Name: name + quoted, Data: quoteLines(data)}, nil
	}
	return txtar.File{Name: name + base64ed, Data: base64Lines(data)}, nil
}

// decodeSection is the inverse of encodeSection.
func decodeSection(f txtar.File) (string, []byte, error) {
	if name, ok := strings.CutSuffix(f.Name, openEnded); ok {
		data, ok := bytes.CutSuffix(f.Data, []byte("\n"))
		if !ok {
			return "", nil, fmt.Errorf("section %q: there is no line to end early", f.Name)
		}
		return name, data, nil
	}
	if name, ok := strings.CutSuffix(f.Name, quoted); ok {
		data, err := unquoteLines(f.Data)
		return name, data, wrapSection(f.Name, err)
	}
	if name, ok := strings.CutSuffix(f.Name, base64ed); ok {
		data, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(string(f.Data), "\n", ""))
		return name, data, wrapSection(f.Name, err)
	}
	return f.Name, f.Data, nil
}

func wrapSection(name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("section %q: %w", name, err)
}

func hasEnding(name string) bool {
	return strings.HasSuffix(name, openEnded) || strings.HasSuffix(name, quoted) || strings.HasSuffix(name, base64ed)
}

// plainLines reports whether data can stand in a text archive as it is: nothing
// at all, or ended lines of visible text that do not look like a section.
func plainLines(data []byte) bool {
	if len(data) == 0 {
		return true
	}
	return data[len(data)-1] == '\n' && utf8.Valid(data) && !bytes.ContainsFunc(data, hidden) && !likeSection(data)
}

// likeSection reports a line that a text archive might take for the head of a
// section.
func likeSection(data []byte) bool {
	for line := range bytes.Lines(data) {
		if bytes.HasPrefix(line, []byte("-- ")) && bytes.HasSuffix(line, []byte(" --\n")) {
			return true
		}
	}
	return false
}

// hidden reports a character that an editor or version control might change
// or not show.
func hidden(r rune) bool {
	return r != '\n' && r != '\t' && (unicode.Is(unicode.C, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r))
}

func quoteLines(data []byte) []byte {
	var out []byte
	for line := range strings.Lines(string(data)) {
		out = append(strconv.AppendQuote(out, line), '\n')
	}
	return out
}

func unquoteLines(data []byte) ([]byte, error) {
	var out []byte
	for line := range strings.Lines(string(data)) {
		literal, ended := strings.CutSuffix(line, "\n")
		if !ended {
			return nil, errors.New("the last literal has no line end")
		}
		text, err := strconv.Unquote(literal)
		if err != nil {
			return nil, fmt.Errorf("%s is no string literal", literal)
		}
		out = append(out, text...)
	}
	return out, nil
}

func base64Lines(data []byte) []byte {
	text := base64.StdEncoding.EncodeToString(data)
	var out []byte
	for len(text) > base64Row {
		out = append(append(out, text[:base64Row]...), '\n')
		text = text[base64Row:]
	}
	return append(append(out, text...), '\n')
}
