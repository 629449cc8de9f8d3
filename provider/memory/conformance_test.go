package memory_test

import (
	"testing"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/provider/providertest"
)

func files() map[string]string {
	return map[string]string{
		"web.config": "<c/>", "bin/app.dll": "dll", "bin/x/y/z.txt": "", "empty/": "", "A.txt": "1", "a.txt": "2", "a_b": "3", "m": "", "M/": "",
	}
}

func TestConformance(t *testing.T) {
	full, bare, absent := memory.New("/srv/site", files()), memory.New("/srv/bare", map[string]string{}), memory.Absent("/srv/none")
	for name, tree := range map[string]*memory.Tree{"full": full, "bare": bare, "absent": absent} {
		t.Run(name, func(t *testing.T) {
			s := providertest.Suite{Target: func() (provider.Target, error) { return tree.Reopen(), nil }}
			if name == "full" {
				s.Tree = func() (provider.Tree, error) { return tree.Reopen(), nil }
			}
			providertest.Run(t, s)
		})
	}
}
