package nrbf

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"io"
)

// wrap makes a blob of a stream of records.
func wrap(stream []byte) string {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed) // the level is valid
	z.OS = 0                                        // with the level: the header that .NET writes
	_, _ = z.Write(stream)                          // a bytes.Buffer takes everything
	_ = z.Close()
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

// unwrap undoes wrap, for blobs from anywhere.
func unwrap(blob string) ([]byte, error) {
	if len(blob) > maxBlob {
		return nil, &FormatError{Base64, maxBlob, "the text is too long"}
	}
	packed, err := base64.StdEncoding.Strict().DecodeString(blob)
	if err != nil {
		var at base64.CorruptInputError
		errors.As(err, &at)
		return nil, &FormatError{Base64, int64(at), "this is not Base64"}
	}
	return inflate(packed)
}

// inflate unpacks a gzip stream of a single member that fills packed.
func inflate(packed []byte) ([]byte, error) {
	src := bytes.NewReader(packed)
	fail := func(reason string) ([]byte, error) {
		return nil, &FormatError{Gzip, src.Size() - int64(src.Len()), reason}
	}
	z, err := gzip.NewReader(src)
	if err != nil {
		return fail("this is not a gzip stream")
	}
	z.Multistream(false)
	stream, err := io.ReadAll(io.LimitReader(z, maxStream+1))
	switch {
	case err != nil:
		return fail("the gzip stream is cut off or damaged")
	case len(stream) > maxStream:
		return fail("the data inflates to more than 1 MiB")
	case src.Len() > 0:
		return fail("something follows the gzip stream")
	}
	return stream, nil
}
