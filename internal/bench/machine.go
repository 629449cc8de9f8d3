package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"
)

// module is the path of this module.
const module = "github.com/webdeploy-go/webdeploy"

// command returns what a program prints.
func command(ctx context.Context, program string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%v: %w: %s", cmd, err, out)
	}
	return strings.TrimSpace(string(out)), nil
}

// header writes what a reader has to know about the figures.
func (b *bench) header(ctx context.Context, out io.Writer) {
	fmt.Fprintf(out, "# Benchmarks\n\n%s, commit %s, %s. ", time.Now().UTC().Format(time.DateOnly), commit(ctx), runtime.Version())
	fmt.Fprintf(out, "%s/%s, %d cores%s. %s.\n\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), hardware(ctx), fileSystem(b.dir))
	fmt.Fprintf(out, "Peers: %s.\n\n", strings.Join(versions(ctx), ", "))
	fmt.Fprintf(out, `Rounds: %d, in which everybody takes a turn, to and fro, after one that is not counted. Caches are warm unless said.
Every figure is the median, with the least and the most in brackets. A ratio is that of webdeploy, the example program,
to the line that it stands in, and is taken within a round; "library" does the same through the library alone. CPU is
user and system. Peak is that of the largest process. Every result was compared with what it should be: names, sizes,
contents and times.
`, b.rounds)
}

// commit names what was checked out.
func commit(ctx context.Context) string {
	name, err := command(ctx, "git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*")
	if err != nil {
		return "unknown"
	}
	return name
}

// hardware tells of memory and system, as far as Unix does.
func hardware(ctx context.Context) string {
	s := ""
	info, _ := os.ReadFile("/proc/meminfo") // elsewhere than on Linux the line is shorter
	var kilobytes int64
	if _, line, ok := strings.Cut("\n"+string(info), "\nMemTotal:"); ok {
		fmt.Sscan(line, &kilobytes)
		s = fmt.Sprintf(", %.0f GiB of memory", float64(kilobytes)/(1<<20))
	}
	if name, err := command(ctx, "uname", "-sr"); err == nil {
		s += ", " + name
	}
	return s
}

// fileSystem tells which kind of file system dir is on.
func fileSystem(dir string) string {
	mounts, _ := os.ReadFile("/proc/self/mounts") // DEVICE FOLDER KIND ..., the later hiding the earlier
	best, kind := "", "unknown"
	for line := range strings.Lines(string(mounts)) {
		f := strings.Fields(line)
		if len(f) < 3 || len(f[1]) < len(best) {
			continue
		}
		if rel, err := filepath.Rel(f[1], dir); err == nil && filepath.IsLocal(rel) {
			best, kind = f[1], f[2]
		}
	}
	return "File system: " + kind
}

// version finds the number of a version in what a program says of itself.
var version = regexp.MustCompile(`[0-9]+(\.[0-9]+)+`)
