package conformance

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// setupEnv carries out the setup commands of a case in a work folder.
type setupEnv struct {
	work string
	in   *inputs
	// runTool runs the tool under test with a raw command line and returns its
	// status and everything it printed.
	runTool func(ctx context.Context, line string) (int, string)
}

// run carries out one setup line. Paths are relative to the work folder unless
// absolute.
func (e *setupEnv) run(ctx context.Context, line string) error {
	words, err := shellWords(line, e.work)
	if err != nil || len(words) == 0 {
		return err
	}
	name, args := words[0], words[1:]
	if name == "msdeploy" {
		rc, output := e.runTool(ctx, strings.Join(args, " "))
		if rc&0xff != 0 {
			return fmt.Errorf("%s: status %d\n%s", line, rc, output)
		}
		return nil
	}
	if err := e.command(name, args); err != nil {
		return fmt.Errorf("%s: %w", line, err)
	}
	return nil
}

// command carries out one of the commands that only touch files.
func (e *setupEnv) command(name string, args []string) error {
	switch name {
	case "put", "fill", "noise", "many", "copy", "move":
		if len(args) != 2 {
			return errors.New("takes two arguments")
		}
		return e.pair(name, args[0], args[1])
	case "at":
		if len(args) < 2 {
			return errors.New("takes a time and paths")
		}
		return e.at(args[0], args[1:])
	}
	var each func(path string) error
	switch name {
	case "dir":
		each = makeAll
	case "del":
		each = os.RemoveAll
	case "readonly_":
		each = func(path string) error { return changeMode(path, 0, 0o222) }
	case "writable":
		each = func(path string) error { return changeMode(path, 0o200, 0) }
	default:
		return errors.New("there is no such setup command")
	}
	for _, arg := range args {
		if err := each(e.path(arg)); err != nil {
			return err
		}
	}
	return nil
}

// pair carries out a command with two arguments.
func (e *setupEnv) pair(name, first, second string) error {
	switch name {
	case "put":
		return e.write(first, unescape(second))
	case "copy":
		return copyAll(e.path(first), e.path(second))
	case "move":
		return os.Rename(e.path(first), e.path(second))
	}
	n, err := strconv.Atoi(second)
	if err != nil || n < 0 {
		return fmt.Errorf("%q is no count", second)
	}
	switch name {
	case "fill":
		const pattern = "0123456789abcdef"
		return e.write(first, bytes.Repeat([]byte(pattern), n/len(pattern)+1)[:n])
	case "noise":
		if n > len(e.in.noise) {
			return fmt.Errorf("there are %d bytes of noise only", len(e.in.noise))
		}
		return e.write(first, e.in.noise[:n])
	}
	return e.many(first, n)
}

func (e *setupEnv) path(arg string) string {
	if filepath.IsAbs(arg) {
		return filepath.Clean(arg)
	}
	return filepath.Join(e.work, filepath.FromSlash(arg))
}

func (e *setupEnv) write(arg string, data []byte) error {
	name := e.path(arg)
	if err := makeAll(filepath.Dir(name)); err != nil {
		return err
	}
	return writeFile(name, data, fileTime())
}

// many writes n files f00000.txt and so on into a folder, each holding its
// number.
func (e *setupEnv) many(arg string, n int) error {
	for i := range n {
		if err := e.write(filepath.Join(arg, fmt.Sprintf("f%05d.txt", i)), []byte(strconv.Itoa(i))); err != nil {
			return err
		}
	}
	return nil
}

func (e *setupEnv) at(when string, args []string) error {
	t, err := time.Parse(touchLayout, when)
	if err != nil {
		return err
	}
	for _, arg := range args {
		if err := os.Chtimes(e.path(arg), t, t); err != nil {
			return err
		}
	}
	return nil
}

// makeAll makes a folder and its missing parents with the suite's mode.
func makeAll(folder string) error {
	if info, err := os.Stat(folder); err == nil && info.IsDir() {
		return nil
	}
	if err := makeAll(filepath.Dir(folder)); err != nil {
		return err
	}
	return makeFolder(folder)
}

func changeMode(path string, set, clear os.FileMode) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return os.Chmod(path, info.Mode().Perm()&^clear|set)
}

// copyAll copies a file or folder with times and modes; to must not exist.
func copyAll(from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(to); err == nil {
		return fmt.Errorf("%s exists", to)
	}
	if info.IsDir() {
		err = copyFolder(from, to)
	} else {
		err = copyFile(from, to)
	}
	if err != nil {
		return err
	}
	// The time first: a read-only file refuses it on some systems.
	if err := os.Chtimes(to, info.ModTime(), info.ModTime()); err != nil {
		return err
	}
	return os.Chmod(to, info.Mode().Perm())
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, fileMode)
}

func copyFolder(from, to string) error {
	if err := os.Mkdir(to, dirMode); err != nil {
		return err
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := copyAll(filepath.Join(from, entry.Name()), filepath.Join(to, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}
