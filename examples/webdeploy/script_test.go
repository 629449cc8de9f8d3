package main

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
)

// TestMain lets scripts run this program as a program of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"webdeploy": main})
}

// TestScripts runs the scripts below testdata/script, which show the program as
// people meet it: with a current folder, signals, permissions and terminals.
func TestScripts(t *testing.T) {
	scripts, err := filepath.Abs("testdata/script")
	require.NoError(t, err)
	testscript.Run(t, testscript.Params{
		Setup: func(e *testscript.Env) error {
			e.Setenv("SCRIPTS", scripts) // files that were not written just now
			return nil
		},
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Condition: func(cond string) (bool, error) {
			if cond == "root" { // for whom there are no permissions
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"awaits": awaits,
			"same":   same,
			"zip":    pack,
		},
	})
}

// same requires two folders to have the same files and folders.
func same(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: [!] same DIR DIR")
	}
	a, err := contentsOf(ts.MkAbs(args[0]))
	ts.Check(err)
	b, err := contentsOf(ts.MkAbs(args[1]))
	ts.Check(err)
	if maps.Equal(a, b) == neg {
		ts.Fatalf("%s has %v and %s has %v", args[0], slices.Sorted(maps.Keys(a)), args[1], slices.Sorted(maps.Keys(b)))
	}
}

// contentsOf returns what the files below folder hold. Folders end in a slash.
func contentsOf(folder string) (map[string]string, error) {
	out := map[string]string{}
	root := os.DirFS(folder)
	return out, fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			out[path+"/"] = ""
			return err
		}
		data, err := fs.ReadFile(root, path)
		out[path] = string(data)
		return err
	})
}

// pack makes a zip file of the files in a folder, without its folders.
func pack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: zip FILE DIR")
	}
	files, err := contentsOf(ts.MkAbs(args[1]))
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	w := zip.NewWriter(f)
	for name, data := range files {
		if strings.HasSuffix(name, "/") {
			continue
		}
		entry, err := w.Create(name)
		ts.Check(err)
		_, err = entry.Write([]byte(data))
		ts.Check(err)
	}
	ts.Check(w.Close())
}

// awaits waits until a file that a command in the background writes is there.
func awaits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: awaits DIR PREFIX")
	}
	for range 3000 {
		list, _ := os.ReadDir(ts.MkAbs(args[0]))
		for _, d := range list {
			if strings.HasPrefix(d.Name(), args[1]) {
				return
			}
		}
		time.Sleep(time.Millisecond)
	}
	ts.Fatalf("nothing in %s begins with %s", args[0], args[1])
}
