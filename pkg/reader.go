package pkg

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/provider"
)

// A Reader is the tree of a package. Its root is the root of a document, such
// as "MSDeploy.dirPath" or "sitemanifest". It may be used by several
// goroutines.
type Reader struct {
	store  store
	kind   provider.Kind // package or archiveDir
	opts   ReaderOptions
	modes  bool // files without a mode have the ordinary one
	root   *provider.Object
	params param.Set
	info   []byte            // systemInfo.xml, if there is one
	says   map[string]string // what it says of the package itself
	blob   string            // provider options of the root, as archive.xml has them
	form   form              // what the tree was made of
	untold bool              // files say neither when they were written nor what flags they have
	file   io.Closer         // nil if there is nothing to close
}

// A form is a kind of package.
type form uint8

const (
	archiveForm  form = iota // archive.xml
	manifestForm             // manifest.xml, made by hand
	bareForm                 // neither
)

// Open opens the package in the named zip file or folder. The caller closes it.
// Errors wrap what the operating system says, ErrFormat, ErrLimit or a
// *SyntaxError.
func Open(name string, opts *ReaderOptions) (*Reader, error) {
	info, err := os.Stat(name)
	if err == nil && info.IsDir() {
		return openFolder(name, opts)
	}
	if err != nil {
		return nil, notLoaded(kindPackage, name, err)
	}
	return openFile(name, opts)
}

// openFile opens a package that is a zip file.
func openFile(name string, opts *ReaderOptions) (*Reader, error) {
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = badFormat(name, "it is no file") // opening a pipe would wait for a writer
	}
	if err != nil {
		return nil, notLoaded(kindPackage, name, err)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, notLoaded(kindPackage, name, err)
	}
	r, err := NewZipReader(f, info.Size(), named(opts, name))
	if err != nil {
		_ = f.Close()
		return nil, notLoaded(kindPackage, name, err)
	}
	r.file = f
	return r, nil
}

// openFolder opens a package that is a folder.
func openFolder(name string, opts *ReaderOptions) (*Reader, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = &provider.Error{
				Op: "open", Kind: kindArchiveDir, Path: name, Err: provider.Quiet(err),
				Msg: "Could not find directory '" + name + "'.",
			}
		}
		return nil, notLoaded(kindArchiveDir, name, err)
	}
	r, err := NewReader(root.FS(), named(opts, name))
	if err != nil {
		_ = root.Close()
		return nil, notLoaded(kindArchiveDir, name, err)
	}
	r.file = root
	return r, nil
}

func named(opts *ReaderOptions, name string) *ReaderOptions {
	o := opts.withDefaults()
	if o.Name == "" {
		o.Name = name
	}
	return &o
}

// NewReader returns a Reader of the package in fsys, an archive folder, which
// must stay usable until the Reader is closed. Closing the Reader does not
// close fsys.
func NewReader(fsys fs.FS, opts *ReaderOptions) (*Reader, error) {
	r := &Reader{kind: kindArchiveDir, opts: opts.withDefaults()}
	r.store = &folder{fsys, &r.opts}
	return r, r.load()
}

// NewZipReader returns a Reader of the package in f, a zip file of the given
// size, which must stay usable until the Reader is closed. Closing the Reader
// does not close f.
func NewZipReader(f io.ReaderAt, size int64, opts *ReaderOptions) (*Reader, error) {
	r := &Reader{kind: kindPackage, opts: opts.withDefaults()}
	z, err := openZip(f, size, &r.opts)
	if err != nil {
		return nil, err
	}
	r.store = z
	return r, r.load()
}

