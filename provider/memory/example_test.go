package memory_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

func ExampleNew() {
	src := memory.New("/build", map[string]string{"index.html": "<h1>Hi</h1>", "img/": ""})
	dst := memory.New("/srv/site", map[string]string{"old.html": ""})
	if _, err := websync.Run(context.Background(), src, dst, nil); err != nil {
		fmt.Println(err)
	}
	fmt.Println(dst.Files())
	// Output: map[img/: index.html:<h1>Hi</h1>]
}

// A target that fails shows what a program does about it.
func ExampleTree_fail() {
	src := memory.New("/build", map[string]string{"a": "1", "b": "2", "c": "3"})
	dst := memory.New("/srv/site", map[string]string{})
	dst.Fail = func(c *provider.Change) error {
		if c.Object().Key == "b" {
			return errors.New("disk full")
		}
		return nil
	}
	sum, err := websync.Run(context.Background(), src, dst, &websync.Options{Parallel: 1})
	fmt.Println(sum.Added, err, dst.Files())
	// Output: 1 disk full map[a:1]
}

func ExampleProvider() {
	env := &provider.Env{Providers: provider.NewRegistry(memory.Provider(map[string]*memory.Tree{
		"/build": memory.New("/build", map[string]string{"a.txt": "1"}),
	}))}
	ref, _ := provider.ParseRef("dirPath=/build")
	src, err := provider.OpenSource(context.Background(), env, ref)
	if err != nil {
		fmt.Println(err)
		return
	}
	for o := range provider.Walk(context.Background(), src.Root()) {
		fmt.Println(o.Kind, o.Path)
	}
	// Output:
	// MSDeploy.dirPath MSDeploy.dirPath
	// dirPath /build
	// filePath /build/a.txt
}
