package providertest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/provider/providertest"
)

func TestSame(t *testing.T) {
	at := time.Date(2024, 2, 3, 4, 5, 6, 0, time.UTC)
	want := map[string]memory.File{"a.txt": {Data: "alpha", Time: at}, "b/c.txt": {Data: "gamma"}, "d/": {}}
	for _, c := range []struct {
		name, err string
		got       map[string]memory.File
	}{
		{"alike", "", map[string]memory.File{"a.txt": {Data: "alpha", Time: at}, "b/c.txt": {Data: "gamma"}, "d/": {}}},
		{"time rounded", "", map[string]memory.File{"a.txt": {Data: "alpha", Time: at.Add(time.Second)}, "b/c.txt": {Data: "gamma"}, "d/": {}}},
		{"time", "lastWriteTime is", map[string]memory.File{"a.txt": {Data: "alpha", Time: at.Add(2 * time.Second)}, "b/c.txt": {Data: "gamma"}, "d/": {}}},
		{"content", "another content", map[string]memory.File{"a.txt": {Data: "ALPHA", Time: at}, "b/c.txt": {Data: "gamma"}, "d/": {}}},
		{"size", "size is '6', not '5'", map[string]memory.File{"a.txt": {Data: "alphas", Time: at}, "b/c.txt": {Data: "gamma"}, "d/": {}}},
		{"missing", "has no dirPath d", map[string]memory.File{"a.txt": {Data: "alpha", Time: at}, "b/c.txt": {Data: "gamma"}}},
		{"more", "has dirPath e, which it should not", map[string]memory.File{"a.txt": {Data: "alpha", Time: at}, "b/c.txt": {Data: "gamma"}, "d/": {}, "e/": {}}},
		{"kind", "has dirPath a.txt, not filePath a.txt", map[string]memory.File{"a.txt/": {}, "b/c.txt": {Data: "gamma"}, "d/": {}}},
		{"spelling", "has filePath A.txt, not", map[string]memory.File{"A.txt": {Data: "alpha", Time: at}, "b/c.txt": {Data: "gamma"}, "d/": {}}},
		{"attributes", "attributes is", map[string]memory.File{"a.txt": {Data: "alpha", Time: at, Attributes: "ReadOnly"}, "b/c.txt": {Data: "gamma"}, "d/": {}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := providertest.Same(t.Context(), memory.New("/want", want).Root(), memory.New("/got", c.got).Root())
			if c.err == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.err)
			}
		})
	}
}
