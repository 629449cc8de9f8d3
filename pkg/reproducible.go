package pkg

import (
	"time"

	"github.com/webdeploy-go/webdeploy/provider"
)

// neutral fills in what would otherwise depend on the machine and the time. No
// reader needs a system of that version: it is none.
func (o *WriterOptions) neutral() {
	o.Location = time.UTC
	if o.Time.IsZero() {
		o.Time = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if o.System == nil {
		o.System = &System{OSVersion: "0.0", BuildVersion: buildVersion}
	}
}

// neutral returns o as it goes into the package. In a reproducible one flags are
// left out, because not every file system has them, and so is all of a mode but
// whether the file can be run: the rest depends on who checked it out.
func (w *Writer) neutral(o *provider.Object) *provider.Object {
	if !w.opts.Reproducible {
		return o
	}
	n := *o
	n.Attrs = provider.Attrs{{Name: provider.AttrLastWriteTime, Value: provider.Time(w.opts.Time)}}
	if v, ok := o.Attrs.Get(provider.AttrSize); ok {
		n.Attrs = append(n.Attrs, provider.Attr{Name: provider.AttrSize, Value: v})
	}
	perm := uint32(0o644)
	if v, ok := o.Attrs.Get(provider.AttrMode); o.Kind.Is(provider.DirPath) || ok && v.Int()&0o111 != 0 {
		perm = 0o755
	}
	n.Attrs = append(n.Attrs, provider.Attr{Name: provider.AttrMode, Value: provider.Mode(perm)})
	return &n
}
