package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// zeros makes a file that takes a while to pack or unpack.
func zeros(t *testing.T, name string) {
	t.Helper()
	require.NoError(t, os.WriteFile(name, nil, 0o666))
	require.NoError(t, os.Truncate(name, 200<<20))
}

// temporaries returns the files below the current folder that begin with a dot.
func temporaries(t *testing.T) (list []string) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasPrefix(d.Name(), ".") {
			list = append(list, name)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil // gone since its folder was listed
		}
		return err
	})
	require.NoError(t, err)
	return list
}

// interrupted runs the program and cancels it as soon as it writes somewhere.
func interrupted(t *testing.T, args ...string) outcome {
	t.Helper()
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	done := make(chan outcome, 1)
	go func() { done <- outcomeOf(ctx, args...) }()
	for {
		select {
		case o := <-done:
			return o
		case <-time.After(time.Millisecond):
			if temporaries(t) != nil {
				cancel(errors.New("stop it"))
			}
		}
	}
}

// A run that is interrupted says so, leaves what was there, and nothing
// unfinished.
func TestInterrupted(t *testing.T) {
	if testing.Short() {
		t.Skip("packs 200 MB")
	}
	inFolder(t, map[string]string{"src/a.txt": "new", "dst/big.bin": "old", "small/x": "x"})
	zeros(t, "src/big.bin")
	succeed(t, "-verb:sync", "-source:dirPath=src", "-dest:package=big.zip")
	succeed(t, "-verb:sync", "-source:dirPath=small", "-dest:package=p.zip")
	old, err := os.ReadFile("p.zip")
	require.NoError(t, err)
	for title, args := range map[string][]string{
		"into a folder":             {"-source:package=big.zip", "-dest:dirPath=dst"},
		"into a folder, page shown": {"-source:package=big.zip", "-dest:dirPath=dst", "-enableRule:AppOffline"},
		"into a package":            {"-source:dirPath=src", "-dest:package=p.zip"},
		"into a new package":        {"-source:dirPath=src", "-dest:package=new.zip"},
		"into an archive folder":    {"-source:package=big.zip", "-dest:archiveDir=arch"},
	} {
		t.Run(title, func(t *testing.T) {
			o := interrupted(t, append(args, "-verb:sync")...)
			require.Equal(t, exitFailed, o.code)
			require.Contains(t, o.err, "Error: stop it\nError count: 1.\n")
			require.NotContains(t, o.out, "Total changes:")
			require.Empty(t, temporaries(t))
			require.Equal(t, "old", contents(t, "dst")["big.bin"])
			require.NoFileExists(t, "dst/App_Offline.htm")
			now, err := os.ReadFile("p.zip")
			require.NoError(t, err)
			require.True(t, string(old) == string(now))
			require.NoFileExists(t, "new.zip")
			require.NoFileExists(t, "arch/archive.xml")
		})
	}
}

// The page of AppOffline goes when a run fails in the middle, and what failed
// to be replaced stays.
func TestOfflineAfterFailure(t *testing.T) {
	inFolder(t, map[string]string{"p.zip": string(claim(t, 99)), "d/good.txt": "old"})
	require.Contains(t, refuse(t, append(deployP, "-enableRule:AppOffline")...), "size")
	require.Equal(t, map[string]string{"good.txt": "old"}, contents(t, "d"))
	require.NoError(t, os.WriteFile("d/app_offline.HTM", []byte("mine"), 0o666))
	refuse(t, append(deployP, "-enableRule:AppOffline")...)
	require.Equal(t, map[string]string{"good.txt": "old", "app_offline.HTM": "mine"}, contents(t, "d"))
}

// Whoever comes last wins; in between there is always a whole package.
func TestConcurrentRunsIntoOnePackage(t *testing.T) {
	files := map[string]string{}
	for i := range 50 {
		files[fmt.Sprintf("src/%d/f%d.txt", i%5, i)] = strings.Repeat(fmt.Sprint(i), 2000)
	}
	inFolder(t, files)
	var all sync.WaitGroup
	outcomes := make([]outcome, 4)
	for i := range outcomes {
		all.Go(func() {
			outcomes[i] = outcomeOf(context.Background(), "-verb:sync", "-source:dirPath=src", "-dest:package=p.zip")
		})
	}
	all.Wait()
	for _, o := range outcomes {
		require.Equal(t, exitOK, o.code, o.err)
	}
	require.Empty(t, temporaries(t))
	require.Equal(t, noChanges+"\n", succeed(t, "-verb:sync", "-source:dirPath=src", "-dest:package=p.zip"))
	succeed(t, "-verb:sync", "-source:package=p.zip", "-dest:dirPath=d")
	require.Equal(t, contents(t, "src"), contents(t, "d"))
}

