package param

import (
	"errors"
	"io"
	"os"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A Reader turns a text that was given for a value into the value.
type Reader func(text string) (Value, error)

// Literal is the Reader that takes a text as it is.
func Literal(text string) (Value, error) { return Plain(text), nil }

// References returns a Reader for texts that may say where a value is to be
// found, so that secrets need not stand in command lines:
//
//	@env:NAME   the value of an environment variable, which must be set
//	@file:PATH  the text of a file, without the line end that it may end with
//	@@...       "@" and what follows, for a value that begins with one
//
// What is found so is a secret. Any other text is taken as it is. Nil lookup
// means os.LookupEnv.
func References(lookup func(name string) (value string, ok bool)) Reader {
	if lookup == nil {
		lookup = os.LookupEnv
	}
	return func(text string) (Value, error) {
		if name, ok := strings.CutPrefix(text, "@env:"); ok {
			v, ok := lookup(name)
			if !ok {
				return Value{}, &provider.Error{
					Op: "read value", Path: name, Msg: "The environment variable '" + name + "' is not set.",
					Hint: "write @@env:" + name + " if that is the value itself",
				}
			}
			return Secret(v), nil
		}
		if name, ok := strings.CutPrefix(text, "@file:"); ok {
			return readSecret(name)
		}
		if rest, ok := strings.CutPrefix(text, "@@"); ok {
			return Plain("@" + rest), nil
		}
		return Plain(text), nil
	}
}

// maxSecret limits the files that values are read from.
const maxSecret = 1 << 20

func readSecret(name string) (Value, error) {
	f, err := os.Open(name)
	if err != nil {
		return Value{}, unopened(name, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	if err == nil && len(data) > maxSecret {
		err = errors.New("the file has more than 1 MB")
	}
	if err != nil {
		return Value{}, &provider.Error{Op: "read value", Path: name, Msg: "The file '" + name + "' could not be read.", Err: err}
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	text = strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r")
	return Secret(text), nil
}
