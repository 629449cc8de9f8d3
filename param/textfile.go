package param

import (
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/textenc"
)

// applyText replaces all matches, or what is at the position, in a text file.
func (u *use) applyText(data []byte, opts *Options, path string) ([]byte, error) {
	text, enc, err := readText(data, opts.Text)
	if err != nil {
		return nil, &failed{detail: err.Error(), data: data}
	}
	found, err := u.find(text)
	if err != nil {
		return nil, err
	}
	limit := opts.limit()
	if int64(len(text))+int64(len(found))*int64(len(u.value.Reveal())) > limit {
		return nil, &LimitError{Path: path, Limit: limit}
	}
	if len(found) == 0 && opts.Text == Lossless {
		return nil, u.noMatch(data, nil)
	}
	out, err := enc.Encode(replaceAll(text, u.value.Reveal(), found))
	switch {
	case err != nil:
		return nil, &failed{detail: err.Error(), data: data}
	case len(found) == 0:
		return nil, u.noMatch(out, nil)
	}
	return out, nil
}

// find returns where u puts its value.
func (u *use) find(text string) ([][2]int, error) {
	if u.entry.Kind == TextFilePosition {
		return u.position.find(text), nil
	}
	return u.match.FindAllIndex(text)
}

// readText decodes a file. As msdeploy, what comes out is written as UTF-8
// without a mark, even if nothing matches (recorded: textfile/enc-nomatch).
func readText(data []byte, style Style) (string, textenc.Encoding, error) {
	if style == AsMSDeploy {
		return textenc.ReadReplacing(data), textenc.UTF8(false), nil
	}
	return textenc.Read(data)
}

// replaceAll puts with in place of what was found. It is taken as it is: $1
// means nothing (recorded: textfile/groups).
func replaceAll(text, with string, found [][2]int) string {
	var b strings.Builder
	at := 0
	for _, f := range found {
		b.WriteString(text[at:f[0]])
		b.WriteString(with)
		at = f[1]
	}
	b.WriteString(text[at:])
	return b.String()
}
