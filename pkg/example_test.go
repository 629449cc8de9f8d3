package pkg_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/sync"
)

func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, "site.zip")

	// Pack a site.
	site := provider.Document(memory.New("/srv/site", map[string]string{
		"index.html": "<h1>Hi</h1>", "img/logo.svg": "<svg/>",
	}))
	w, err := pkg.Create(name, &pkg.WriterOptions{Source: site})
	if err != nil {
		log.Fatal(err)
	}
	defer w.Close()
	sum, err := sync.Run(ctx, site, w, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sum)

	// List the package.
	r, err := pkg.Open(name, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()
	for o, err := range provider.Walk(ctx, r.Root()) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(o.Kind, o.Path)
	}
	// Output:
	// Total changes: 5 (5 added, 0 deleted, 0 updated, 0 parameters changed, 17 bytes copied)
	// MSDeploy.dirPath MSDeploy.dirPath
	// dirPath /srv/site
	// dirPath /srv/site/img
	// filePath /srv/site/img/logo.svg
	// filePath /srv/site/index.html
}
