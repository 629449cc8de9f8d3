package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

func rsync(src string, g goals, options ...string) contestant {
	return peer("rsync", g, options, func(dst string) []string { return []string{src + "/", dst + "/"} })
}

func cp(src string, g goals, option string) contestant {
	return peer("cp", g, []string{option}, func(dst string) []string { return []string{src + "/.", dst} })
}

func diff(src string) contestant {
	return peer("diff", goals{}, []string{"-rq"}, func(dst string) []string { return []string{src, dst} })
}

func rclone(src string, g goals, options ...string) contestant {
	return peer("rclone", g, append([]string{"sync"}, options...), func(dst string) []string {
		return []string{"--config=", "--create-empty-src-dirs", src, dst}
	})
}

func zipper(src string, g goals, option string) contestant {
	c := peer("zip", g, []string{option}, func(dst string) []string { return []string{dst, "."} })
	c.dir = src
	return c
}

func sevenZip(src string, options ...string) contestant {
	c := peer("7z", goals{}, options, func(dst string) []string { return []string{"-tzip", "-bd", "-y", dst, "."} })
	c.dir = src
	return c
}

func unzip(from string, g goals, option string) contestant {
	return peer("unzip", g, []string{option}, func(dst string) []string { return []string{from, "-d", dst} })
}

func unSevenZip(from string, g goals, option string) contestant {
	return peer("7z", g, []string{"x", option}, func(dst string) []string { return []string{"-bd", "-o" + dst, from} })
}

func bsdtar(from string, g goals, option string) contestant {
	return peer("bsdtar", g, []string{option}, func(dst string) []string { return []string{from, "-C", dst} })
}

// fastzip packs the folder from or unpacks the package from.
func fastzip(verb, from string, g goals) contestant {
	return peer("fastzip", g, []string{verb}, func(dst string) []string {
		if verb == "pack" {
			return []string{dst, from}
		}
		return []string{from, dst}
	})
}

// lister prints what is in the package from.
func lister(program, from string, g goals, option string) contestant {
	return peer(program, g, []string{option}, func(string) []string { return []string{from} })
}

// peer returns a contestant that is called with options, which tables show, and
// then with what rest makes of its destination.
func peer(program string, g goals, options []string, rest func(dst string) []string) contestant {
	label := program
	for _, o := range options {
		label += " " + o
	}
	return contestant{
		label: label, tool: program, program: program, goal: g,
		args: func(dst string) []string { return slices.Concat(options, rest(dst)) },
	}
}

// prepare does, while no clock runs, what c would do; nothing if it is not
// installed.
func (c *contestant) prepare(ctx context.Context, dst string) error {
	cmd := exec.CommandContext(ctx, c.program, c.args(dst)...)
	if errors.Is(cmd.Err, exec.ErrNotFound) {
		return nil
	}
	cmd.Dir = c.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%v: %w: %s", cmd, err, out)
	}
	return nil
}

// rcloneModule is what installs rclone. The module in the folder fastzip says
// which version of fastzip is measured.
const rcloneModule = "github.com/rclone/rclone@v1.75.1"

// buildPeers builds those peers that come as Go modules into the folder dir,
// whose path is absolute.
func buildPeers(ctx context.Context, dir string) error {
	here, err := command(ctx, "go", "list", "-f", "{{.Dir}}", module+"/internal/bench")
	if err != nil {
		return err
	}
	if _, err := command(ctx, "go", "-C", filepath.Join(here, "fastzip"), "build", "-o", dir+string(filepath.Separator), "."); err != nil {
		return err
	}
	install := exec.CommandContext(ctx, "go", "install", rcloneModule)
	install.Env = append(os.Environ(), "GOBIN="+dir, "CGO_ENABLED=0")
	if out, err := install.CombinedOutput(); err != nil {
		return fmt.Errorf("%v: %w: %s", install, err, out)
	}
	return nil
}

// versions returns which of the peers are installed, with their versions.
func versions(ctx context.Context) []string {
	var list []string
	for _, p := range [][]string{
		{"rsync", "--version"}, {"cp", "--version"}, {"diff", "--version"}, {"zip", "-v"}, {"unzip", "-v"}, {"7z"},
		{"bsdtar", "--version"}, {"rclone", "version"}, {"fastzip", "version"},
	} {
		out, err := exec.CommandContext(ctx, p[0], p[1:]...).CombinedOutput()
		if errors.Is(err, exec.ErrNotFound) {
			continue
		}
		list = append(list, p[0]+" "+string(version.Find(out)))
	}
	return list
}
