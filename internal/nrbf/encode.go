package nrbf

import (
	"encoding/binary"
	"strings"
)

// Encode returns the blob for o. Decode gives back o from it, unless o is beyond the limits:
// 1024 settings, 256 KiB for a string, 1 MiB together. Bytes that are not UTF-8 become U+FFFD.
func Encode(o Options) string { return wrap(marshal(o, library)) }

// marshal writes the records of o, naming the given library.
func marshal(o Options, library string) []byte {
	var w writer
	w.record(recHeader, idRoot, -1, 1, 0)
	w.record(recLibrary, idLibrary)
	w.text(library)
	w.class()
	w.string(idProvider, o.Provider)
	w.string(idPath, o.Path)
	w.record(recReference, idNames)
	w.record(recReference, idValues)
	n := int32(len(o.Settings))
	w.record(recStrings, idNames, n)
	for i, s := range o.Settings {
		w.string(idFirstSetting+int32(i), s.Name)
	}
	w.record(recStrings, idValues, n)
	for i, s := range o.Settings {
		w.string(idFirstSetting+n+int32(i), s.Value)
	}
	w.record(recEnd)
	return w.b
}

type writer struct{ b []byte }

// class writes the description of the class.
func (w *writer) class() {
	w.record(recClass, idRoot)
	w.text(className)
	all := members()
	w.ints(int32(len(all)))
	for _, m := range all {
		w.text(m.name)
	}
	for _, m := range all {
		w.b = append(w.b, m.kind)
	}
	w.ints(idLibrary)
}

func (w *writer) string(id int32, s string) {
	w.record(recString, id)
	w.text(s)
}

// record begins a record.
func (w *writer) record(kind byte, fields ...int32) {
	w.b = append(w.b, kind)
	w.ints(fields...)
}

func (w *writer) ints(all ...int32) {
	for _, v := range all {
		w.b = binary.LittleEndian.AppendUint32(w.b, uint32(v))
	}
}

// text writes a string with its length in front. The length happens to be written as
// encoding/binary writes a varint.
func (w *writer) text(s string) {
	s = strings.ToValidUTF8(s, "\ufffd")
	w.b = binary.AppendUvarint(w.b, uint64(len(s)))
	w.b = append(w.b, s...)
}
