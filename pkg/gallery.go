package pkg

import (
	"strconv"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// Kinds of the objects that a manifest.xml needs to be more than names.
const (
	kindIisApp     provider.Kind = "iisApp"
	kindCreateApp  provider.Kind = "createApp"
	kindSetAcl     provider.Kind = "setAcl"
	kindRunCommand provider.Kind = "runCommand"
	kindDBFullSQL  provider.Kind = "dbFullSql"
	kindDBMySQL    provider.Kind = "dbMySql"
	kindDBSQLite   provider.Kind = "dbSqlite"
	kindSQLScript  provider.Kind = "sqlScript"
)

// spelled returns kind as its provider spells it. Those who write a manifest.xml
// by hand care little for case.
func spelled(kind provider.Kind) provider.Kind {
	for _, k := range []provider.Kind{
		provider.DirPath, provider.FilePath, provider.ContentPath, kindIisApp, kindSetAcl, kindRunCommand,
		kindDBFullSQL, kindDBMySQL, kindDBSQLite,
	} {
		if k.Is(kind) {
			return k
		}
	}
	return kind
}

// aliasElement is the element of a manifest.xml that gives a file of the package
// a second name, under which it is deployed as well. It makes no object.
const aliasElement = "alias"

// manifest makes the tree that a manifest.xml made by hand describes. Its paths
// count from the top of the package, and folders need no entries of their own
// (recorded: package/zip-gallery-dir, package/zip-gallery-nodirs).
func (b builder) manifest(e *element) (*provider.Object, error) {
	root := b.document(e.name)
	aliases, err := aliasesOf(e)
	if err != nil {
		return nil, err
	}
	b.store = withAliases(b.store, aliases, b.opts.System)
	var list []*provider.Object
	for _, c := range e.children {
		if !strings.EqualFold(c.name, aliasElement) {
			list = append(list, b.item(root, c, "Child"+strconv.Itoa(len(list)+1)))
		}
	}
	root.Children = fixed(list)
	return root, nil
}

// aliasesOf returns the second names that a manifest gives.
func aliasesOf(e *element) ([]alias, error) {
	var list []alias
	for _, c := range e.children {
		if !strings.EqualFold(c.name, aliasElement) {
			continue
		}
		from, _ := c.attr("from")
		to, _ := c.attr("to")
		a := alias{from: galleryName(from), to: galleryName(to)}
		if a.from == "" || a.to == "" {
			return nil, c.refuse("The element '%s' must say which file it copies, 'from', and where 'to'.", c.name)
		}
		list = append(list, a)
	}
	return list, nil
}

// bare makes the tree of a zip file that only has contents (recorded:
// package/zip-noarchive).
func (b builder) bare() *provider.Object {
	root := b.document(prefix + string(provider.ContentPath))
	o := &provider.Object{Parent: root, Kind: provider.ContentPath, Link: provider.FirstLink, Key: ".", Path: "."}
	o.Children = fixed([]*provider.Object{b.contents(o)})
	root.Children = fixed([]*provider.Object{o})
	return root
}

// item makes the object of an element of a manifest, and those below it.
func (b builder) item(root *provider.Object, e *element, link string) *provider.Object {
	path, _ := e.attr(keyPath)
	o := &provider.Object{Parent: root, Kind: spelled(provider.Kind(e.name)), Link: link, Key: path, Path: path}
	for _, a := range e.attrs {
		if !strings.EqualFold(a.name, keyPath) && !strings.HasPrefix(a.name, "xmlns") {
			o.Settings = append(o.Settings, provider.Setting{Name: a.name, Value: a.value})
		}
	}
	switch o.Kind {
	case provider.DirPath, provider.FilePath:
		o.Settings = nil
		b.mark(o, galleryName(path))
	case provider.ContentPath:
		o.Children = fixed([]*provider.Object{b.contents(o)})
	case kindIisApp:
		o.Children = fixed(b.application(o))
	case kindSetAcl:
		o.Attrs = aclAttrs(o.Settings)
	case kindDBFullSQL, kindDBMySQL, kindDBSQLite:
		b.script(o)
	case kindRunCommand:
		o.Attrs = provider.Attrs{{Name: "isSource", Value: provider.String("True")}} // recorded: presync/runcommand-package
		b.payload(o)
	default:
		b.payload(o)
	}
	return o
}

// contents makes the file or folder of a contentPath.
func (b builder) contents(parent *provider.Object) *provider.Object {
	o := &provider.Object{Parent: parent, Kind: provider.DirPath, Link: string(provider.ContentPath), Key: parent.Key, Path: parent.Path}
	name := galleryName(parent.Path)
	if _, err := b.store.find(name, true); err != nil {
		if _, err := b.store.find(name, false); err == nil {
			o.Kind = provider.FilePath
		}
	}
	b.mark(o, name)
	return o
}

// application makes the parts of an iisApp, as a live one has them (recorded:
// package/iisapp-folder).
func (b builder) application(parent *provider.Object) []*provider.Object {
	version, _ := parent.Settings.Lookup("managedRuntimeVersion")
	app := &provider.Object{Parent: parent, Kind: kindCreateApp, Link: string(kindCreateApp), Key: parent.Key, Path: parent.Path}
	app.Attrs = provider.Attrs{
		{Name: "isDest", Value: provider.Bool(false)},
		{Name: "managedRuntimeVersion", Value: provider.String(version), Flags: provider.IgnoreCase},
		{Name: "enable32BitAppOnWin64", Flags: provider.IgnoreCase},
		{Name: "managedPipelineMode", Flags: provider.IgnoreCase},
		{Name: "applicationPool", Flags: provider.NoCompare},
		{Name: "appExists", Value: provider.String("True"), Flags: provider.NoCompare},
	}
	path := &provider.Object{Parent: parent, Kind: provider.ContentPath, Link: string(provider.ContentPath), Key: parent.Key, Path: parent.Path}
	path.Children = fixed([]*provider.Object{b.contents(path)})
	return []*provider.Object{app, path}
}

// aclAttrs returns the attributes of a setAcl (recorded:
// package/manifest-mixed).
func aclAttrs(s provider.Settings) provider.Attrs {
	user, _ := s.Lookup("setAclUser")
	access, ok := s.Lookup("setAclAccess")
	if !ok {
		access = "Read"
	}
	return provider.Attrs{
		{Name: "isDest", Value: provider.Bool(false)},
		{Name: "setAclUser", Value: provider.String(user), Flags: provider.NoCompare},
		{Name: "setAclAccess", Value: provider.String(access), Flags: provider.NoCompare},
	}
}

// fileOf returns the file of the package that the path of an object names, if
// there is one: a path may mean something else, such as a command.
func (b builder) fileOf(o *provider.Object) (*item, bool) {
	n, err := b.store.find(galleryName(o.Path), false)
	return &item{n: n, r: b.Reader}, err == nil && n.bad == nil
}

// script makes the SQL script that a database provider names its child.
func (b builder) script(o *provider.Object) {
	it, ok := b.fileOf(o)
	if !ok {
		return
	}
	child := &provider.Object{Parent: o, Kind: kindSQLScript}
	it.contain(child)
	child.Path = place(child)
	child.Attrs = provider.Attrs{
		{Name: provider.AttrSize, Value: provider.Int(it.n.size)},
		{Name: provider.AttrLastWriteTime, Value: provider.Time(it.n.time)},
	}
	o.Children = fixed([]*provider.Object{child})
}

// payload makes the file that another provider names its content: a .dacpac, or
// a batch file to run.
func (b builder) payload(o *provider.Object) {
	if it, ok := b.fileOf(o); ok {
		it.contain(o)
	}
}
