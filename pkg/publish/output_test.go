package publish_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/pkg/publish"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/sync"
)

// lay makes empty files, and folders whose names end in a slash, and makes
// their folder the current one.
func lay(t *testing.T, names ...string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, name := range names {
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		if !strings.HasSuffix(name, "/") {
			require.NoError(t, os.WriteFile(name, nil, 0o644))
		}
	}
}

func TestFind(t *testing.T) {
	full := []string{"out/X.zip", "out/X.SetParameters.xml", "out/X.SourceManifest.xml", "out/X.deploy.cmd", "out/X.deploy-readme.txt", "out/X.Parameters.xml"}
	whole := publish.Output{
		Name: "X", Package: "out/X.zip", Values: []string{"out/X.SetParameters.xml"},
		Manifest: "out/X.SourceManifest.xml", Script: "out/X.deploy.cmd",
	}
	for _, c := range []struct {
		name  string
		files []string
		path  string
		want  publish.Output
	}{
		{"folder", full, "out", whole},
		{"folder with a separator", full, "out/", whole},
		{"package", full, "out/X.zip", whole},
		{"here", []string{"X.zip", "X.SetParameters.xml"}, ".", publish.Output{Name: "X", Package: "X.zip", Values: []string{"X.SetParameters.xml"}}},
		{"nothing beside", []string{"X.zip", "readme.txt"}, ".", publish.Output{Name: "X", Package: "X.zip"}},
		{"any case", []string{"X.ZIP", "x.setparameters.XML", "x.DEPLOY.cmd"}, ".",
			publish.Output{Name: "x", Package: "X.ZIP", Values: []string{"x.setparameters.XML"}, Script: "x.DEPLOY.cmd"}},
		{"package of another name", []string{"package.zip", "App.SetParameters.xml", "App.deploy.cmd", "App.SourceManifest.xml"}, ".",
			publish.Output{Name: "App", Package: "package.zip", Values: []string{"App.SetParameters.xml"}, Manifest: "App.SourceManifest.xml", Script: "App.deploy.cmd"}},
		{"values for two servers", []string{"X.zip", "live.SetParameters.xml", "test.SetParameters.xml"}, ".",
			publish.Output{Name: "X", Package: "X.zip", Values: []string{"live.SetParameters.xml", "test.SetParameters.xml"}}},
		{"its own values come first", []string{"X.zip", "A.SetParameters.xml", "X.SetParameters.xml"}, ".",
			publish.Output{Name: "X", Package: "X.zip", Values: []string{"X.SetParameters.xml"}}},
		{"one of two packages", []string{"A.zip", "B.zip", "A.SetParameters.xml"}, "A.zip",
			publish.Output{Name: "A", Package: "A.zip", Values: []string{"A.SetParameters.xml"}}},
		{"the other one has no part in its files", []string{"A.zip", "B.zip", "A.SetParameters.xml"}, "B.zip", publish.Output{Name: "B", Package: "B.zip"}},
		{"archive folder", []string{"out/Archive/Archive.xml", "out/X.SetParameters.xml", "out/X.deploy.cmd"}, "out",
			publish.Output{Name: "X", Package: "out/Archive", Archive: true, Values: []string{"out/X.SetParameters.xml"}, Script: "out/X.deploy.cmd"}},
		{"archive folder itself", []string{"out/site/archive.xml", "out/site.SetParameters.xml"}, "out/site",
			publish.Output{Name: "site", Package: "out/site", Archive: true, Values: []string{"out/site.SetParameters.xml"}}},
		{"folders of other names", []string{"X.zip/", "PackageTmp/web.config", "Y.zip"}, ".", publish.Output{Name: "Y", Package: "Y.zip"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			lay(t, c.files...)
			got, err := publish.Find(filepath.FromSlash(c.path))
			require.NoError(t, err)
			for _, p := range []*string{&c.want.Package, &c.want.Manifest, &c.want.Script} {
				*p = filepath.FromSlash(*p)
			}
			for i := range c.want.Values {
				c.want.Values[i] = filepath.FromSlash(c.want.Values[i])
			}
			require.Equal(t, &c.want, got)
		})
	}
}

// An archive folder that is the current one has its files beside it all the
// same.
func TestFindFromWithin(t *testing.T) {
	lay(t, "out/Archive/archive.xml", "out/X.SetParameters.xml")
	t.Chdir(filepath.Join("out", "Archive"))
	got, err := publish.Find(".")
	require.NoError(t, err)
	require.Equal(t, &publish.Output{Name: "X", Package: ".", Archive: true, Values: []string{filepath.Join("..", "X.SetParameters.xml")}}, got)
}

