package pkg

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/ordinal"
	"github.com/webdeploy-go/webdeploy/provider"
)

// A folder is a store that is a folder, or anything that looks like one.
type folder struct {
	fsys fs.FS
	opts *ReaderOptions
}

func (f *folder) find(name string, dir bool) (node, error) {
	at := "."
	for i, n := 0, countParts(name); i < n; i++ {
		part := partAt(name, i)
		next, err := f.spelled(at, part, dir || i < n-1)
		if err != nil {
			return node{}, err
		}
		at = path.Join(at, next)
	}
	info, err := fs.Stat(f.fsys, at)
	if err != nil {
		return node{}, err
	}
	if info.IsDir() != dir {
		return node{}, notFound(name, dir)
	}
	return f.node(at, info), nil
}

// spelled returns the name that part has in the folder at: its own, or one that
// differs from it in case only.
func (f *folder) spelled(at, part string, dir bool) (string, error) {
	if err := unsafePart(part, ""); err != nil {
		return "", errors.Join(err, notFound(path.Join(at, part), dir))
	}
	if info, err := fs.Stat(f.fsys, path.Join(at, part)); err == nil && info.IsDir() == dir {
		return part, nil
	}
	list, err := fs.ReadDir(f.fsys, at)
	if err != nil {
		return "", err
	}
	for _, d := range list {
		if d.IsDir() == dir && ordinal.Equal(d.Name(), part) {
			return d.Name(), nil
		}
	}
	return "", notFound(path.Join(at, part), dir)
}

// node returns the node of the file or folder at a path of the file system.
func (f *folder) node(at string, info fs.FileInfo) node {
	n := node{name: path.Base(at), path: at, dir: info.IsDir(), own: true, time: info.ModTime()}
	if !n.dir {
		n.size = info.Size()
	}
	n.ext = fileAttributes(info)
	n.hasMode = fromUnix(n.ext)
	return n
}

func (f *folder) list(ctx context.Context, dir node) iter.Seq2[node, error] {
	return func(yield func(node, error) bool) {
		list, err := fs.ReadDir(f.fsys, dir.path)
		if err != nil {
			yield(node{}, err)
			return
		}
		slices.SortStableFunc(list, func(a, b fs.DirEntry) int {
			return cmp.Or(ordinal.Compare(a.Name(), b.Name()), boolean(b.IsDir())-boolean(a.IsDir()), strings.Compare(a.Name(), b.Name()))
		})
		for _, d := range list {
			if err := context.Cause(ctx); err != nil {
				yield(node{}, err)
				return
			}
			info, err := d.Info()
			if errors.Is(err, fs.ErrNotExist) {
				continue // gone since it was listed
			}
			if err != nil {
				yield(node{}, err)
				return
			}
			if !yield(f.child(dir.path, info), nil) {
				return
			}
		}
	}
}

// child returns the node of what info tells of, in the folder at. Only files
// and folders can be used: whatever else is there was not put there by a
// package, and a link may lead anywhere.
func (f *folder) child(at string, info fs.FileInfo) node {
	n := f.node(path.Join(at, info.Name()), info)
	n.bad = unsafePart(n.name, f.opts.System)
	if n.bad == nil && !info.IsDir() && !info.Mode().IsRegular() {
		n.bad = &provider.Error{Op: "use", Path: n.path, Err: errors.ErrUnsupported, Hint: "an archive folder holds files and folders only"}
	}
	return n
}

func (f *folder) open(ctx context.Context, file node) (io.ReadCloser, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	return f.fsys.Open(file.path)
}
