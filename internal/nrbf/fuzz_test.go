package nrbf

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzDecode tries bytes as a stream of records, in a wrapping that is right, and text as
// a whole blob. Whatever is accepted must come back from what Encode makes of it.
func FuzzDecode(f *testing.F) {
	long := Options{Provider: "runCommand", Path: string(make([]byte, 200))}
	for _, o := range []Options{{Provider: "p"}, sampleOptions(), long, {Provider: "é", Settings: make([]Setting, 20)}} {
		stream := marshal(o, library)
		f.Add(stream, Encode(o))
		f.Add(stream[:len(stream)/2], Encode(o)[4:])
		f.Add(append(stream[:len(stream)-30:len(stream)-30], recNulls256, 1, recNulls, 1, 0, 0, 0, recNull, recEnd), "H4sI")
	}
	f.Fuzz(func(t *testing.T, stream []byte, blob string) {
		for _, blob := range []string{wrap(stream), blob} {
			o, err := Decode(blob)
			if err != nil {
				var bad *FormatError
				require.True(t, errors.As(err, &bad) && bad.Offset >= 0 && bad.Reason != "", "%v", err)
				require.Zero(t, o)
				continue
			}
			again, err := Decode(Encode(o))
			require.NoError(t, err)
			require.Equal(t, o, again)
		}
	})
}
