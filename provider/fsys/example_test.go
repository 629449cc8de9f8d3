package fsys_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	file, site := filepath.Join(dir, "index.html"), filepath.Join(dir, "site.html")
	if err := os.WriteFile(file, []byte("<h1>Hi</h1>"), 0o600); err != nil {
		fmt.Println(err)
	}

	env := &provider.Env{Providers: provider.NewRegistry(fsys.DirPath(), fsys.FilePath(), fsys.ContentPath())}
	src, err := provider.OpenSource(ctx, env, provider.Ref{Kind: provider.FilePath, Path: file})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer src.Close()
	dst, err := provider.OpenDestination(ctx, env, provider.Ref{Kind: provider.FilePath, Path: site})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer dst.Close()
	sum, err := websync.Run(ctx, src, dst, nil)
	fmt.Println(sum, err)
	// Output: Total changes: 2 (2 added, 0 deleted, 0 updated, 0 parameters changed, 11 bytes copied) <nil>
}

func ExampleCheckName() {
	for _, name := range []string{"web.config", "nul.txt", "a:b", ".."} {
		fmt.Println(name, fsys.CheckName("linux", name) == nil, fsys.CheckName("windows", name) == nil)
	}
	// Output:
	// web.config true true
	// nul.txt true false
	// a:b true false
	// .. false false
}
