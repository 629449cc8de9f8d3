//go:build unix

package command

import (
	"bytes"
	"io"
	"os"
	"os/exec"
)

const shell = "/bin/sh"

// shellCommand returns what runs a command line as one typed into a shell.
func shellCommand(line string) (*exec.Cmd, error) { return exec.Command(shell, "-c", line), nil }

// scriptCommand returns what runs the script at path.
func scriptCommand(path string) (*exec.Cmd, error) {
	args, err := interpreter(path)
	if err != nil {
		return nil, err
	}
	if args == nil {
		args = []string{shell}
	}
	return exec.Command(args[0], append(args[1:], path)...), nil
}

// plainCommand returns what runs a command line without a shell.
func plainCommand(line string) (*exec.Cmd, error) {
	args, err := arguments(line)
	if err != nil {
		return nil, err
	}
	if len(args) == 0 || args[0] == "" {
		return nil, errNoProgram
	}
	return exec.Command(args[0], args[1:]...), nil
}

// longestInterpreter is how much of the first line of a script is looked at.
const longestInterpreter = 4096

// interpreter returns the program that the first line of a script names after
// "#!", with the one argument that may follow it, or nil. Looked at here, and
// not by the system, a script needs neither the right to be executed nor a
// folder where anything may be.
func interpreter(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, longestInterpreter))
	if err != nil {
		return nil, err
	}
	line, _, _ := bytes.Cut(head, []byte("\n"))
	line, ok := bytes.CutPrefix(line, []byte("#!"))
	line = bytes.TrimSpace(line)
	if !ok || len(line) == 0 {
		return nil, nil
	}
	i := bytes.IndexAny(line, " \t")
	if i < 0 {
		return []string{string(line)}, nil
	}
	return []string{string(line[:i]), string(bytes.TrimSpace(line[i:]))}, nil
}
