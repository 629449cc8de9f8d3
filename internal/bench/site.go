package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// A site is a folder with files in it.
type site struct {
	name    string
	dir     string
	small   bool     // it is one of many small files
	files   []string // full paths, in the order of their folders
	folders int      // below dir
	bytes   int64
}

func openSite(name, dir string) (*site, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	s := &site{name: name, dir: dir}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		if d.IsDir() {
			s.folders++
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() {
			return fmt.Errorf("%s is not a file, and programs differ in what they make of it", path)
		}
		s.files, s.bytes = append(s.files, path), s.bytes+info.Size()
		return nil
	})
	if err == nil && len(s.files) == 0 {
		err = fmt.Errorf("there are no files in %s", dir)
	}
	return s, err
}

// copy returns a copy of s in the new folder dir, which may be changed.
func (s *site) copy(ctx context.Context, dir string) (*site, error) {
	if err := deploy(ctx, folder(s.dir), folder(dir), false); err != nil {
		return nil, err
	}
	return openSite(s.name, dir)
}

// edit adds a line to one file in a hundred, an hour after it was last written.
func (s *site) edit() error {
	for i := 0; i < len(s.files); i += 100 {
		if err := edit(s.files[i]); err != nil {
			return err
		}
	}
	return nil
}

func edit(name string) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString("\n/* edited */\n")
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	t := info.ModTime().Add(time.Hour)
	return os.Chtimes(name, t, t)
}

// prune removes one file in ten.
func (s *site) prune() error {
	for i := 0; i < len(s.files); i += 10 {
		if err := os.Remove(s.files[i]); err != nil {
			return err
		}
	}
	return nil
}
