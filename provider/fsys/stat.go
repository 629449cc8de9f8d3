package fsys

import (
	"time"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A kind of entry.
type entryType uint8

const (
	otherType entryType = iota // a device, a socket, a pipe
	fileType
	dirType
	linkType
)

// info is what one look at an entry tells.
type info struct {
	typ      entryType
	readOnly bool
	hidden   bool
	system   bool // Windows only
	hasMode  bool // Unix only
	mode     uint32
	size     int64
	time     time.Time
	id       fileID
	changed  int64 // when, in nanoseconds since 1970, a file changed in any way; see hasStamps
}

// attributes formats the flags of a file the way Web Deploy does (recorded:
// dump/readonly-xml, dump/names-xml).
func (in *info) attributes() string {
	switch {
	case in.readOnly && in.hidden && in.system:
		return "ReadOnly, Hidden, System"
	case in.readOnly && in.hidden:
		return "ReadOnly, Hidden"
	case in.readOnly && in.system:
		return "ReadOnly, System"
	case in.hidden && in.system:
		return "Hidden, System"
	case in.readOnly:
		return "ReadOnly"
	case in.hidden:
		return "Hidden"
	case in.system:
		return "System"
	}
	return "Normal"
}

// attrs appends the attributes of the object that in tells of to list.
func (in *info) attrs(list provider.Attrs) provider.Attrs {
	modeFlags := provider.Optional | provider.Hidden
	if in.typ == dirType {
		modeFlags |= provider.NoCompare
		list = append(list, provider.Attr{
			Name: provider.AttrAttributes, Value: provider.String("Directory"), Flags: provider.NoCompare,
		})
	} else {
		list = append(list,
			provider.Attr{Name: provider.AttrSize, Value: provider.Int(in.size)},
			provider.Attr{Name: provider.AttrAttributes, Value: provider.String(in.attributes())},
			provider.Attr{Name: provider.AttrLastWriteTime, Value: provider.Time(in.time)})
	}
	if in.hasMode {
		list = append(list, provider.Attr{Name: provider.AttrMode, Value: provider.Mode(in.mode), Flags: modeFlags})
	}
	return list
}
