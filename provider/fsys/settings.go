package fsys

import (
	"strconv"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// ignoreErrors is the setting that dirPath and filePath share.
func ignoreErrors() provider.SettingDoc {
	return provider.SettingDoc{
		Name: "ignoreErrors", Check: errorNumbers,
		Doc: "Numbers of Windows errors to pass over while reading, separated by semicolons; accepted, without effect.",
	}
}

// errorNumbers checks the value of ignoreErrors (recorded:
// cmdline/setting-ignoreerrors-bad).
func errorNumbers(value string) error {
	for s := range strings.SplitSeq(value, ";") {
		if _, err := strconv.ParseInt(strings.TrimSpace(s), 10, 32); err != nil {
			return &provider.Error{
				Op: "check setting", Msg: "The value '" + value + "' provided for 'ignoreErrors' is not valid.",
				Err: &provider.Error{Op: "parse", Msg: "The text '" + s + "' is not a number.", Err: provider.Quiet(err)},
			}
		}
	}
	return nil
}
