package pkg_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
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

// A package goes through a pipe, as it would through the body of a request, and
// is deployed from memory.
func ExampleNewZipWriter() {
	ctx := context.Background()
	site := provider.Document(memory.New("/srv/site", map[string]string{"index.html": "<h1>Hi</h1>"}))
	out, in := io.Pipe()
	go func() {
		w := pkg.NewZipWriter(in, &pkg.WriterOptions{Source: site})
		_, err := sync.Run(ctx, site, w, nil)
		in.CloseWithError(errors.Join(err, w.Close()))
	}()
	data, err := io.ReadAll(out)
	if err != nil {
		log.Fatal(err)
	}

	r, err := pkg.NewZipReader(bytes.NewReader(data), int64(len(data)), nil)
	if err != nil {
		log.Fatal(err)
	}
	live := memory.Absent("/srv/live")
	if _, err := sync.Run(ctx, r, provider.DocumentTarget(live), nil); err != nil {
		log.Fatal(err)
	}
	fmt.Println(live.Files())
	// Output:
	// map[index.html:<h1>Hi</h1>]
}

// Anything that can be read at an offset is enough to read a package: here a
// piece of a larger file.
func ExampleNewZipReader() {
	ctx := context.Background()
	var b bytes.Buffer
	b.WriteString("something in front")
	front := int64(b.Len())
	site := provider.Document(memory.New("/srv/site", map[string]string{"index.html": "<h1>Hi</h1>"}))
	w := pkg.NewZipWriter(&b, &pkg.WriterOptions{Source: site, Digest: true})
	defer w.Close()
	if _, err := sync.Run(ctx, site, w, nil); err != nil {
		log.Fatal(err)
	}

	size := int64(b.Len()) - front
	r, err := pkg.NewZipReader(io.NewSectionReader(bytes.NewReader(b.Bytes()), front, size), size, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.Root().Path, r.Verify(ctx))
	// Output:
	// MSDeploy.dirPath <nil>
}
