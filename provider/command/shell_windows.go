package command

import (
	"os/exec"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/windows"
)

// shellCommand returns what runs a command line as one typed into a shell. With
// /s cmd.exe takes off the outer quotes and leaves all others alone.
func shellCommand(line string) (*exec.Cmd, error) {
	dir, err := windows.GetSystemDirectory()
	if err != nil {
		return nil, err
	}
	shell := filepath.Join(dir, "cmd.exe")
	cmd := exec.Command(shell)
	cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: `"` + shell + `" /s /c "` + line + `"`}
	return cmd, nil
}

// scriptCommand returns what runs the script at path.
func scriptCommand(path string) (*exec.Cmd, error) { return shellCommand(`"` + path + `"`) }

// plainCommand returns what runs a command line without a shell. The program
// gets it as it stands, and splits it by itself.
func plainCommand(line string) (*exec.Cmd, error) {
	args, err := windows.DecomposeCommandLine(line)
	if err != nil {
		return nil, err
	}
	if len(args) == 0 || args[0] == "" {
		return nil, errNoProgram
	}
	cmd := exec.Command(args[0])
	cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: line}
	return cmd, nil
}
