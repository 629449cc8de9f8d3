//go:build unix

package command

import (
	"os/exec"
	"syscall"
)

// A group is what a command started.
type group struct {
	leader  *exec.Cmd
	outlive bool // it may outlive the command
}

// startGroup starts cmd in a session of its own, which is a process group and
// has no terminal that it could wait for.
func startGroup(cmd *exec.Cmd, outlive bool) (*group, error) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return &group{cmd, outlive}, cmd.Start()
}

// close ends what the command, which has just ended, left running, unless that
// may outlive it.
func (g *group) close() {
	if !g.outlive {
		_ = syscall.Kill(-g.leader.Process.Pid, syscall.SIGKILL) // fails if nothing is left
	}
}
