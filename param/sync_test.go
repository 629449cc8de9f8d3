package param_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// deploy syncs files into dst with set applied, and returns what it did.
func deploy(t *testing.T, files map[string]string, dst *memory.Tree, set param.Set, opts sync.Options) sync.Summary {
	t.Helper()
	b, err := param.Bind(set, nil)
	require.NoError(t, err)
	opts.Rules = append(rules.Chain{b.Rule()}, rules.Default()...)
	sum, err := sync.Run(t.Context(), provider.Document(memory.New("/site", files)), provider.DocumentTarget(dst), &opts)
	require.NoError(t, err)
	return sum
}

// randomSite returns files with tokens in some of them.
func randomSite(r *rand.Rand) map[string]string {
	files := map[string]string{}
	for i := range 1 + r.IntN(20) {
		body := strings.Repeat("line\n", r.IntN(5))
		if r.IntN(2) == 0 {
			body += "@TOKEN@" + strings.Repeat(" and @token@", r.IntN(3))
		}
		files[fmt.Sprintf("d%d/f%d.%s", r.IntN(3), i, []string{"txt", "config", "bin"}[r.IntN(3)])] = body
	}
	return files
}

// For random sites and values: what is deployed is the site with the value in
// place, in files in scope and no others; deploying again changes nothing; and
// another value, of the same length or not, changes exactly the files that hold
// it. A what-if run announces the same and does nothing.
func TestDeployProperties(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		files := randomSite(r)
		values := []string{"@TOKEN@", "1234567", "7654321", "much longer than before", "$1"}
		value := func() string { return values[r.IntN(len(values))] }
		opts := sync.Options{UseChecksum: r.IntN(3) == 0}
		apply := func(v string) param.Set { return textSet(`\.(txt|config)$`, "@token@", v) }
		want := func(v string) (map[string]string, int) {
			out, holds := map[string]string{}, 0
			for name, text := range files {
				out[name] = text
				if !strings.HasSuffix(name, ".bin") {
					out[name] = strings.NewReplacer("@TOKEN@", v, "@token@", v).Replace(text)
					holds += min(1, strings.Count(strings.ToLower(text), "@token@"))
				}
			}
			return out, holds
		}
		first, second := value(), value()
		dst := memory.Absent("/srv")
		deploy(t, files, dst, apply(first), opts)
		expected, holds := want(first)
		require.Equal(t, expected, dst.Files(), "seed %d", seed)
		require.Zero(t, deploy(t, files, dst.Reopen(), apply(first), opts).Total(), "seed %d", seed)

		whatIf := opts
		whatIf.WhatIf = true
		planned := deploy(t, files, dst.Reopen(), apply(second), whatIf)
		require.Equal(t, expected, dst.Files(), "seed %d", seed)
		done := deploy(t, files, dst.Reopen(), apply(second), opts)
		require.Equal(t, planned, done, "seed %d", seed)
		expected, _ = want(second)
		require.Equal(t, expected, dst.Files(), "seed %d", seed)
		if first == second {
			holds = 0
		}
		require.Equal(t, sync.Summary{Updated: holds, Bytes: done.Bytes}, done, "seed %d", seed)
	}
}

// Without parameters the rule changes nothing at all.
func TestDeployWithoutParameters(t *testing.T) {
	files := map[string]string{"a.txt": "@TOKEN@", "b/c.xml": "<a/>"}
	dst := memory.Absent("/srv")
	deploy(t, files, dst, nil, sync.Options{})
	require.Equal(t, files, dst.Files())
}

// A limit that a file exceeds ends the sync, which names the file.
func TestDeployBeyondLimit(t *testing.T) {
	b, err := param.Bind(textSet("a.txt", "x", "y"), &param.Options{Limit: 5})
	require.NoError(t, err)
	_, err = sync.Run(t.Context(), provider.Document(memory.New("/site", map[string]string{"a.txt": "xxxxxxxxxx"})), provider.DocumentTarget(memory.Absent("/srv")),
		&sync.Options{Rules: rules.Chain{b.Rule()}})
	var e *param.LimitError
	require.ErrorAs(t, err, &e)
	require.Equal(t, "/site/a.txt", e.Path)
}
