package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// startUp measures the programs when there is next to nothing to do.
func startUp(_ context.Context, s *stage) (*contest, error) {
	empty := filepath.Join(s.dir, "empty")
	c := s.listing(folder(empty), empty, listing{})
	for i := range c.contestants {
		c.contestants[i].goal = goals{} // a share of next to nothing
	}
	return c, os.Mkdir(empty, 0o755)
}

func names(ctx context.Context, s *stage) (*contest, error) {
	want, err := inFolder(s.site.dir, packageGrain)
	if err != nil {
		return nil, err
	}
	p, err := s.makePackage(ctx)
	if err != nil {
		return nil, err
	}
	return s.listing(archive(p.name), s.site.dir, want,
		lister("unzip", p.name, goals{wall: 0.6}, "-l"),
		lister("7z", p.name, goals{}, "l"),
		lister("bsdtar", p.name, goals{}, "-tf")), nil
}

// listing returns a contest that prints what is in src, which was made of the
// folder top and should have so much in it.
func (s *stage) listing(src provider.Ref, top string, want listing, peers ...contestant) *contest {
	return &contest{
		lists: true,
		contestants: append(s.compared(
			func(string) []string { return []string{"-verb:dump", "-source:" + src.String()} },
			func(string) []string { return []string{src.String()} }), peers...),
		check: func(_ *contestant, output string) error { return printed(output, top, want) },
	}
}

// printed returns an error unless a file with the output of a program has all
// names below the folder top, one to a line, and no others.
func printed(output, top string, want listing) error {
	data, err := os.ReadFile(output)
	if err != nil {
		return err
	}
	top = strings.Trim(filepath.ToSlash(top), "/") + "/"
	seen := map[string]bool{}
	for line := range strings.Lines(string(data)) {
		_, name, ok := strings.Cut(filepath.ToSlash(strings.TrimRight(line, "\r\n")), top)
		if ok && name != "" {
			seen[strings.TrimSuffix(name, "/")] = true
		}
	}
	for name := range want {
		if name := strings.TrimSuffix(name, "/"); !seen[name] {
			return fmt.Errorf("%s is not among the names", name)
		} else {
			delete(seen, name)
		}
	}
	for name := range seen {
		return fmt.Errorf("%s should not be among the names", name)
	}
	return nil
}