func TestFindErrors(t *testing.T) {
	var many, names []string
	for i := range 12 {
		names = append(names, strconv.Itoa(100+i)+".zip")
		many = append(many, "many/"+names[i])
	}
	lay(t, append(many, "empty/", "none/readme.txt", "two/A.zip", "two/B/archive.xml")...)
	for _, c := range []struct {
		path, want string
		candidates []string
	}{
		{"empty", "The folder 'empty' holds no package.", nil},
		{"none", "The folder 'none' holds no package.", nil},
		{"two", "The folder 'two' holds more than one package: A.zip, B.", []string{"A.zip", "B"}},
		{"many", "The folder 'many' holds more than one package: " + strings.Join(names[:10], ", ") + " and 2 more.", names},
	} {
		t.Run(c.path, func(t *testing.T) {
			_, err := publish.Find(c.path)
			var e *provider.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, c.want, e.Sentence())
			require.NotEmpty(t, e.Hint)
			var choice *publish.ChoiceError
			require.ErrorAs(t, err, &choice)
			require.Equal(t, publish.ChoiceError{Folder: c.path, What: "package", Candidates: c.candidates}, *choice)
		})
	}
	_, err := publish.Find("gone")
	require.EqualError(t, err, "Could not find 'gone'.")
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = publish.Find(filepath.Join("none", "readme.txt"))
	require.ErrorIs(t, err, errors.ErrUnsupported)
	require.ErrorContains(t, err, "is not a package")
}

func TestValuesFile(t *testing.T) {
	for _, c := range []struct {
		values []string
		want   string
	}{{nil, ""}, {[]string{"a/X.SetParameters.xml"}, "a/X.SetParameters.xml"}} {
		got, err := (&publish.Output{Values: c.values}).ValuesFile()
		require.NoError(t, err)
		require.Equal(t, c.want, got)
	}
	_, err := (&publish.Output{Values: []string{filepath.Join("a", "live.SetParameters.xml"), filepath.Join("a", "test.SetParameters.xml")}}).ValuesFile()
	var choice *publish.ChoiceError
	require.ErrorAs(t, err, &choice)
	require.Equal(t, []string{"live.SetParameters.xml", "test.SetParameters.xml"}, choice.Candidates)
	require.EqualError(t, err, "The folder 'a' holds more than one file with the values of parameters: live.SetParameters.xml, test.SetParameters.xml. (name the one that is meant)")
}

func TestRef(t *testing.T) {
	require.Equal(t, provider.Ref{Kind: "package", Path: "X.zip"}, (&publish.Output{Package: "X.zip"}).Ref())
	require.Equal(t, provider.Ref{Kind: "archiveDir", Path: "Archive"}, (&publish.Output{Package: "Archive", Archive: true}).Ref())
}

// A package without values beside it has its defaults; values are checked as
// any others are.
func TestParameters(t *testing.T) {
	lay(t)
	declared := mustDeclare(t, `<parameters><parameter name="Mode" defaultValue="debug">
		<parameterValidation kind="Enumeration" validationString="debug,live"/></parameter></parameters>`)
	src := provider.Document(memory.New("/site", map[string]string{"a": "b"}))
	w, err := pkg.Create("X.zip", &pkg.WriterOptions{Parameters: declared})
	require.NoError(t, err)
	_, err = sync.Run(t.Context(), src, w, nil)
	require.NoError(t, err)
	require.NoError(t, w.Close())

	for _, c := range []struct{ name, file, value, err string }{
		{"none", "", "", ""},
		{"given", `<parameters><setParameter name="mode" value="live"/><setParameter name="other" value="x"/></parameters>`, "live", ""},
		{"not valid", `<parameters><setParameter name="Mode" value="x"/></parameters>`, "", "Mode"},
		{"broken", `<parameters>`, "", "not closed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.file != "" {
				require.NoError(t, os.WriteFile("X.SetParameters.xml", []byte(c.file), 0o644))
			}
			out, err := publish.Find("X.zip")
			require.NoError(t, err)
			r, err := pkg.Open(out.Package, nil)
			require.NoError(t, err)
			defer r.Close()
			set, err := out.Parameters(r)
			if c.err != "" {
				require.ErrorContains(t, err, c.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.value, set.Lookup("Mode").Value.Reveal())
		})
	}
}
