package confedit_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/confedit"
)

// fuzz checks that what is not changed stays as it is, and that what is set is
// what is read afterwards, whatever the file and the value.
func fuzz(f *testing.F, s confedit.Syntax) {
	f.Fuzz(func(t *testing.T, text, value string) {
		d, err := confedit.Parse(s, text)
		if err != nil {
			return
		}
		same, err := d.Text()
		require.NoError(t, err)
		require.Equal(t, text, same)
		for _, path := range d.Leaves(8) {
			if path == "" {
				continue
			}
			p, err := confedit.Compile(path)
			if err != nil {
				continue // a name that looks like a JSONPath
			}
			setAndRead(t, s, text, p, value)
		}
		for i := range 8 {
			replace(t, s, text, i, value)
		}
	})
}

// replace sets the i-th of all nodes of text, containers too, to whatever value
// is in JSON. It is set, or refused; Parse and Text see to it that nothing else
// becomes of the file.
func replace(t *testing.T, s confedit.Syntax, text string, i int, value string) {
	d, err := confedit.Parse(s, text)
	require.NoError(t, err)
	all, err := confedit.Compile("$..*")
	require.NoError(t, err)
	nodes, err := d.Select(all)
	require.NoError(t, err)
	if i >= len(nodes) {
		return
	}
	if err := d.Set(nodes[i], value, true); err != nil {
		require.True(t, errors.Is(err, confedit.ErrNotWritable) || errors.Is(err, confedit.ErrUnsafe) || errors.As(err, new(*confedit.TypeError)), "%v", err)
		return
	}
	_, err = d.Text()
	require.NoError(t, err, "what could be set can be written")
}

func setAndRead(t *testing.T, s confedit.Syntax, text string, p *confedit.Path, value string) {
	d, err := confedit.Parse(s, text)
	require.NoError(t, err)
	nodes, err := d.Select(p)
	require.NoError(t, err)
	for _, n := range nodes {
		if err := d.Set(n, value, false); err != nil {
			var typ *confedit.TypeError
			require.True(t, errors.As(err, &typ) || errors.Is(err, confedit.ErrNotWritable) || errors.Is(err, confedit.ErrUnsafe), "%v", err)
			return
		}
	}
	out, err := d.Text()
	require.NoError(t, err, "what could be set can be written")
	again, err := confedit.Parse(s, out)
	require.NoError(t, err)
	found, err := again.Select(p)
	require.NoError(t, err)
	require.Len(t, found, len(nodes))
	for _, n := range found {
		if n.Kind == confedit.String {
			require.Equal(t, value, n.Value)
		}
	}
}
