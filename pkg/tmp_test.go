package pkg

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/webdeploy-go/webdeploy/provider"
)

func TestTmpDump(t *testing.T) {
	cases, _ := filepath.Glob("/work/shared/conformance/cases/package/*/cmd")
	for _, c := range cases {
		cmd, _ := os.ReadFile(c)
		s := string(cmd)
		if !strings.HasPrefix(s, "-verb:dump\n-source:package=$W/zips/") {
			continue
		}
		name := strings.TrimSpace(strings.TrimPrefix(s, "-verb:dump\n-source:package=$W/zips/"))
		want, _ := os.ReadFile(filepath.Join(filepath.Dir(c), "stdout"))
		r, err := Open("/work/shared/conformance/inputs/zips/"+name, &ReaderOptions{Name: "$W/zips/" + name})
		if err != nil {
			serr, _ := os.ReadFile(filepath.Join(filepath.Dir(c), "stderr"))
			fmt.Printf("== %s\n got %v\nwant %s", name, err, serr)
			continue
		}
		var b strings.Builder
		for o, err := range provider.Walk(context.Background(), r.Root()) {
			if err != nil {
				fmt.Println(name, err)
				break
			}
			fmt.Fprintln(&b, o.Path)
		}
		if b.String() != string(want) {
			fmt.Printf("== %s\n%s\nwant\n%s", name, b.String(), want)
		}
	}
	all, _ := filepath.Glob("/work/shared/real/packages/*.zip")
	un, _ := filepath.Glob("/work/shared/real/unpacked/*")
	for _, name := range append(all, un...) {
		r, err := Open(name, nil)
		if err != nil {
			fmt.Println(name, err)
			continue
		}
		n := 0
		for o, err := range provider.Walk(context.Background(), r.Root()) {
			if err != nil {
				fmt.Println(name, err)
				break
			}
			if o.Invalid != nil {
				fmt.Println(name, o.Path, o.Invalid)
			}
			n++
		}
		fmt.Println(filepath.Base(name), n)
	}
}
