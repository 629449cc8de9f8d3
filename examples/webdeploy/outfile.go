package main

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/webdeploy-go/webdeploy/provider"
)

// An outFile is where -xml:PATH sends the document: a file that appears whole,
// or not at all if the command fails.
type outFile struct {
	name string
	f    *os.File
	w    *bufio.Writer
}

// createOut begins an XML file. It fails at once if the folder does not exist.
func createOut(name string) (*outFile, error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".webdeploy-*.tmp")
	if err != nil {
		return nil, cannotWrite(name, err)
	}
	o := &outFile{name: name, f: f, w: bufio.NewWriter(f)}
	o.w.WriteString("\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")
	return o, nil
}

func cannotWrite(name string, err error) error {
	msg := "The file '" + name + "' could not be written."
	if errors.Is(err, fs.ErrNotExist) {
		msg = "Could not find a part of the path '" + name + "'."
	}
	return &provider.Error{Op: "write", Path: name, Msg: msg, Hint: "name a file in a folder that exists", Err: provider.Quiet(err)}
}

// Write adds to the file.
func (o *outFile) Write(b []byte) (int, error) { return o.w.Write(b) }

// commit gives the file its name.
func (o *outFile) commit() error {
	err := errors.Join(o.w.Flush(), o.f.Chmod(0o644), o.f.Close())
	if err == nil {
		err = os.Rename(o.f.Name(), o.name)
	}
	if err != nil {
		os.Remove(o.f.Name())
		return cannotWrite(o.name, err)
	}
	return nil
}

// discard forgets the file.
func (o *outFile) discard() {
	o.f.Close()
	os.Remove(o.f.Name())
}

var _ io.Writer = (*outFile)(nil)
