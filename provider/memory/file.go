package memory

import (
	"time"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A File is a file with its attributes. Its zero value is an empty file.
type File struct {
	Data       string
	Time       time.Time // zero means the start of 2020, UTC
	Attributes string    // such as "ReadOnly, Hidden"; empty means "Normal"
	Mode       uint32    // Unix permission bits; zero means unknown
	Invalid    error     // if set, the file is listed but cannot be read
}

func startOf2020() time.Time { return time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) }

// attrs returns the attributes of the object that stands for f.
func (f *File) attrs() provider.Attrs {
	t, a := f.Time, f.Attributes
	if t.IsZero() {
		t = startOf2020()
	}
	if a == "" {
		a = "Normal"
	}
	list := provider.Attrs{
		{Name: provider.AttrSize, Value: provider.Int(int64(len(f.Data)))},
		{Name: provider.AttrAttributes, Value: provider.String(a)},
		{Name: provider.AttrLastWriteTime, Value: provider.Time(t)},
	}
	if f.Mode != 0 {
		list = append(list, provider.Attr{
			Name: provider.AttrMode, Value: provider.Mode(f.Mode), Flags: provider.Optional | provider.Hidden,
		})
	}
	return list
}

// fileOf returns the file with the given attributes and content.
func fileOf(a provider.Attrs, data string) File {
	f := File{Data: data}
	if v, ok := a.Get(provider.AttrLastWriteTime); ok {
		f.Time = v.Time()
	}
	if v, ok := a.Get(provider.AttrAttributes); ok {
		f.Attributes = v.String()
	}
	if v, ok := a.Get(provider.AttrMode); ok {
		f.Mode = uint32(v.Int())
	}
	return f
}
