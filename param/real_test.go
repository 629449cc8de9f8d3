package param_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/provider"
)

// realFiles returns the files of parameters below the folder that
// WEBDEPLOY_REAL names, by name: files collected from real projects.
func realFiles(t *testing.T) map[string][]byte {
	t.Helper()
	root := os.Getenv("WEBDEPLOY_REAL")
	if root == "" {
		t.Skip("WEBDEPLOY_REAL is not set")
	}
	files := map[string][]byte{}
	require.NoError(t, filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		if err != nil || !strings.EqualFold(filepath.Ext(name), ".xml") {
			return err
		}
		data, err := os.ReadFile(name)
		if bytes.Contains(data, []byte("<parameters")) {
			files[name] = data
		}
		return err
	}))
	require.NotEmpty(t, files)
	return files
}

// Every real file of parameters loads, and loads as the same when it is written
// back. Those that are not well-formed fail and say where.
func TestRealFiles(t *testing.T) {
	loaded, parameters, refused := 0, 0, 0
	for name, data := range realFiles(t) {
		v, err := param.ParseValues(bytes.NewReader(data))
		if err != nil {
			refused++
			t.Log(filepath.Base(name), err)
			requirePlace(t, err)
			continue
		}
		loaded++
		parameters += len(v.Declared) + len(v.Assignments)
		var b bytes.Buffer
		require.NoError(t, v.Encode(&b))
		again, err := param.ParseValues(&b)
		require.NoError(t, err, name)
		require.Equal(t, v, again, name)
		if len(v.Assignments) > 0 {
			continue
		}
		set, err := param.Parse(bytes.NewReader(data))
		require.NoError(t, err, name)
		b.Reset()
		require.NoError(t, set.Encode(&b))
		reread, err := param.Parse(&b)
		require.NoError(t, err, name)
		require.Equal(t, set, reread, name)
		_, err = param.Bind(set, nil)
		require.NoError(t, err, name)
	}
	t.Logf("%d files with %d parameters and values, %d refused", loaded, parameters, refused)
}

func requirePlace(t *testing.T, err error) {
	t.Helper()
	var syntax *param.SyntaxError
	if errors.As(err, &syntax) {
		require.Positive(t, syntax.Line)
		require.Positive(t, syntax.Column)
		return
	}
	var e *provider.Error
	require.ErrorAs(t, err, &e)
	require.Contains(t, e.Error(), "line ")
}

// A real package's own parameters.xml is written the same byte for byte, but for
// its line ends, which are those of Windows.
func TestRealPackages(t *testing.T) {
	same := 0
	check := func(name string, data []byte) {
		set, err := param.Parse(bytes.NewReader(data))
		require.NoError(t, err, name)
		var b bytes.Buffer
		require.NoError(t, set.Encode(&b))
		require.Equal(t, strings.ReplaceAll(string(data), "\r\n", "\n"), b.String(), name)
		same++
	}
	for name, data := range realFiles(t) {
		if strings.EqualFold(filepath.Base(name), "parameters.xml") {
			check(name, data)
		}
	}
	zips, err := filepath.Glob(filepath.Join(os.Getenv("WEBDEPLOY_REAL"), "packages", "*.zip"))
	require.NoError(t, err)
	for _, name := range zips {
		r, err := zip.OpenReader(name)
		require.NoError(t, err)
		f, err := r.Open("parameters.xml")
		if err == nil {
			data, err := io.ReadAll(f)
			require.NoError(t, err)
			check(name, data)
		}
		require.NoError(t, r.Close())
	}
	t.Logf("%d packages", same)
}