// Patterns that never end do, with a reason; those that cannot be read are
// refused before anything is opened.
func TestHostilePatterns(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for patterns to run out of time")
	}
	long := strings.Repeat("a", 150) + "!"
	inFolder(t, map[string]string{"src/" + long: "x"})
	sync := []string{"-verb:sync", "-source:dirPath=src", "-dest:dirPath=d"}
	for arg, want := range map[string]string{
		"-skip:objectName=filePath,absolutePath=(a+)+$":                                      "",
		"-skip:objectName=filePath,absolutePath=(?:(a+)+)+$(?<!b)":                           "did not finish within",
		"-skip:skipAction=AddChild,objectName=filePath,absolutePath=(?:(a+)+)+$(?<!b)":       "did not finish within",
		"-replace:objectName=filePath,targetAttributeName=path,match=(a+)+(?<!x)$,replace=b": "did not finish within",
		"-replace:objectName=filePath,match=^.+$,targetAttributeName=path,replace=../../up":  "cannot be the name of a file or folder",
		"-replace:objectName=filePath,match=^.+$,targetAttributeName=path,replace=":          "cannot be the name of a file or folder",
		"-skip:absolutePath=(":    "The regular expression '(' is invalid.",
		"-skip:xpath=//a[":        "has an invalid token.",
		"-skip:objectName=*":      "The regular expression '*' is invalid.",
		"-enableRule:(((":         "is invalid",
		"-skip:attributes.size=[": "The regular expression '[' is invalid.",
		"-setParam:kind=TextFile,scope=a,match=(?:(a+)+)+$(?<!b),value=b": "",
	} {
		t.Run(arg, func(t *testing.T) {
			args := append(sync, arg)
			if want == "" {
				succeed(t, args...)
			} else {
				require.Contains(t, refuse(t, args...), want)
			}
			require.NoFileExists(t, "up")
			require.NoFileExists(t, "../up")
			require.NoError(t, os.RemoveAll("d"))
		})
	}
}

// Very long command lines end in one of the two ways, and soon.
func TestHostileCommandLines(t *testing.T) {
	inFolder(t, map[string]string{"src/a": "x"})
	nest := func(open, middle, end string, n int) string {
		return strings.Repeat(open, n) + middle + strings.Repeat(end, n)
	}
	for _, args := range [][]string{
		{"-verb:dump", "-source:dirPath=src", "-xpath:" + nest("(", "1", ")", 50_000)},
		{"-verb:dump", "-source:dirPath=src", "-xpath:" + nest("//*[", "1", "]", 20_000)},
		{"-verb:dump", "-source:dirPath=src", "-xpath:" + nest("1 or ", "1", "", 20_000)},
		{"-verb:dump", "-source:dirPath=src", "-xpath:" + nest("-", "1", "", 50_000)},
		{"-verb:dump", "-source:dirPath=src", "-skip:absolutePath=" + nest("(", "a", ")", 20_000)},
		{"-verb:dump", "-source:dirPath=src", "-skip:absolutePath=" + nest("(?=", "a", ")", 10_000)},
		{"-verb:dump", "-source:dirPath=src", "-skip:xpath=" + nest("//a|", "b", "", 10_000)},
		{"-verb:dump", "-source:dirPath=" + nest("x/", "y", "", 50_000)},
		{"-verb:dump", "-source:dirPath=" + nest(`"`, "a", "'", 50_000)},
		{"-verb:sync", "-source:dirPath=src", "-dest:dirPath=" + strings.Repeat("n", 300)},
	} {
		begin := time.Now()
		outcomeOf(t.Context(), args...).requireReported(t, []string{args[len(args)-1][:40]})
		require.Less(t, time.Since(begin), 30*time.Second)
	}
}
