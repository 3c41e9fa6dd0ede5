package sim_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is a module that is being inspected.
type module struct {
	root     string
	fset     *token.FileSet
	packages map[string]*pkg // by directory
	found    []string

	unchecked []error // packages whose types are not known
}

type pkg struct {
	dir        string
	files      []*ast.File // not tests
	names      []string
	documented bool
}

// inspectModule returns what is wrong with a module, in order of place, and
// why not everything could be checked, if so.
func inspectModule(t *testing.T, root string) ([]string, []error) {
	t.Helper()
	m := &module{root: root, fset: token.NewFileSet(), packages: map[string]*pkg{}}
	if err := m.read(); err != nil {
		t.Fatal(err)
	}
	exports, err := exports(root)
	if err != nil {
		t.Fatal(err)
	}
	lookup := func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("no export data of %s", path)
		}
		return os.Open(exports[path])
	}
	imports := importer.ForCompiler(m.fset, "gc", lookup)
	for dir, p := range m.packages {
		m.inspectPackage(p)
		if slices.Contains(pure, top(dir)) {
			m.inspectTypes(p, imports)
		}
	}
	slices.Sort(m.found)
	return m.found, m.unchecked
}

func top(dir string) string { first, _, _ := strings.Cut(dir, "/"); return first }

// sayf notes something that is wrong at a place.
func (m *module) sayf(at token.Pos, format string, args ...any) {
	p := m.fset.Position(at)
	name, err := filepath.Rel(m.root, p.Filename)
	if err != nil {
		name = p.Filename
	}
	m.found = append(m.found, fmt.Sprintf("%s:%d: %s", filepath.ToSlash(name), p.Line, fmt.Sprintf(format, args...)))
}

// read parses all Go files.
func (m *module) read() error {
	return filepath.WalkDir(m.root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // somebody builds here at the same time
			}
			return err
		}
		rel, err := filepath.Rel(m.root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case rel == ".":
			return nil
		case strings.HasPrefix(d.Name(), "."), d.IsDir() && d.Name() == "testdata":
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !strings.Contains(rel, "/") && !m.fixed(rel, d):
			m.found = append(m.found, rel+": not a room: the top level is fixed, see DESIGN.md, section 6")
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || !strings.HasSuffix(rel, ".go"):
			return nil
		}
		return m.readFile(name, path.Dir(rel))
	})
}

// fixed reports whether something may stand on the top level.
func (m *module) fixed(name string, d fs.DirEntry) bool {
	for i := range rooms {
		if d.IsDir() && rooms[i].path == name {
			return true
		}
	}
	return slices.Contains(topLevel, name)
}

// readFile parses one file and looks at what needs no types.
func (m *module) readFile(name, dir string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	f, err := parser.ParseFile(m.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	p := m.packages[dir]
	if p == nil {
		p = &pkg{dir: dir}
		m.packages[dir] = p
	}
	test := strings.HasSuffix(name, "_test.go")
	p.documented = p.documented || f.Doc != nil
	if p.names = append(p.names, name); !test {
		p.files = append(p.files, f)
	}
	if top(dir) == "results" {
		m.sayf(f.FileStart, "Go in results: it holds what experiments produced, and nothing else")
		return nil
	}
	m.inspectImports(f, dir, test)
	m.inspectSize(f, text)
	if !test {
		m.inspectGoroutines(f, dir)
	}
	return nil
}

// inspectImports holds a file against the import table.
func (m *module) inspectImports(f *ast.File, dir string, test bool) {
	var ours, third []string
	for i := range rooms {
		if r := &rooms[i]; dir == r.path || strings.HasPrefix(dir, r.path+"/") {
			ours, third = append(ours, r.ours...), append(third, r.third...)
			if test {
				third = append(third, r.tests...)
			}
		}
	}
	for _, spec := range f.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			m.sayf(spec.Pos(), "%v", err)
			continue
		}
		first, rest, _ := strings.Cut(name, "/")
		switch {
		case first == "skysim":
			if room := top(rest); room != top(dir) && !slices.Contains(ours, room) {
				m.sayf(spec.Pos(), "%s may not import %s: hand in what it needs, or move the code to a room that may (of ours %v)", top(dir), name, ours)
			}
		case strings.Contains(first, "."):
			if !slices.ContainsFunc(third, func(t string) bool { return name == t || strings.HasPrefix(name, t+"/") }) {
				m.sayf(spec.Pos(), "%s may not import %s: do without, or argue for it in DESIGN.md, section 6 (of others %v)", top(dir), name, third)
			}
		}
		if !test && slices.Contains(pure, top(dir)) && slices.Contains(impureImports, name) {
			m.sayf(spec.Pos(), "package %s in a pure room: let cmd or bench hand in what touches the outside; random numbers are sim.Stream's", name)
		}
	}
}

