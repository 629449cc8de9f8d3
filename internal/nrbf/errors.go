package nrbf

import "fmt"

// FormatError says why a blob was refused. It holds nothing of the path or the settings.
type FormatError struct {
	Layer  Layer
	Offset int64 // bytes into what the layer reads
	Reason string
}

// Error names the layer, the place and the reason.
func (e *FormatError) Error() string {
	return fmt.Sprintf("provider options are not valid: %s, byte %d: %s", e.Layer, e.Offset, e.Reason)
}

// Layer names a wrapping of a blob, from the outside in.
type Layer string

// The layers. A byte of Base64 is a character of the blob.
const (
	Base64 Layer = "base64"
	Gzip   Layer = "gzip"
	Object Layer = "object"
)
