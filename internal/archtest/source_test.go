package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/webdeploy-go/webdeploy"

// A source is one parsed Go file of the module.
type source struct {
	name string // slash-separated, relative to the module
	dir  string // of the package, likewise; "." for the root
	file *ast.File
	fset *token.FileSet
}

func (s *source) test() bool { return strings.HasSuffix(s.name, "_test.go") }

// library reports whether s is part of what programs import.
func (s *source) library() bool {
	return !s.test() && !strings.HasPrefix(s.dir, "examples/") && s.file.Name.Name != "main"
}

func (s *source) lines(n ast.Node) int {
	return s.fset.Position(n.End()).Line - s.fset.Position(n.Pos()).Line + 1
}

func (s *source) at(n ast.Node) string {
	return s.name + ":" + strconv.Itoa(s.fset.Position(n.Pos()).Line)
}

// imports returns the packages of this module that s imports, relative to it.
func (s *source) imports() []string {
	var out []string
	for _, i := range s.file.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		if p == module {
			out = append(out, ".")
		} else if rel, ok := strings.CutPrefix(p, module+"/"); ok {
			out = append(out, rel)
		}
	}
	return out
}

// load parses every Go file of the module.
func load(t *testing.T) []*source {
	t.Helper()
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	var all []*source
	fset := token.NewFileSet()
	err = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && name != root || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		f, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		rel = filepath.ToSlash(rel)
		all = append(all, &source{name: rel, dir: path.Dir(rel), file: f, fset: fset})
		return err
	})
	require.NoError(t, err)
	require.NotEmpty(t, all)
	return all
}
