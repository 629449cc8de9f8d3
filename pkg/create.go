package pkg

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/webdeploy-go/webdeploy/provider"
)

// Create returns a Writer of the package in the named zip file. If there is one,
// it is changed; a file that is no zip file is replaced (recorded:
// package/dest-not-zip). What is synced into it must be a whole document; see
// provider.Document. Nothing is touched before Apply, and the file itself not
// before Commit. The caller closes the Writer.
func Create(name string, opts *WriterOptions) (*Writer, error) {
	o := opts.withDefaults()
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return nil, &provider.Error{
			Op: "create", Kind: kindPackage, Path: name, Side: provider.DestinationSide, Err: errors.ErrUnsupported,
			Hint: "only a file can be replaced by a package",
		}
	}
	old, err := existing(name, &o.Reader)
	if err != nil {
		return nil, err
	}
	w, err := newWriter(name, kindPackage, old, o)
	if err != nil {
		_ = old.Close()
		return nil, err
	}
	var zip *zipFile
	if old != nil {
		zip = old.store.(*zipFile)
		w.bounds.files = countFiles(zip.table)
	}
	out := newZipOutput(name, zip, &w.opts)
	if old != nil {
		out.release = old.Close
	}
	w.out = out
	return w, nil
}

// NewZipWriter returns a Writer of a new package that is a zip file and goes to
// out from its beginning to its end, such as a pipe or the body of a request.
// Contents of more than 8 MiB, packed, go there while they are compressed, with
// their sizes behind them; a reproducible package is made in a temporary file
// first. Out has a whole package when Commit has returned nil; closing it is up
// to the caller.
func NewZipWriter(out io.Writer, opts *WriterOptions) *Writer {
	o := opts.withDefaults()
	w := newPackage(string(kindPackage), kindPackage, o)
	z := newZipOutput(filepath.Join(os.TempDir(), "package.zip"), nil, &w.opts)
	z.stream = out
	w.out = z
	return w
}

// existing opens the package that is to be changed, if there is one. A zip file
// that is no package stays as it is: what is in it has no place in a package.
func existing(name string, opts *ReaderOptions) (*Reader, error) {
	old, err := openFile(name, opts)
	if err == nil {
		old.modes = true // a file that could not be run and now can has changed
	}
	switch {
	case err == nil && old.form != archiveForm:
		_ = old.Close()
		return nil, &provider.Error{
			Op: "change", Kind: kindPackage, Path: name, Side: provider.DestinationSide, Err: errors.ErrUnsupported,
			Hint: "only packages with an archive.xml can be changed; write to a file of another name",
		}
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, ErrFormat) && isNoZip(err):
		return nil, nil
	}
	return old, err
}

// isNoZip reports whether err is about the zip file as a whole.
func isNoZip(err error) bool {
	var e *provider.Error
	return errors.As(errors.Unwrap(err), &e) && e.Kind == kindPackage
}

// CreateDir returns a Writer of the package in the named folder, an archive
// folder. If there is one, it is changed. Files are written at once, each of
// them as a whole; the package's own files are written by Commit. The folder
// and those above it are made if they are not there. The caller closes the
// Writer.
func CreateDir(name string, opts *WriterOptions) (*Writer, error) {
	o := opts.withDefaults()
	old, err := existingDir(name, &o.Reader)
	if err != nil {
		return nil, err
	}
	w, err := newWriter(name, kindArchiveDir, old, o)
	if err != nil {
		_ = old.Close()
		return nil, err
	}
	w.out = &dirOutput{name: name, opts: &w.opts}
	return w, nil
}

// existingDir opens the archive folder that is to be changed, if there is one.
func existingDir(name string, opts *ReaderOptions) (*Reader, error) {
	list, err := os.ReadDir(name)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && len(list) == 0:
		return nil, nil
	case err != nil:
		return nil, notLoaded(kindArchiveDir, name, err)
	}
	old, err := openFolder(name, opts)
	if err != nil && errors.Is(err, fs.ErrNotExist) {
		return nil, nil // something else, beside which an archive has room
	}
	if err == nil && old.form != archiveForm {
		_ = old.Close()
		return nil, &provider.Error{
			Op: "change", Kind: kindArchiveDir, Path: name, Side: provider.DestinationSide, Err: errors.ErrUnsupported,
			Hint: "only archives with an archive.xml can be changed; write to another folder",
		}
	}
	return old, err
}
