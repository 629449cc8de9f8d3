// Command pack writes the packed form of a conformance suite.
//
//	go run ./internal/conformance/pack -suite DIR [-out DIR]
//
// DIR holds cases and inputs. The archives in the output folder are replaced;
// those of groups that are gone are removed.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/webdeploy-go/webdeploy/internal/conformance"
)

func main() {
	suite := flag.String("suite", "", "suite folder, holding cases and inputs")
	out := flag.String("out", filepath.Join("internal", "conformance", "testdata"), "folder that receives the archives")
	flag.Parse()
	if *suite == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	size, err := write(*suite, *out)
	if err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
	fmt.Printf("packed %s into %s: %d bytes\n", *suite, *out, size)
}

// write packs the folder suite into the folder out and returns the bytes
// written.
func write(suite, out string) (int, error) {
	packed, err := conformance.Pack(os.DirFS(suite))
	if err != nil {
		return 0, err
	}
	old, err := filepath.Glob(filepath.Join(out, "cases", "*.txtar"))
	if err != nil {
		return 0, err
	}
	size := 0
	for name, data := range packed {
		if err := replace(filepath.Join(out, filepath.FromSlash(name)), data); err != nil {
			return 0, err
		}
		size += len(data)
	}
	for _, file := range old {
		if _, kept := packed["cases/"+filepath.Base(file)]; kept {
			continue
		}
		if err := os.Remove(file); err != nil {
			return 0, err
		}
	}
	return size, nil
}

// replace writes a file through a temporary one, so that a failure leaves the
// old content.
func replace(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	temp := name + ".new"
	if err := os.WriteFile(temp, data, 0o644); err != nil {
		return err
	}
	return os.Rename(temp, name)
}
