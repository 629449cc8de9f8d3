package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the first signal asks to stop, the second one does it
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// A plan is what the command line asks for.
type plan struct {
	rounds    int
	scenarios []scenario
	work      string   // folder in which everything is written
	sites     []string // folders
	files     int      // to make up; 0 for none
	peers     string   // folder to build peers in; none are built if it is empty
}

func parse(args []string, stderr io.Writer) (*plan, error) {
	p := &plan{}
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.IntVar(&p.rounds, "rounds", 5, "rounds that are counted")
	ids := f.String("scenarios", "", "`LIST` of scenarios separated by commas; all of them by default")
	f.StringVar(&p.work, "work", os.TempDir(), "`FOLDER` below which everything is written")
	dirs := f.String("site", "", "`LIST` of folders separated by commas, each of them a site, which are only read")
	f.IntVar(&p.files, "files", 0, "`NUMBER` of small files that make up a site")
	f.StringVar(&p.peers, "build-peers", "", "`FOLDER` to build those peers in that are written in Go; in the search path from then on")
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	if f.NArg() > 0 || p.rounds < 1 || p.files < 0 {
		f.Usage()
		return nil, errors.New("what was asked for makes no sense")
	}
	if *dirs != "" {
		p.sites = strings.Split(*dirs, ",")
	}
	var err error
	p.scenarios, err = pick(*ids)
	return p, err
}

// run does what args ask for and writes tables to out.
func run(ctx context.Context, args []string, out, progress io.Writer) (err error) {
	if err := sameForAll(); err != nil {
		return err
	}
	if len(args) > 0 && args[0] == asLibrary {
		return library(ctx, args[1:], out)
	}
	p, err := parse(args, progress)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	work, err := filepath.Abs(p.work) // contestants run elsewhere
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(work, "bench")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	b, err := build(ctx, p, dir)
	if err != nil {
		return err
	}
	b.progress = progress
	b.header(ctx, out)
	for s, err := range p.inputs(dir) {
		if err != nil {
			return err
		}
		if err := b.compare(ctx, s, p.scenarios, out); err != nil {
			return err
		}
	}
	return nil
}

// sameForAll sets the time zone, in which zip files have their times, and the
// language for this process and those that it starts.
func sameForAll() error {
	return errors.Join(os.Setenv("TZ", "UTC"), os.Setenv("LC_ALL", "C.UTF-8"))
}
