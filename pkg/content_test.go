package pkg_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
)

// What reads the contents of one entry reads those of others afterwards.
// Whatever the first one was, how far it was read and how that ended, nothing of
// it shows in the next.
func TestContentsAreReadOneAfterAnother(t *testing.T) {
	noise := make([]byte, 200_000)
	rand.NewChaCha8([32]byte{}).Read(noise)
	text := bytes.Repeat([]byte("one line of text\n"), 10_000)
	data := zipOf(t, wrap("web", file{name: "Content/web/", ext: 0x10},
		file{name: "Content/web/bad", data: string(text[:5_000])},
		file{name: "Content/web/empty"},
		file{name: "Content/web/noise", data: string(noise)},
		file{name: "Content/web/stored", data: "as it is", stored: true},
		file{name: "Content/web/text", data: string(text)})...)
	local := bytes.Index(data, []byte("Content/web/bad"))
	copy(data[local+len("Content/web/bad")+int(data[local-2]):], "\xFF\xFF\xFF") // after the extra fields
	r := mustReadZip(t, data)
	want := map[*provider.Object]string{
		lookup(t, r, "web/empty"): "", lookup(t, r, "web/noise"): string(noise),
		lookup(t, r, "web/stored"): "as it is", lookup(t, r, "web/text"): string(text),
	}
	bad, half := lookup(t, r, "web/bad"), lookup(t, r, "web/noise")
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 10 {
				for o, want := range want {
					_, err := read(t.Context(), bad)
					assert.ErrorIs(t, err, pkg.ErrFormat)
					assert.NoError(t, begin(t.Context(), half))
					got, err := read(t.Context(), o)
					assert.NoError(t, err)
					assert.True(t, got == want, "%s has other contents", o.Path)
				}
			}
		})
	}
	readers.Wait()
}

// begin reads some of the contents of o.
func begin(ctx context.Context, o *provider.Object) error {
	in, err := o.Content(ctx)
	if err != nil {
		return err
	}
	_, err = io.CopyN(io.Discard, in, 70_000)
	return errors.Join(err, in.Close())
}
