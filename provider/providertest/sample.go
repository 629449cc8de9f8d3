package providertest

import (
	"bytes"
	"context"
	"io"
	"iter"
	"time"

	"github.com/webdeploy-go/webdeploy/provider"
)

// sampleName is what the folder is called that targets are checked with.
const sampleName = "providertest"

// sampleTime is one that every format can hold.
func sampleTime() time.Time { return time.Date(2021, 3, 4, 5, 6, 8, 0, time.UTC) }

// noise returns n bytes that hardly compress and are the same each time.
func noise(n int) []byte {
	b := make([]byte, n)
	x := uint32(1)
	for i := range b {
		x = x*1664525 + 1013904223
		b[i] = byte(x >> 24)
	}
	return b
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
	o.Children = func(context.Context) iter.Seq2[*provider.Object, error] {
		return func(yield func(*provider.Object, error) bool) {
			for _, k := range kids {
				if !yield(k, nil) {
					return
				}
			}
		}
	}
	return o
}

// sample returns a folder with a bit of everything.
func sample() *provider.Object {
	return folder(sampleName,
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
