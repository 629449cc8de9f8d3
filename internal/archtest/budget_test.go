package archtest

import (
	"go/ast"
	"go/token"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type importSpec = ast.ImportSpec

// The budgets of DESIGN.md, section 6.
const (
	fileP90, fileMax         = 350, 500
	funcP90, funcMax         = 35, 60
	interfaceMax             = 5
	paramsUsual, paramsMax   = 4, 5
	shareOfUsual             = 0.97 // of functions that keep to paramsUsual
	testRatioMin             = 0.8  // lines of tests for a line of library code
	exportedWithoutDocsAllow = 0
)

func p90(n []int) int {
	slices.Sort(n)
	return n[len(n)*9/10]
}

func TestFileBudget(t *testing.T) {
	var sizes []int
	for _, s := range load(t) {
		if s.test() {
			continue
		}
		n := s.lines(s.file)
		sizes = append(sizes, n)
		assert.LessOrEqual(t, n, fileMax, s.name)
	}
	require.LessOrEqual(t, p90(sizes), fileP90)
}

func TestFunctionBudget(t *testing.T) {
	var sizes []int
	usual, all := 0, 0
	for _, s := range load(t) {
		if s.test() {
			continue
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			n := s.lines(f)
			sizes = append(sizes, n)
			assert.LessOrEqual(t, n, funcMax, "%s: %s", s.at(f), f.Name.Name)
			params := f.Type.Params.NumFields()
			all++
			if params <= paramsUsual {
				usual++
			}
			assert.LessOrEqual(t, params, paramsMax, "%s: %s has many parameters", s.at(f), f.Name.Name)
		}
	}
	require.LessOrEqual(t, p90(sizes), funcP90)
	require.GreaterOrEqual(t, float64(usual)/float64(all), shareOfUsual)
}

func TestInterfaceBudget(t *testing.T) {
	for _, s := range load(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			if i, ok := n.(*ast.InterfaceType); ok {
				assert.LessOrEqual(t, i.Methods.NumFields(), interfaceMax, s.at(i))
			}
			return true
		})
	}
}

func TestExportedNamesAreDocumented(t *testing.T) {
	missing := exportedWithoutDocsAllow
	for _, s := range load(t) {
		if !s.library() {
			continue
		}
		for _, d := range s.file.Decls {
			for _, name := range undocumented(d) {
				missing++
				assert.Fail(t, "no comment", "%s: %s", s.at(d), name)
			}
		}
	}
	require.Equal(t, exportedWithoutDocsAllow, missing)
}

// undocumented returns the exported names that d declares without a comment.
func undocumented(d ast.Decl) []string {
	var out []string
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
			out = append(out, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
					out = append(out, s.Name.Name)
				}
			case *ast.ValueSpec:
				if s.Names[0].IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
					out = append(out, s.Names[0].Name)
				}
			}
		}
	}
	return out
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	t := d.Recv.List[0].Type
	if p, ok := t.(*ast.StarExpr); ok {
		t = p.X
	}
	if g, ok := t.(*ast.IndexExpr); ok {
		t = g.X
	}
	id, ok := t.(*ast.Ident)
	return ok && id.IsExported()
}

func TestNoInitAndNoChangingVariables(t *testing.T) {
	all := load(t)
	vars := map[string]map[string]bool{} // by package folder
	for _, s := range all {
		if !s.library() {
			continue
		}
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				assert.Fail(t, "init function", s.at(f))
			}
			for _, name := range packageVars(d) {
				if vars[s.dir] == nil {
					vars[s.dir] = map[string]bool{}
				}
				vars[s.dir][name] = true
			}
		}
	}
	for _, s := range all {
		if s.library() {
			for _, at := range assignments(s, vars[s.dir]) {
				assert.Fail(t, "a package variable changes", at)
			}
		}
	}
}

func packageVars(d ast.Decl) []string {
	g, ok := d.(*ast.GenDecl)
	if !ok || g.Tok != token.VAR {
		return nil
	}
	var out []string
	for _, spec := range g.Specs {
		for _, n := range spec.(*ast.ValueSpec).Names {
			if n.Name != "_" {
				out = append(out, n.Name)
			}
		}
	}
	return out
}

// assignments returns where s assigns to one of vars, elements included.
func assignments(s *source, vars map[string]bool) []string {
	var out []string
	for _, d := range s.file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil {
			continue
		}
		local := localNames(f)
		check := func(e ast.Expr) {
			for {
				x, ok := e.(*ast.IndexExpr)
				if !ok {
					break
				}
				e = x.X
			}
			if id, ok := e.(*ast.Ident); ok && vars[id.Name] && !local[id.Name] {
				out = append(out, s.at(id)+": "+id.Name)
			}
		}
		ast.Inspect(f.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				if n.Tok != token.DEFINE {
					for _, e := range n.Lhs {
						check(e)
					}
				}
			case *ast.IncDecStmt:
				check(n.X)
			}
			return true
		})
	}
	return out
}

// localNames returns the names that f declares anywhere in it.
func localNames(f *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	add := func(e ast.Expr) {
		if id, ok := e.(*ast.Ident); ok {
			names[id.Name] = true
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, id := range n.Names {
				add(id)
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, e := range n.Lhs {
					add(e)
				}
			}
		case *ast.RangeStmt:
			add(n.Key)
			add(n.Value)
		case *ast.ValueSpec:
			for _, id := range n.Names {
				add(id)
			}
		}
		return true
	})
	return names
}

func TestPanicsAreDocumented(t *testing.T) {
	for _, s := range load(t) {
		if !s.library() {
			continue
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			ast.Inspect(f.Body, func(n ast.Node) bool {
				c, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				if id, ok := c.Fun.(*ast.Ident); ok && id.Name == "panic" {
					assert.Contains(t, f.Doc.Text(), "panic", "%s panics without saying so", s.at(c))
				}
				return true
			})
		}
	}
}

// selectors returns where s uses one of names of package pkg.
func selectors(s *source, pkg string, names ...string) []string {
	var out []string
	ast.Inspect(s.file, func(n ast.Node) bool {
		x, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if id, ok := x.X.(*ast.Ident); ok && id.Name == pkg && slices.Contains(names, x.Sel.Name) {
			out = append(out, s.at(x))
		}
		return true
	})
	return out
}

func TestTestsKeepPace(t *testing.T) {
	code, tests := 0, 0
	for _, s := range load(t) {
		switch {
		case s.test():
			tests += s.lines(s.file)
		case s.library():
			code += s.lines(s.file)
		}
	}
	t.Logf("%d lines of library code, %d of tests, ratio %.2f", code, tests, float64(tests)/float64(code))
	require.Greater(t, float64(tests), testRatioMin*float64(code))
}
