package command

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/webdeploy-go/webdeploy/provider"
)

// script writes a script to a folder that nobody else may enter, runs it, and
// removes the folder.
func (r *run) script(ctx context.Context, content provider.Content, ext string) error {
	dir, err := os.MkdirTemp("", "webdeploy-")
	if err != nil {
		return r.failure("There is no place for the script.", err)
	}
	defer r.remove(ctx, dir)
	path := filepath.Join(dir, "script"+ext)
	if err := write(ctx, path, content); err != nil {
		return r.failure("The script could not be copied.", err)
	}
	cmd, err := scriptCommand(path)
	if err != nil {
		return r.failure("The script could not be run.", err)
	}
	return r.command(ctx, cmd)
}

// remove removes the folder of a script. What the script left running may keep
// it where files in use cannot be removed.
func (r *run) remove(ctx context.Context, dir string) {
	if err := os.RemoveAll(dir); err != nil {
		provider.Report(ctx, provider.Event{
			Level: slog.LevelWarn, Type: provider.EventGeneral, Kind: kind, Path: r.path,
			Message: "The temporary folder '" + dir + "' could not be removed.", Detail: err.Error(),
		})
	}
}

// copyAtOnce is how much is copied between two looks at the context.
const copyAtOnce = 1 << 20

// write copies content to a new file.
func write(ctx context.Context, path string, content provider.Content) (err error) {
	in, err := content(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	for {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		if _, err := io.CopyN(out, in, copyAtOnce); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
