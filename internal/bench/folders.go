package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/webdeploy-go/webdeploy/provider"
)

// byContent is the switch of the example program that compares contents.
const byContent = "-useCheckSum"

// dropCaches is where Linux is told to forget the files that it has read.
const dropCaches = "/proc/sys/vm/drop_caches"

func firstCopy(_ context.Context, s *stage) (*contest, error) {
	src := s.site.dir
	c, err := s.mirror(src, emptyFolder,
		rsync(src, goals{wall: 0.65, small: 0.5}, "-a"),
		cp(src, goals{wall: 0.85}, "-a"),
		rclone(src, goals{}))
	c.fresh = true
	return c, err
}

func unchanged(_ context.Context, s *stage) (*contest, error) {
	src := s.site.dir
	return s.mirror(src, s.whole,
		rsync(src, goals{wall: 0.38, small: 0.6}, "-a", "--delete"),
		cp(src, goals{}, "-au"),
		rclone(src, goals{wall: 0.16}))
}

func unchangedCold(_ context.Context, s *stage) (*contest, error) {
	f, err := os.OpenFile(dropCaches, os.O_WRONLY, 0)
	if err != nil {
		return nil, unavailable("caches cannot be dropped here")
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	src := s.site.dir
	c, err := s.mirror(src, s.whole, rsync(src, goals{wall: 0.5}, "-a", "--delete"), rclone(src, goals{}))
	c.forget = dropCaches
	return c, err
}

func changed(ctx context.Context, s *stage) (*contest, error) {
	src, err := s.change(ctx, (*site).edit)
	if err != nil {
		return nil, err
	}
	return s.mirror(src, s.whole, rsync(src, goals{wall: 0.5}, "-a", "--delete"), rclone(src, goals{}))
}

func deleted(ctx context.Context, s *stage) (*contest, error) {
	src, err := s.change(ctx, (*site).prune)
	if err != nil {
		return nil, err
	}
	return s.mirror(src, s.whole, rsync(src, goals{wall: 0.6}, "-a", "--delete"), rclone(src, goals{}))
}

func unchangedByContent(_ context.Context, s *stage) (*contest, error) {
	src := s.site.dir
	c, err := s.mirror(src, s.whole,
		rsync(src, goals{wall: 0.6}, "-ac", "--delete"),
		rclone(src, goals{}, "--checksum"),
		diff(src))
	for i := range c.contestants {
		if x := &c.contestants[i]; x.tool == ours {
			args := x.args
			x.args = func(dst string) []string { return append(args(dst), byContent) }
		}
	}
	return c, err
}

// change returns the folder of a copy of the site that f has changed.
func (s *stage) change(ctx context.Context, f func(*site) error) (string, error) {
	c, err := s.site.copy(ctx, filepath.Join(s.dir, "changed"))
	if err != nil {
		return "", err
	}
	return c.dir, f(c)
}

// whole has a turn start with a copy of the site.
func (s *stage) whole(ctx context.Context, _ *contestant, dst string) error {
	return deploy(ctx, folder(s.site.dir), folder(dst), false)
}

// mirror returns a contest that makes a folder look like the folder src.
func (s *stage) mirror(src string, reset resetter, peers ...contestant) (*contest, error) {
	want, err := inFolder(src, folderGrain)
	return &contest{
		contestants: append(s.syncs(folder(src), folder), peers...),
		reset:       reset,
		check: func(_ *contestant, dst string) error {
			got, err := inFolder(dst, folderGrain)
			if err != nil {
				return err
			}
			return same(want, got)
		},
	}, err
}

// syncs returns the contestants of this module for a sync of src.
func (s *stage) syncs(src provider.Ref, dst func(path string) provider.Ref) []contestant {
	return s.compared(
		func(path string) []string {
			return []string{"-verb:sync", "-source:" + src.String(), "-dest:" + dst(path).String()}
		},
		func(path string) []string { return []string{src.String(), dst(path).String()} })
}
