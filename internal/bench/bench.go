package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
)

// A bench has what all contests need.
type bench struct {
	dir               string // below which everything is written
	cli, self, runner string // programs: the example, this one, and runner
	rounds            int
	waste             waste
	progress          io.Writer
}

// build builds the programs of this module and, if p asks for them, peers.
func build(ctx context.Context, p *plan, dir string) (*bench, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	b := &bench{dir: dir, self: self, rounds: p.rounds, waste: waste{dir: filepath.Join(dir, "waste")}}
	programs := filepath.Join(dir, "programs") + string(filepath.Separator)
	if _, err := command(ctx, "go", "build", "-o", programs, module+"/examples/webdeploy", module+"/internal/bench/runner"); err != nil {
		return nil, err
	}
	b.cli, b.runner = programs+"webdeploy", programs+"runner"
	if p.peers == "" {
		return b, nil
	}
	peers, err := filepath.Abs(p.peers)
	if err != nil {
		return nil, err
	}
	if err := buildPeers(ctx, peers); err != nil {
		return nil, err
	}
	return b, os.Setenv("PATH", peers+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// inputs walks the sites that p asks for. What is made up goes into dir.
func (p *plan) inputs(dir string) iter.Seq2[*site, error] {
	return func(yield func(*site, error) bool) {
		for _, s := range p.sites {
			if !yield(openSite(filepath.Base(s), s)) {
				return
			}
		}
		made := filepath.Join(dir, "site")
		switch {
		case p.files > 0:
			if err := generateFiles(made, p.files); err != nil {
				yield(nil, err)
				return
			}
			s, err := openSite("small files", made)
			if err == nil {
				s.small = true
			}
			yield(s, err)
		case len(p.sites) == 0:
			if err := generateSite(made); err != nil {
				yield(nil, err)
				return
			}
			yield(openSite("made up", made))
		}
	}
}

// compare goes through scenarios on a site and writes a table for each.
func (b *bench) compare(ctx context.Context, s *site, list []scenario, out io.Writer) error {
	fmt.Fprintf(out, "\n## Site: %s\n\n%d files in %d folders, %.1f MB.\n", s.name, len(s.files), s.folders, float64(s.bytes)/1e6)
	for _, x := range list {
		fmt.Fprintf(b.progress, "%s: %s %s\n", s.name, x.id, x.title)
		fmt.Fprintf(out, "\n### %s: %s\n\n", x.id, x.title)
		r, err := b.scene(ctx, s, x)
		var reason unavailable
		switch {
		case errors.As(err, &reason):
			fmt.Fprintf(out, "Not measured: %s.\n", reason)
		case err != nil:
			return fmt.Errorf("%s: %w", x.id, err)
		default:
			r.write(out, s.small)
		}
	}
	return nil
}

// scene goes through one scenario.
func (b *bench) scene(ctx context.Context, s *site, x scenario) (r *result, err error) {
	dir, err := os.MkdirTemp(b.dir, x.id)
	if err != nil {
		return nil, err
	}
	c, err := x.set(ctx, &stage{cli: b.cli, self: b.self, site: s, dir: dir})
	if err != nil {
		return nil, err
	}
	r, err = b.hold(ctx, c, s, dir)
	if err != nil {
		return nil, err
	}
	return r, b.waste.add(ctx, dir, s, len(c.contestants))
}
