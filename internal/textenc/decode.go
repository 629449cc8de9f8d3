package textenc

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"
)

// ErrLossy is returned for text that would not come back the same if it was
// encoded again, such as a lone half of a pair in UTF-16.
var ErrLossy = errors.New("the text is damaged: it cannot be decoded without loss")

// Detect returns the encoding that the byte order mark of data names, or UTF-8.
func Detect(data []byte) Encoding {
	for _, e := range unicodes() {
		if bytes.HasPrefix(data, []byte(e.mark)) {
			return e
		}
	}
	return Encoding{}
}

// Read decodes data without loss: by its byte order mark, else as UTF-8, else,
// if it is not that, byte for byte as Latin-1.
func Read(data []byte) (string, Encoding, error) {
	e := Detect(data)
	if e.codec == nil {
		if text := data[len(e.mark):]; utf8.Valid(text) {
			return string(text), e, nil
		}
		e = Latin1()
	}
	text, err := e.DecodeExactly(data)
	return text, e, err
}

// ReadReplacing decodes data the way .NET does by default: by its byte order
// mark, else as UTF-8, with U+FFFD in place of what is damaged.
func ReadReplacing(data []byte) string { return Detect(data).Decode(data) }

// Decode returns the text of data, which may begin with the mark of e. What is
// damaged becomes U+FFFD.
func (e Encoding) Decode(data []byte) string {
	data = bytes.TrimPrefix(data, []byte(e.mark))
	if e.codec == nil {
		return valid(data)
	}
	out, err := e.codec.NewDecoder().Bytes(data)
	if err != nil { // decoders replace; they do not fail
		return valid(data)
	}
	return string(out)
}

// DecodeExactly is Decode, but fails with an error that matches [ErrLossy] if
// Encode does not turn the text into data again.
func (e Encoding) DecodeExactly(data []byte) (string, error) {
	text := e.Decode(data)
	back, err := e.Encode(text)
	if err != nil || !bytes.Equal(back, data) {
		return "", ErrLossy
	}
	return text, nil
}

// valid returns data as a string in which every maximal part that is not UTF-8
// is one U+FFFD (recorded: textfile/binary).
func valid(data []byte) string {
	if utf8.Valid(data) {
		return string(data)
	}
	var b strings.Builder
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n <= 1 {
			b.WriteRune(utf8.RuneError)
			n = damaged(data)
		} else {
			b.Write(data[:n])
		}
		data = data[n:]
	}
	return b.String()
}

// damaged returns the length of the damaged character that data begins with:
// as much as could still become one.
func damaged(data []byte) int {
	n := 1
	for n < len(data) && n < utf8.UTFMax && !utf8.FullRune(data[:n]) {
		n++
	}
	// The last byte made it full, and wrong; it begins something else.
	if n > 1 && utf8.FullRune(data[:n]) {
		n--
	}
	return n
}
