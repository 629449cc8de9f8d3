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
		Doc: "Numbers of Windows errors, separated by semicolons: what cannot be read for one of them is left out with a warning.",
	}
}

// ignores reports whether the settings s list the number by which Windows knows
// err, with or without the upper half that marks it as an error of Windows.
func ignores(s provider.Settings, err error) bool {
	list, ok := s.Lookup(ignoreErrors().Name)
	if !ok || list == "" {
		return false
	}
	code := hresult(err)
	for text := range strings.SplitSeq(list, ";") {
		n, nerr := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
		if nerr == nil && (uint32(n) == code || code>>16 == 0x8007 && uint32(n) == code&0xFFFF) {
			return true
		}
	}
	return false
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

// passOver returns invalid, which says that something cannot be read because of
// err, as an error that a sync may pass over if the settings of t say so.
func (t *tree) passOver(invalid *provider.Error, err error) error {
	invalid.Skippable = invalid.Skippable || ignores(t.root.obj.Settings, err)
	return invalid
}
