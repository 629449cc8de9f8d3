package xmledit

import (
	"math"

	"github.com/webdeploy-go/webdeploy/internal/textenc"
)

// An encoding is how the file of a document is written.
type encoding = textenc.Encoding

// maxSize limits the text of a document in bytes of UTF-8.
const maxSize = math.MaxInt32 - 1

// Parse reads a document. The error is a [*SyntaxError] if it is not
// well-formed, a [*LimitError] if it is too much, and otherwise tells what is
// wrong with its encoding.
func Parse(data []byte) (*Document, error) {
	enc, err := textenc.DetectXML(data)
	if err != nil {
		return nil, err
	}
	text, err := enc.DecodeExactly(data)
	if err != nil {
		return nil, err
	}
	return parseText(text, enc)
}

func parseText(text string, enc encoding) (*Document, error) {
	if len(text) > maxSize {
		return nil, &LimitError{What: "bytes", Limit: "2 GB"}
	}
	d := &Document{enc: enc, text: text}
	p := parser{d: d, s: text, entities: map[string]bool{}, prefixes: map[string][]string{"xml": {xmlNamespace}, "xmlns": {"xmlns"}}}
	if err := p.document(); err != nil {
		return nil, err
	}
	return d, nil
}