// inspectSize looks at lengths and at what must not reach the main branch.
func (m *module) inspectSize(f *ast.File, text []byte) {
	if n := bytes.Count(text, []byte("\n")); n > mostFileLines {
		m.sayf(m.fset.File(f.FileStart).LineStart(mostFileLines+1), "%d lines, want at most %d: one idea per file", n, mostFileLines)
	}
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			if n := m.lines(fn); n > mostFunctionLines {
				m.sayf(fn.Pos(), "function %s has %d lines, want at most %d: give its parts names", fn.Name.Name, n, mostFunctionLines)
			}
		}
	}
	for _, group := range f.Comments {
		for _, c := range group.List {
			if strings.Contains(c.Text, "FIX"+"ME") {
				m.sayf(c.Pos(), "FIX"+"ME: mend it, or write a TODO that names the condition that would make it worth doing")
			}
		}
	}
}

// inspectGoroutines looks for go statements outside bench and cmd.
func (m *module) inspectGoroutines(f *ast.File, dir string) {
	if t := top(dir); t == "bench" || t == "cmd" {
		return
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.GoStmt); ok {
			m.sayf(s.Pos(), "a goroutine: only bench and cmd start them; return the work as a value and let bench run it")
		}
		return true
	})
}

// inspectPackage looks at names and comments of packages.
func (m *module) inspectPackage(p *pkg) {
	if top(p.dir) == "results" || len(p.files) == 0 {
		return
	}
	first := slices.MinFunc(p.files, func(a, b *ast.File) int {
		return strings.Compare(m.fset.Position(a.Pos()).Filename, m.fset.Position(b.Pos()).Filename)
	})
	if name := first.Name.Name; name == "util" || name == "utils" {
		m.sayf(first.FileStart, "a package called %s: name it after what it provides", name)
	}
	if !p.documented {
		m.sayf(first.FileStart, "package %s has no package comment: tell its story in doc.go", first.Name.Name)
	}
}

// inspectTypes looks at what needs types: ranges over maps, and which function
// a name means.
func (m *module) inspectTypes(p *pkg, imports types.Importer) {
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: imports, Error: func(err error) { m.unchecked = append(m.unchecked, err) }}
	if _, err := config.Check("skysim/"+p.dir, m.fset, p.files, info); err != nil && len(m.unchecked) == 0 {
		m.unchecked = append(m.unchecked, err)
	}
	for _, f := range p.files {
		sorted := map[ast.Node]bool{} // maps.Keys in slices.Sorted, and the like
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.RangeStmt:
				if t := info.TypeOf(n.X); t == nil || t == types.Typ[types.Invalid] {
					m.sayf(n.Pos(), "the type of what is ranged over is not known: does the package compile?")
				} else if _, isMap := t.Underlying().(*types.Map); isMap {
					m.sayf(n.Pos(), "range over a map: its order is random; keep a slice beside it, or sort the keys")
				}
			case *ast.CallExpr:
				if fn := function(info, n.Fun); fn != nil && fn.Pkg().Path() == "slices" && strings.HasPrefix(fn.Name(), "Sorted") {
					if keys, ok := n.Args[0].(*ast.CallExpr); ok {
						sorted[keys.Fun] = true
					}
				}
			case *ast.SelectorExpr:
				if !sorted[n] {
					m.inspectUse(info, n)
				}
			}
			return true
		})
	}
}

// function returns the package-level function that an expression means, or nil.
func function(info *types.Info, e ast.Expr) *types.Func {
	switch x := e.(type) {
	case *ast.IndexExpr:
		return function(info, x.X)
	case *ast.SelectorExpr:
		if fn, ok := info.Uses[x.Sel].(*types.Func); ok && fn.Pkg() != nil && fn.Signature().Recv() == nil {
			return fn
		}
	}
	return nil
}

// inspectUse looks at one use of a function of another package.
func (m *module) inspectUse(info *types.Info, sel *ast.SelectorExpr) {
	fn := function(info, sel)
	if fn == nil {
		return
	}
	from, name := fn.Pkg().Path(), fn.Name()
	switch {
	case from == "math" && !slices.Contains(exactMath, name):
		m.sayf(sel.Pos(), "math.%s: its last bits depend on the processor; use sim.%s if there is one", name, name)
	case slices.Contains(impureCalls[from], name):
		m.sayf(sel.Pos(), "%s.%s in a pure room: take time from the View, return text to the caller, sort keys", from, name)
	}
}

// exports returns where the compiled packages are that the pure rooms import.
func exports(root string) (map[string]string, error) {
	args := []string{"list", "-e", "-export", "-deps", "-json=ImportPath,Export"}
	for _, p := range pure {
		args = append(args, "./"+p+"/...")
	}
	cmd := exec.Command("go", args...)
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	list := map[string]string{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct{ ImportPath, Export string }
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return list, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		list[p.ImportPath] = p.Export
	}
}
