package fsys

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"github.com/webdeploy-go/webdeploy/provider"
)

// noFolder says that there is no folder at path (recorded:
// dump/dirpath-missing, dump/dirpath-on-file).
func noFolder(path string, err error) error {
	return &provider.Error{
		Op: "open", Kind: provider.DirPath, Path: path,
		Msg: "Could not find directory '" + path + "'.", Err: quietly(err),
	}
}

// noFile says that there is no file at path, twice, as Web Deploy does
// (recorded: dump/filepath-missing, delete/file-missing).
func noFile(path string, err error) error {
	msg := "Could not find file '" + path + "'."
	return &provider.Error{
		Op: "open", Kind: provider.FilePath, Path: path, Msg: msg,
		Err: &provider.Error{Op: "open", Kind: provider.FilePath, Path: path, Msg: msg, Err: quietly(err)},
	}
}

// noContent says that there is neither a file nor a folder at path. The cause
// comes last (recorded: dump/contentpath-missing, delete/contentpath-missing).
func noContent(path string, cause error) error {
	return &provider.Error{
		Op: "open", Kind: provider.ContentPath, Path: path, Code: provider.CodeNotFound,
		Msg: "Could not find file '" + path + "'.", Err: cause,
	}
}

// quietly returns err as the end of a chain that says that something is not
// there. An err that has another reason is worth a line of its own.
func quietly(err error) error {
	if err == nil || isMissing(err) {
		return provider.Quiet(err)
	}
	return plain(err)
}

// notType returns err or, if there is none, that a look found something else
// than want.
func notType(err error, want entryType) error {
	switch {
	case err != nil:
		return err
	case want == dirType:
		return syscall.ENOTDIR
	}
	return syscall.EISDIR
}

// openError says that it cannot be told what is at ref.
func openError(ref provider.Ref, err error) error {
	return &provider.Error{
		Op: "open", Kind: ref.Kind, Path: ref.Path, Side: provider.DestinationSide, Err: plain(err),
	}
}

// isMissing reports whether err says that there is nothing at a path, or
// something else than what was looked for.
func isMissing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.EISDIR)
}

// plain returns the reason that err gives, without the operation and the path,
// which the errors of this package give themselves.
func plain(err error) error {
	for {
		var p *fs.PathError
		var l *os.LinkError
		var s *os.SyscallError
		switch {
		case errors.As(err, &p):
			err = p.Err
		case errors.As(err, &l):
			err = l.Err
		case errors.As(err, &s):
			err = s.Err
		default:
			return err
		}
	}
}

// unreadable says why an entry cannot be looked at.
func unreadable(path string, link bool, err error) *provider.Error {
	switch {
	case errors.Is(err, syscall.ELOOP):
		return linkLoop(path)
	case link && errors.Is(err, fs.ErrNotExist):
		return &provider.Error{
			Op: "follow link", Path: path, Msg: "The link '" + path + "' leads to nothing.",
			Hint: "remove the link or restore what it leads to", Err: provider.Quiet(err), Skippable: true,
		}
	}
	return &provider.Error{Op: "look at", Path: path, Err: plain(err)}
}

// linkLoop says that following the link at path would never end.
func linkLoop(path string) *provider.Error {
	return &provider.Error{
		Op: "follow link", Path: path, Msg: "The link '" + path + "' leads to itself or to a folder that contains it.",
		Hint: "remove the link or skip it", Err: provider.Quiet(syscall.ELOOP),
	}
}

// notRegular says that there is something at path that cannot be deployed.
func notRegular(path string) error {
	return &provider.Error{
		Op: "read", Path: path, Msg: "'" + path + "' is neither a file nor a folder.",
		Hint: "remove it or skip it", Err: provider.Quiet(errors.ErrUnsupported), Skippable: true,
	}
}

// linkedFolder says that a link stands where a target has a folder.
func linkedFolder(path string) error {
	return &provider.Error{
		Op: "enter", Kind: provider.DirPath, Path: path, Side: provider.DestinationSide,
		Msg:  "The folder '" + path + "' is a link, and nothing is written through links.",
		Hint: "remove the link, skip the folder, or sync to what the link leads to",
		Err:  provider.Quiet(syscall.ELOOP),
	}
}
