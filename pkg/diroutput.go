package pkg

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A dirOutput writes an archive folder. All access goes through an os.Root, so
// that no link leads out of it.
type dirOutput struct {
	name  string
	opts  *WriterOptions
	begin sync.Once
	root  *os.Root
	err   error // why there is no root
}

// start makes and opens the folder.
func (d *dirOutput) start() error {
	d.begin.Do(func() {
		if d.err = os.MkdirAll(d.name, 0o777); d.err == nil {
			d.root, d.err = os.OpenRoot(d.name)
		}
	})
	return d.err
}

// diskName returns the path of the file or folder with the given name in a
// package, or an error if this system would take a part of it for something
// else.
func diskName(name string) (string, error) {
	var parts []string
	for part := range strings.SplitSeq(name, "/") {
		if part == "" {
			continue
		}
		if err := unsafePart(part, runtime.GOOS); err != nil {
			return "", err
		}
		parts = append(parts, part)
	}
	return filepath.Join(parts...), nil
}

// folder makes a folder.
func (d *dirOutput) folder(_ context.Context, name string, o *provider.Object) error {
	at, err := d.place(name, o)
	if err != nil {
		return err
	}
	if err := d.root.Mkdir(at, 0o777); err != nil && !d.isFolder(at) {
		return err
	}
	if mode, ok := o.Attrs.Get(provider.AttrMode); ok && mode.Int()&0o700 == 0o700 {
		return d.chmod(at, fs.FileMode(mode.Int()))
	}
	return nil
}

func (d *dirOutput) isFolder(at string) bool {
	info, err := d.root.Lstat(at)
	return err == nil && info.IsDir()
}

// place returns the path of o. The folders above those that archive.xml names
// are made; any other must be there.
func (d *dirOutput) place(name string, o *provider.Object) (string, error) {
	if err := d.start(); err != nil {
		return "", err
	}
	at, err := diskName(name)
	if err != nil {
		return "", err
	}
	if !isContents(o) || isMarker(o) {
		return at, d.root.MkdirAll(filepath.Dir(at), 0o777)
	}
	if dir := filepath.Dir(at); !d.isFolder(dir) {
		return "", notFound(dir, true)
	}
	return at, nil
}

// file writes a file, under another name until it is complete.
func (d *dirOutput) file(ctx context.Context, name string, o *provider.Object) error {
	at, err := d.place(name, o)
	if err != nil {
		return err
	}
	in, err := o.Content(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	return d.write(ctx, at, in, func(tmp string) error { return d.dress(tmp, o) })
}

// write gives a new file at the given place the contents of in. What finish does
// is done before it gets its name. The package's own files, which have nothing to
// finish, are what tells after a crash whether the archive is complete.
func (d *dirOutput) write(ctx context.Context, at string, in io.Reader, finish func(tmp string) error) error {
	tmp := temporaryName(path.Base(archiveFile))
	out, err := d.root.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, &cancelReader{ctx, in})
	if err == nil && finish == nil {
		err = out.Sync()
	}
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	if err == nil && finish != nil {
		err = finish(tmp)
	}
	if err == nil {
		err = d.rename(tmp, at)
	}
	if err != nil {
		return errors.Join(err, d.discard(tmp))
	}
	return nil
}

func (d *dirOutput) discard(tmp string) error {
	if err := d.root.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// rename gives a file its name. Windows does not replace files that are
// read-only.
func (d *dirOutput) rename(tmp, at string) error {
	err := d.root.Rename(tmp, at)
	if err != nil && runtime.GOOS == "windows" && d.root.Chmod(at, 0o666) == nil {
		err = d.root.Rename(tmp, at)
	}
	return err
}

// dress gives a file the time and the mode of o.
func (d *dirOutput) dress(tmp string, o *provider.Object) error {
	if v, ok := o.Attrs.Get(provider.AttrLastWriteTime); ok {
		if err := d.root.Chtimes(tmp, time.Time{}, v.Time()); err != nil {
			return err
		}
	}
	v, _ := o.Attrs.Get(provider.AttrAttributes)
	readOnly := parseDOS(v.String())&dosReadOnly != 0
	if mode, ok := o.Attrs.Get(provider.AttrMode); ok {
		return d.chmod(tmp, fs.FileMode(mode.Int()))
	}
	if readOnly {
		return d.chmod(tmp, 0o444)
	}
	return nil
}

// chmod sets the permissions of a file where the system has some. Bits that let
// whoever runs a file act as another stay off.
func (d *dirOutput) chmod(at string, mode fs.FileMode) error {
	return d.root.Chmod(at, mode.Perm())
}

// remove removes a file or an empty folder.
func (d *dirOutput) remove(name string, _ bool) error {
	if err := d.start(); err != nil {
		return err
	}
	at, err := diskName(name)
	if err != nil {
		return err
	}
	err = d.root.Remove(at)
	if err != nil && runtime.GOOS == "windows" && d.root.Chmod(at, 0o666) == nil {
		err = d.root.Remove(at)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// commit writes the package's own files, archive.xml last.
func (d *dirOutput) commit(ctx context.Context, own []ownFile, info func(string) ownFile) error {
	if err := d.start(); err != nil {
		return err
	}
	digest := ""
	if d.opts.Digest {
		list, sum, err := d.digests(ctx, own)
		if err != nil {
			return err
		}
		own, digest = append(own, ownFile{digestFile, list}), sum
	} else if err := d.discard(digestFile); err != nil {
		return err
	}
	own = append(own, info(digest))
	for i := len(own) - 1; i >= 0; i-- {
		f := own[i]
		if err := d.write(ctx, f.name, strings.NewReader(string(f.data)), nil); err != nil {
			return err
		}
	}
	return nil
}

// digests returns the list of what will be in the folder, and its digest.
func (d *dirOutput) digests(ctx context.Context, own []ownFile) (list []byte, digest string, err error) {
	opts := d.opts.Reader.withDefaults()
	skip := func(name string) bool {
		return describesItself(name) || slices.ContainsFunc(own, func(f ownFile) bool { return strings.EqualFold(f.name, name) })
	}
	lines, err := storeLines(ctx, &folder{d.root.FS(), &opts}, skip)
	if err != nil {
		return nil, "", err
	}
	for _, f := range own {
		lines = append(lines, digestLine{f.name, digestFlags(0), sha256.Sum256(f.data)})
	}
	list, digest = formatDigest(lines)
	return list, digest, nil
}

// close lets go of the folder.
func (d *dirOutput) close() error {
	if d.root == nil {
		return nil
	}
	return d.root.Close()
}

// A cancelReader reads until a context is cancelled.
type cancelReader struct {
	ctx context.Context // of the one copy that the reader is made for
	r   io.Reader
}

// Read reads the next bytes.
func (c *cancelReader) Read(p []byte) (int, error) {
	if err := context.Cause(c.ctx); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