// load reads the XML files and makes the tree.
func (r *Reader) load() error {
	root, err := r.readXML(archiveFile)
	if errors.Is(err, fs.ErrNotExist) {
		root, err = r.readXML(manifestFile)
		r.form = manifestForm
		if errors.Is(err, fs.ErrNotExist) && r.kind == kindPackage {
			root, err, r.form = nil, nil, bareForm
		}
	}
	if err != nil {
		return err
	}
	if err := r.loadInfo(); err != nil {
		return err
	}
	if err := r.loadParameters(); err != nil {
		return err
	}
	b := builder{r, map[string]int{}}
	switch r.form {
	case archiveForm:
		r.root, err = b.archive(root)
	case manifestForm:
		r.root, err = b.manifest(root)
	case bareForm:
		r.root = b.bare()
	}
	if err != nil {
		return badXML(r.xmlName(map[form]string{archiveForm: archiveFile, manifestForm: manifestFile}[r.form]), err)
	}
	return nil
}

// xmlName is the name that errors give an XML file of the package (recorded:
// package/zip-broken, archivedir/broken).
func (r *Reader) xmlName(name string) string {
	if r.kind == kindArchiveDir && r.opts.Name != "" {
		return filepath.Join(r.opts.Name, name)
	}
	return name
}

// readXML parses a file at the top of the package.
func (r *Reader) readXML(name string) (*element, error) {
	data, err := r.readFile(name)
	if err != nil {
		return nil, badXML(r.xmlName(name), err)
	}
	e, err := parseXML(bytes.NewReader(data), r.opts.MaxXML)
	if err != nil {
		return nil, badXML(r.xmlName(name), err)
	}
	return e, nil
}

// readFile returns the contents of an XML file at the top of the package.
func (r *Reader) readFile(name string) ([]byte, error) {
	n, err := r.store.find(name, false)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notFound(r.xmlName(name), false)
	}
	if err != nil {
		return nil, err
	}
	if n.size > r.opts.MaxXML {
		return nil, overLimit(name, "MaxXML", r.opts.MaxXML)
	}
	in, err := r.store.open(context.Background(), n)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, r.opts.MaxXML+1))
	if err == nil && int64(len(data)) > r.opts.MaxXML {
		err = overLimit(name, "MaxXML", r.opts.MaxXML)
	}
	return data, err
}

// loadInfo reads systemInfo.xml, which only hand-made packages may lack
// (recorded: package/zip-noinfo).
func (r *Reader) loadInfo() error {
	data, err := r.readFile(systemInfoFile)
	switch {
	case err == nil:
		r.info, r.says = data, claimsIn(data, r.opts.MaxXML)
		r.untold = r.says[attrTimes] == timesFixed
	case !errors.Is(err, fs.ErrNotExist):
		return badXML(r.xmlName(systemInfoFile), err)
	case r.form == archiveForm:
		return badXML(r.xmlName(systemInfoFile), provider.Quiet(err))
	}
	return nil
}

// loadParameters reads parameters.xml. A package that has a broken one cannot
// be used at all (recorded: package/unzip-paramsbroken).
func (r *Reader) loadParameters() error {
	data, err := r.readFile(parametersFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		r.params, err = param.Parse(bytes.NewReader(data))
	}
	if err != nil {
		return badXML(r.xmlName(parametersFile), err)
	}
	return nil
}

// Root returns the root of the document, the same at every call.
func (r *Reader) Root() *provider.Object { return r.root }

// Parameters returns the parameters that the package declares, nil if there are
// none. The result must not be changed. There is no error that Open has not
// reported.
func (r *Reader) Parameters() (param.Set, error) { return r.params, nil }

// SystemInfo returns systemInfo.xml, the description of the machine that made
// the package, or an error that matches fs.ErrNotExist if there is none.
func (r *Reader) SystemInfo() ([]byte, error) {
	if r.info == nil {
		return nil, badXML(r.xmlName(systemInfoFile), fs.ErrNotExist)
	}
	return bytes.Clone(r.info), nil
}

// Close closes the package. Contents cannot be opened afterwards. Closing it
// again does nothing.
func (r *Reader) Close() error {
	f := r.file
	r.file = nil
	if f == nil {
		return nil
	}
	return f.Close()
}

// archived tells writers what kind of package the tree is read from.
func (r *Reader) archived() provider.Kind { return r.kind }
