package main

import (
	"archive/zip"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

const (
	folderGrain  = 100 * time.Nanosecond // to which Windows knows the time of a file
	packageGrain = 2 * time.Second       // and zip files do
)

// A content is what is compared of a file.
type content struct {
	size int64
	crc  uint32
	time time.Time
}

// A listing tells of the files in a folder or an archive, by slash-separated
// name. Folders have names that end in a slash, and nothing else.
type listing map[string]content

// add reads the file name from r.
func (l listing) add(name string, r io.Reader, modified time.Time, grain time.Duration) error {
	var sum hash.Hash32 = crc32.NewIEEE()
	n, err := io.Copy(sum, r)
	l[name] = content{n, sum.Sum32(), modified.Truncate(grain).UTC()}
	return err
}

// inFolder lists what is below dir. Times are rounded down to a multiple of
// grain.
func inFolder(dir string, grain time.Duration) (listing, error) {
	l := listing{}
	return l, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if d.IsDir() {
			l[name+"/"] = content{}
			return nil
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return err
		}
		return l.add(name, f, info.ModTime(), grain)
	})
}

// inArchive lists what a package has below the folder that was packed, or any
// other zip file has in it.
func inArchive(name string) (listing, error) {
	z, err := zip.OpenReader(name)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	top := packed(z.File)
	l := listing{}
	for _, f := range z.File {
		rel, ok := strings.CutPrefix(f.Name, top)
		rel = path.Clean(rel) // some write ./name
		switch {
		case !ok || rel == ".":
		case f.FileInfo().IsDir():
			l[rel+"/"] = content{}
		default:
			if err := l.addEntry(rel, f); err != nil {
				return nil, err
			}
		}
	}
	return l, nil
}

func (l listing) addEntry(name string, f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	return l.add(name, r, f.Modified, packageGrain)
}

// packed returns the entry of the folder that a package was made of, or nothing
// for any other archive.
func packed(files []*zip.File) string {
	top := ""
	for _, f := range files {
		if strings.HasPrefix(f.Name, "Content/") && strings.HasSuffix(f.Name, "/") && (top == "" || len(f.Name) < len(top)) {
			top = f.Name
		}
	}
	return top
}

// same returns an error unless two listings are alike. It names one difference:
// all of them would be too many.
func same(want, got listing) error {
	for name, c := range want {
		have, ok := got[name]
		if !ok {
			return fmt.Errorf("%s is missing", name)
		}
		if have != c {
			return fmt.Errorf("%s is %+v, and should be %+v", name, have, c)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			return fmt.Errorf("%s should not be there", name)
		}
	}
	return nil
}
