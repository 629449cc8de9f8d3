package fsys

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/webdeploy-go/webdeploy/provider"
)

// operation names what is done to o as Web Deploy does: "Create File".
func operation(o *provider.Object, verb string) string {
	if o.Kind.Is(provider.DirPath) {
		return verb + " Directory"
	}
	return verb + " File"
}

// failed says that an operation on o at the destination failed for the reason
// err. A reason that speaks for itself is returned as it is (recorded:
// sync/filepath-no-parent, rules/donotdelete-clash).
func failed(operation string, o *provider.Object, err error) error {
	var e *provider.Error
	if errors.As(err, &e) {
		return err
	}
	err = plain(err)
	n := &provider.Error{
		Op: operation, Kind: o.Kind, Path: o.Path, Side: provider.DestinationSide,
		Msg: "An error was encountered when processing operation '" + operation + "' on '" + o.Path + "'.",
		Err: &provider.Error{Op: operation, Msg: fmt.Sprintf("The error code was 0x%08X.", hresult(err)), Err: err},
	}
	switch {
	case inUse(err):
		n.Code, n.Err = provider.CodeFileInUse, err
		n.Msg = "'" + o.Path + "' cannot be changed because another process uses it."
		n.Hint = "stop what uses it, or take the site offline with -enableRule:AppOffline"
	case errors.Is(err, fs.ErrPermission):
		n.Code = provider.CodeInsufficientAccess
		n.Msg = "Unable to perform the operation (\"" + operation + "\")  for the specified directory (\"" + o.Path +
			"\"). This can occur if the server administrator has not authorized this operation for the user credentials you are using."
	}
	return n
}

// hresult returns the number by which Windows knows err.
func hresult(err error) uint32 {
	if n := win32(err); n != 0 {
		return 0x80070000 | n&0xFFFF
	}
	return 0x80004005 // unspecified
}
