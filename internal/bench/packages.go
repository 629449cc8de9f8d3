package main

import (
	"archive/zip"
	"context"
	"os"
	"path/filepath"
)

func pack(_ context.Context, s *stage) (*contest, error) {
	src := s.site.dir
	c, err := s.packing(src, nil,
		zipper(src, goals{wall: 0.21, size: 1.04}, "-6qr"),
		sevenZip(src, "a", "-mx=1"),
		fastzip("pack", src, goals{wall: 0.95}))
	c.fresh = true
	return c, err
}

// update measures what it takes to bring a package up to date, of which each
// tool has one of its own making.
func update(ctx context.Context, s *stage) (*contest, error) {
	src, err := s.site.copy(ctx, filepath.Join(s.dir, "changed"))
	if err != nil {
		return nil, err
	}
	old := func(c *contestant) string { return filepath.Join(s.dir, c.tool+".zip") }
	for _, c := range append(s.syncs(folder(src.dir), archive)[:1], zipper(src.dir, goals{}, "-6qr"), sevenZip(src.dir, "a")) {
		if err := c.prepare(ctx, old(&c)); err != nil {
			return nil, err
		}
	}
	if err := src.edit(); err != nil {
		return nil, err
	}
	reset := func(_ context.Context, c *contestant, dst string) error {
		data, err := os.ReadFile(old(c))
		if err != nil {
			return err
		}
		return os.WriteFile(dst, data, 0o644)
	}
	return s.packing(src.dir, reset,
		zipper(src.dir, goals{wall: 0.9}, "-qur"), zipper(src.dir, goals{}, "-qrFS"), sevenZip(src.dir, "u"))
}

// packing returns a contest that makes a package of the folder src.
func (s *stage) packing(src string, reset resetter, peers ...contestant) (*contest, error) {
	want, err := inFolder(src, packageGrain)
	return &contest{
		ext:         ".zip",
		contestants: append(s.syncs(folder(src), archive), peers...),
		reset:       reset,
		check: func(_ *contestant, dst string) error {
			got, err := inArchive(dst)
			if err != nil {
				return err
			}
			return same(want, got)
		},
	}, err
}

func unpack(ctx context.Context, s *stage) (*contest, error) {
	p, err := s.makePackage(ctx)
	if err != nil {
		return nil, err
	}
	c, err := s.unpacking(p, emptyFolder,
		unzip(p.name, goals{wall: 0.6}, "-q"),
		unSevenZip(p.name, goals{wall: 0.85}, "-y"),
		bsdtar(p.name, goals{wall: 0.85}, "-xf"),
		fastzip("unpack", p.name, goals{}))
	c.fresh = true
	return c, err
}

func unpackUnchanged(ctx context.Context, s *stage) (*contest, error) {
	p, err := s.makePackage(ctx)
	if err != nil {
		return nil, err
	}
	reset := func(ctx context.Context, c *contestant, dst string) error {
		dst = p.place(c, dst)
		if err := os.MkdirAll(dst, 0o755); err != nil {
			return err
		}
		return deploy(ctx, archive(p.name), folder(dst), false)
	}
	return s.unpacking(p, reset,
		unzip(p.name, goals{wall: 0.45}, "-qu"),
		unSevenZip(p.name, goals{}, "-aos"),
		bsdtar(p.name, goals{}, "-xkf"))
}

// unpacking returns a contest that makes a folder of the package p.
func (s *stage) unpacking(p *sitePackage, reset resetter, peers ...contestant) (*contest, error) {
	want, err := inFolder(s.site.dir, packageGrain)
	return &contest{
		contestants: append(s.syncs(archive(p.name), folder), peers...),
		reset:       reset,
		check: func(c *contestant, dst string) error {
			got, err := inFolder(p.place(c, dst), packageGrain)
			if err != nil {
				return err
			}
			return same(want, got)
		},
	}, err
}

// A sitePackage is a package of the site of a stage, which this module made:
// everybody unpacks the same one.
type sitePackage struct{ name, top string }

func (s *stage) makePackage(ctx context.Context) (*sitePackage, error) {
	p := &sitePackage{name: filepath.Join(s.dir, "site.zip")}
	if err := deploy(ctx, folder(s.site.dir), archive(p.name), false); err != nil {
		return nil, err
	}
	z, err := zip.OpenReader(p.name)
	if err != nil {
		return nil, err
	}
	p.top = packed(z.File)
	return p, z.Close()
}

// place returns where below its destination a contestant has the site: others
// unpack all that is in the package.
func (p *sitePackage) place(c *contestant, dst string) string {
	if c.tool == ours {
		return dst
	}
	return filepath.Join(dst, filepath.FromSlash(p.top))
}
