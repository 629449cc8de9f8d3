// Command runner runs a program and prints what that took: nanoseconds of wall
// time, nanoseconds of processor time, and the peak of memory in bytes.
//
// It is a program by itself because a new process inherits the peak of the one
// that starts it. This one is smaller than all that it measures.
//
//	runner [-C DIR] [-o FILE] [-forget FILE] PROGRAM [ARGUMENT ...]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"time"
)

func main() {
	dir := flag.String("C", "", "folder to run in")
	output := flag.String("o", os.DevNull, "file for the standard output")
	caches := flag.String("forget", "", "what to write 3 to, so that the system forgets the files that it has read")
	flag.Parse()
	if err := run(os.Stdout, *dir, *output, *caches, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(out io.Writer, dir, output, caches string, command []string) error {
	if len(command) == 0 {
		return errors.New("no program to run")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	f, err := os.Create(output)
	if err != nil {
		return err
	}
	defer f.Close()
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, f, os.Stderr
	settle()
	if caches != "" {
		if err := forget(caches, cmd.Path); err != nil {
			return err
		}
	}
	start := time.Now()
	err = cmd.Run()
	wall := time.Since(start)
	if err != nil {
		return err
	}
	s := cmd.ProcessState
	_, err = fmt.Fprintln(out, wall.Nanoseconds(), (s.UserTime() + s.SystemTime()).Nanoseconds(), peak(s))
	return err
}

// forget drops the caches and reads program again: how long it takes to load
// says nothing about its work.
func forget(caches, program string) error {
	if err := os.WriteFile(caches, []byte("3"), 0); err != nil {
		return err
	}
	f, err := os.Open(program)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(io.Discard, f)
	return err
}
