// Command fastzip packs a folder, or unpacks a zip file, with the library of
// that name and its defaults. It is a peer that package bench measures, and a
// module of its own, so that nobody else depends on the library.
//
//	fastzip pack FILE FOLDER
//	fastzip unpack FILE FOLDER
//	fastzip version
package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/saracen/fastzip"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "fastzip:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "pack":
		return pack(args[1], args[2])
	case len(args) == 3 && args[0] == "unpack":
		return unpack(args[1], args[2])
	case len(args) == 1 && args[0] == "version":
		return version()
	}
	return errors.New("usage: fastzip pack|unpack FILE FOLDER, or fastzip version")
}

func pack(name, dir string) (err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return err
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	a, err := fastzip.NewArchiver(f, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	files := map[string]fs.FileInfo{}
	if err := filepath.Walk(dir, func(path string, info fs.FileInfo, err error) error {
		files[path] = info
		return err
	}); err != nil {
		return err
	}
	return a.Archive(context.Background(), files)
}

func unpack(name, dir string) error {
	e, err := fastzip.NewExtractor(name, dir)
	if err != nil {
		return err
	}
	return errors.Join(e.Extract(context.Background()), e.Close())
}

// version prints the version of the library.
func version() error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return errors.New("built without information about modules")
	}
	for _, m := range info.Deps {
		if m.Path == "github.com/saracen/fastzip" {
			fmt.Println(m.Version)
		}
	}
	return nil
}
