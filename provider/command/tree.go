package command

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A tree holds one command.
type tree struct {
	root   *provider.Object
	closed atomic.Bool
}

// Root returns the command.
func (t *tree) Root() *provider.Object { return t.root }

// Close makes the content of a script unavailable.
func (t *tree) Close() error {
	t.closed.Store(true)
	return nil
}

// addScript gives the command its content if it is the path of a script.
func (t *tree) addScript() bool {
	o := t.root
	if extension(o.Key) == "" {
		return false
	}
	st, err := os.Stat(o.Key)
	if err != nil || !st.Mode().IsRegular() {
		return false
	}
	o.Attrs = append(o.Attrs,
		provider.Attr{Name: provider.AttrSize, Value: provider.Int(st.Size())},
		provider.Attr{Name: provider.AttrLastWriteTime, Value: provider.Time(st.ModTime())})
	o.Content = t.open
	return true
}

// extension returns the end of path by which it is that of a script, or "".
func extension(path string) string {
	ext := strings.ToLower(filepath.Ext(path))
	if slices.Contains([]string{".bat", ".cmd", ".sh"}, ext) {
		return ext
	}
	return ""
}

// open opens the script.
func (t *tree) open(ctx context.Context) (io.ReadCloser, error) {
	err := context.Cause(ctx)
	if err == nil && t.closed.Load() {
		err = fs.ErrClosed
	}
	if err == nil {
		var f *os.File
		if f, err = os.Open(t.root.Key); err == nil {
			return f, nil
		}
	}
	return nil, &provider.Error{Op: "read", Kind: kind, Path: t.root.Path, Side: provider.SourceSide, Err: plain(err)}
}

// plain returns err without the name of what it is about, which whoever reports
// it names, or which must not be shown.
func plain(err error) error {
	var pe *fs.PathError
	var ee *exec.Error
	switch {
	case errors.As(err, &pe):
		return pe.Err
	case errors.As(err, &ee):
		return ee.Err
	}
	return err
}
