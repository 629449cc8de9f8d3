package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
)

// measure has runner run a command, and returns what that took.
func (b *bench) measure(ctx context.Context, options, command []string) (c cost, err error) {
	cmd := exec.CommandContext(ctx, b.runner, append(options, command...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // which ends the program too
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	runtime.GC() // now, and not beside the program
	out, err := cmd.Output()
	if err != nil {
		return c, fmt.Errorf("%q: %w: %s", command, err, stderr.Bytes())
	}
	if _, err := fmt.Sscan(string(out), &c.wall, &c.cpu, &c.peak); err != nil {
		return c, fmt.Errorf("the output of the runner, %q: %w", out, err)
	}
	return c, nil
}
