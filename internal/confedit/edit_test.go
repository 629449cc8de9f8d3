package confedit_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/confedit"
)

// edit sets what path selects in text and returns the text then.
func edit(s confedit.Syntax, text, path, value string, change bool) (string, error) {
	d, err := confedit.Parse(s, text)
	if err != nil {
		return "", err
	}
	p, err := confedit.Compile(path)
	if err != nil {
		return "", err
	}
	list, err := d.Select(p)
	if err != nil {
		return "", err
	}
	for _, n := range list {
		if err := d.Set(n, value, change); err != nil {
			return "", err
		}
	}
	return d.Text()
}

// An editCase says what becomes of a text.
type editCase struct{ text, path, value, want string }

func testEdits(t *testing.T, s confedit.Syntax, cases []editCase) {
	for _, c := range cases {
		got, err := edit(s, c.text, c.path, c.value, false)
		require.NoError(t, err, c.text)
		require.Equal(t, c.want, got, "%s in %s", c.path, c.text)
	}
}

// select returns the paths of what path selects in text.
func selected(t *testing.T, s confedit.Syntax, text, path string) []string {
	t.Helper()
	d, err := confedit.Parse(s, text)
	require.NoError(t, err)
	p, err := confedit.Compile(path)
	require.NoError(t, err, path)
	list, err := d.Select(p)
	require.NoError(t, err)
	paths := []string{}
	for _, n := range list {
		paths = append(paths, n.Path())
	}
	return paths
}
