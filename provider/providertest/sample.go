package providertest

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"iter"
	"time"

	"github.com/webdeploy-go/webdeploy/provider"
)

// sampleTime is one that every format can hold.
func sampleTime() time.Time { return time.Date(2021, 3, 4, 5, 6, 8, 0, time.UTC) }

// noise returns n bytes that hardly compress and are the same each time.
func noise(n int) []byte {
	b := make([]byte, 0, n+8)
	for x := uint64(1); len(b) < n; x = x*6364136223846793005 + 1442695040888963407 {
		b = binary.LittleEndian.AppendUint64(b, x^x>>29)
	}
	return b[:n]
}

// file returns a source object for a file.
func file(name string, data []byte) *provider.Object {
	return &provider.Object{
		Kind: provider.FilePath, Key: name, Path: "providertest:" + name,
		Attrs: provider.Attrs{
			{Name: provider.AttrSize, Value: provider.Int(int64(len(data)))},
			{Name: provider.AttrAttributes, Value: provider.String("Normal")},
			{Name: provider.AttrLastWriteTime, Value: provider.Time(sampleTime())},
		},
		Content: func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(data)), nil
		},
	}
}

// folder returns a source object for a folder that holds kids, in order.
func folder(name string, kids ...*provider.Object) *provider.Object {
	o := &provider.Object{
		Kind: provider.DirPath, Key: name, Path: "providertest:" + name,
		Attrs: provider.Attrs{
			{Name: provider.AttrAttributes, Value: provider.String("Directory"), Flags: provider.NoCompare},
		},
	}
	for _, k := range kids {
		k.Parent = o
	}
	o.Children = func(ctx context.Context) iter.Seq2[*provider.Object, error] { return provider.List(ctx, o, kids) }
	return o
}

// sample returns a folder with a bit of everything.
func (k kit) sample() *provider.Object {
	return folder(k.name,
		file("a.txt", []byte("alpha")),
		folder("b",
			folder("c", file("deep.bin", noise(300_000))),
			folder("empty"),
			file("leaf.txt", []byte("leaf"))),
		file("B.txt", nil),
		file("with space.txt", []byte("blank")),
		file("ünï.txt", []byte("umlaut")),
	)
}

// changed returns the sample with some files changed, added, gone, and turned
// into folders.
func (k kit) changed() *provider.Object {
	newer := file("a.txt", noise(1000))
	newer.Attrs = newer.Attrs.With(provider.AttrLastWriteTime, provider.Time(sampleTime().AddDate(1, 0, 0)))
	return folder(k.name,
		newer,
		folder("b",
			folder("c", file("deep.bin", noise(300_000))),
			folder("empty", file("new.txt", []byte("new"))),
			folder("leaf.txt")),
		file("ünï.txt", []byte("umlaut")),
	)
}

// empty returns a folder with nothing in it.
func (k kit) empty() *provider.Object { return folder(k.name) }
