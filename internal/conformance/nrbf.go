package conformance

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

// decodeOptions turns the value of an MSDeploy.MSDeployProviderOptions
// attribute, base64 of a gzip of a serialized .NET object, into the suite's
// form {provider|path|name=value,..}. It is a reading of the format of its
// own, so that a tool is never checked by the code it writes with.
func decodeOptions(blob string) (string, error) {
	packed, err := base64.StdEncoding.DecodeString(blob)
	if err != nil {
		return "", err
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", err
	}
	const limit = 1 << 20
	data, err := io.ReadAll(io.LimitReader(z, limit))
	if err != nil {
		return "", err
	}
	d := objectReader{data: data, strings: map[int32]string{}, arrays: map[int32][]any{}}
	d.records()
	if d.err != nil {
		return "", d.err
	}
	return d.options()
}

// Record types of the format that the options object is made of.
const (
	recordHeader    = 0
	recordClass     = 5
	recordString    = 6
	recordReference = 9
	recordNull      = 10
	recordEnd       = 11
	recordLibrary   = 12
	recordArray     = 17
)

// reference stands for an object that is given elsewhere by number.
type reference int32

// objectReader reads the records of one serialized object. After the first
// error it reads nothing more.
type objectReader struct {
	data    []byte
	err     error
	strings map[int32]string
	arrays  map[int32][]any // elements: string, reference or nil
	members map[string]any  // of the one class
}

// records reads up to the end record.
func (d *objectReader) records() {
	for d.err == nil {
		switch kind := d.byte(); kind {
		case recordHeader:
			d.take(16)
		case recordLibrary:
			d.int32()
			d.text()
		case recordClass:
			d.class()
		case recordArray:
			d.array()
		case recordString:
			d.string()
		case recordEnd:
			if len(d.data) > 0 {
				d.fail(errors.New("bytes after the end record"))
			}
			return
		default:
			d.fail(fmt.Errorf("record of type %d", kind))
		}
	}
}

// class reads the options object: members that are strings or arrays of them.
func (d *objectReader) class() {
	if d.members != nil {
		d.fail(errors.New("a second object"))
	}
	d.members = map[string]any{}
	d.int32()
	if name := d.text(); !strings.HasSuffix(name, ".DeploymentProviderOptions") {
		d.fail(fmt.Errorf("an object of class %q", name))
	}
	names := make([]string, d.count())
	for i := range names {
		names[i] = d.text()
	}
	for range names {
		if t := d.byte(); t != 1 && t != 6 {
			d.fail(fmt.Errorf("a member of type %d", t))
		}
	}
	d.int32()
	for _, name := range names {
		d.members[name] = d.value()
	}
}

func (d *objectReader) array() {
	id := d.int32()
	elements := make([]any, d.count())
	for i := range elements {
		elements[i] = d.value()
	}
	d.arrays[id] = elements
}

// value reads a string, a reference or nothing.
func (d *objectReader) value() any {
	switch kind := d.byte(); kind {
	case recordString:
		return d.string()
	case recordReference:
		return reference(d.int32())
	case recordNull:
		return nil
	default:
		d.fail(fmt.Errorf("a value of record type %d", kind))
		return nil
	}
}

func (d *objectReader) string() string {
	id := d.int32()
	text := d.text()
	d.strings[id] = text
	return text
}

// text reads a string with its length in groups of seven bits in front.
func (d *objectReader) text() string {
	length, used := binary.Uvarint(d.data)
	if used <= 0 || used > 5 || length > uint64(len(d.data)-used) {
		d.fail(io.ErrUnexpectedEOF)
		return ""
	}
	d.take(used)
	return string(d.take(int(length)))
}

// count reads a number of things that follow, each of at least a byte.
func (d *objectReader) count() int {
	n := d.int32()
	if n < 0 || int(n) > len(d.data) {
		d.fail(fmt.Errorf("a count of %d", n))
		return 0
	}
	return int(n)
}

func (d *objectReader) byte() byte   { return d.take(1)[0] }
func (d *objectReader) int32() int32 { return int32(binary.LittleEndian.Uint32(d.take(4))) }

// take returns the next n bytes; zeros once there is an error.
func (d *objectReader) take(n int) []byte {
	if d.err == nil && n > len(d.data) {
		d.fail(io.ErrUnexpectedEOF)
	}
	if d.err != nil {
		return make([]byte, n)
	}
	head := d.data[:n]
	d.data = d.data[n:]
	return head
}

func (d *objectReader) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

// options writes the members in the suite's form.
func (d *objectReader) options() (string, error) {
	names, values := d.list("names"), d.list("values")
	if len(names) != len(values) {
		return "", fmt.Errorf("%d names for %d values", len(names), len(values))
	}
	settings := make([]string, len(names))
	for i := range names {
		settings[i] = d.resolve(names[i]) + "=" + d.resolve(values[i])
	}
	provider, path := d.resolve(d.members["providerName"]), d.resolve(d.members["path"])
	return "{" + provider + "|" + path + "|" + strings.Join(settings, ",") + "}", d.err
}

func (d *objectReader) list(member string) []any {
	id, ok := d.members[member].(reference)
	elements, found := d.arrays[int32(id)]
	if !ok || !found {
		d.fail(fmt.Errorf("member %q is no array", member))
	}
	return elements
}

func (d *objectReader) resolve(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case reference:
		text, ok := d.strings[int32(v)]
		if !ok {
			d.fail(fmt.Errorf("reference to %d, which is no string", v))
		}
		return text
	}
	return ""
}
