package main

import (
	"archive/zip"
	"encoding/base64"
	"encoding/binary"
	"encoding/xml"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/nrbf"
)

// described returns n as a dump shows it: typed values as what they stand for,
// link and key attribute by the names that a dump has for them.
func (n *realNode) described(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{"name": strings.TrimPrefix(n.XMLName.Local, "MSDeploy.")}
	types := map[string]string{}
	for _, a := range n.Attrs {
		if name, ok := strings.CutSuffix(strings.TrimPrefix(a.Name.Local, "MSDeploy."), ".Type"); ok {
			types[name] = a.Value[strings.LastIndexByte(a.Value, '.')+1:]
		}
	}
	for _, a := range n.Attrs {
		switch name := a.Name.Local; {
		case name == "MSDeploy.MSDeployLinkName":
			out["MSDeploy.LinkName"] = a.Value
		case name == "MSDeploy.MSDeployKeyAttributeName":
			out["MSDeploy.KeyAttribute"] = a.Value
		case !strings.HasPrefix(name, "MSDeploy."):
			out[name] = untyped(t, types[name], a.Value)
		}
	}
	return out
}

// untyped returns what a value of a .NET class stands for, as a dump shows it.
func untyped(t *testing.T, class, value string) string {
	t.Helper()
	if class == "" {
		return value
	}
	raw, err := base64.StdEncoding.DecodeString(value)
	require.NoError(t, err)
	switch class {
	case "DeploymentObjectBooleanAttributeValue":
		return map[byte]string{0: "False", 1: "True"}[raw[0]]
	case "DeploymentObjectInt64AttributeValue":
		return strconv.FormatUint(binary.LittleEndian.Uint64(raw), 10)
	case "DeploymentObjectDateTimeAttributeValue":
		ticks := binary.LittleEndian.Uint64(raw) << 2 >> 2 // the upper bits say which time zone
		return time.Unix(int64(ticks/1e7)-62135596800, 0).UTC().Format("01/02/2006 15:04:05")
	}
	require.Fail(t, "a value of class "+class)
	return ""
}

// requireStructure compares what archive.xml says with what a dump shows. What
// is in folders is compared elsewhere.
func requireStructure(t *testing.T, archive *realNode, p *realPackage, empty bool) {
	t.Helper()
	args := []string{"-verb:dump", "-source:" + p.ref, "-xml", "-verbose"}
	if empty {
		args = append(args, "-skip:objectName=^dirPath$")
	}
	doc := parseReal(t, []byte(succeed(t, args...)))
	var walk func(want, got *realNode)
	walk = func(want, got *realNode) {
		w, g := want.described(t), map[string]string{"name": strings.TrimPrefix(got.XMLName.Local, "MSDeploy.")}
		for _, a := range got.Attrs {
			g[a.Name.Local] = a.Value
		}
		delete(g, "MSDeploy.Settings") // of the provider options, which the tests of internal/nrbf compare
		isFolder := w["name"] == "dirPath"
		if isFolder { // which archive.xml only mentions
			for _, name := range []string{"attributes", "securityDescriptor", "parentSecurityDescriptors", "MSDeploy.KeyAttribute"} {
				delete(g, name)
			}
		}
		if _, ok := w["MSDeploy.KeyAttribute"]; !ok && g["path"] == "" { // an object without a key has an empty one here
			delete(g, "path")
			delete(g, "MSDeploy.KeyAttribute")
		}
		require.Equal(t, w, g)
		if isFolder {
			return
		}
		kids := slices.DeleteFunc(slices.Clone(got.Kids), func(n realNode) bool { return n.XMLName.Local == "traceEvent" })
		named := slices.DeleteFunc(slices.Clone(want.Kids), func(n realNode) bool { return empty && n.XMLName.Local == "MSDeploy.dirPath" })
		require.Len(t, kids, len(named), want.XMLName.Local)
		for i := range kids {
			walk(&named[i], &kids[i])
		}
	}
	kids := slices.DeleteFunc(doc.Kids, func(n realNode) bool { return n.XMLName.Local == "traceEvent" })
	require.Len(t, kids, 1)
	walk(&realNode{XMLName: archive.XMLName, Kids: archive.Kids}, &kids[0])
}

// valuesFile returns the file of values to deploy with: the published one, or
// one as it is written beside every package, with the values it declares.
func (c realCheck) valuesFile(t *testing.T, p *realPackage) string {
	t.Helper()
	if c.values != "" {
		return filepath.Join(realFolder(t), "xml", c.values)
	}
	type parameter struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	var list struct {
		XMLName xml.Name    `xml:"parameters"`
		Set     []parameter `xml:"setParameter"`
	}
	for _, n := range p.xml(t, "parameters.xml").all("parameter") {
		list.Set = append(list.Set, parameter{n.attr("name"), n.attr("defaultValue") + n.attr("value")})
	}
	data, err := xml.Marshal(list)
	require.NoError(t, err)
	name := filepath.Join(t.TempDir(), "SetParameters.xml")
	require.NoError(t, os.WriteFile(name, data, 0o666))
	return name
}

// deploy deploys p with one command, again and again.
func (c realCheck) deploy(t *testing.T, p *realPackage) {
	site, below, _ := strings.Cut(c.site, "/")
	www, values := filepath.Join(t.TempDir(), "www"), c.valuesFile(t, p)
	folder := filepath.Join(www, below)
	command := []string{
		"-verb:sync", "-source:" + p.ref, "-dest:auto", "-setParamFile:" + values, "-siteMap:" + site + "=" + www,
		"-aclUser:ApplicationPoolIdentity=" + me(t), "-aclUser:anonymousAuthenticationUser=" + me(t),
	}
	if c.extra != "" {
		command = append(command, c.extra)
	}
	whatif := succeed(t, append(slices.Clone(command), "-whatif")...)
	require.NoDirExists(t, www)
	require.Equal(t, whatif, succeed(t, command...))
	require.Contains(t, whatif, "Info: Adding virtual path ("+c.site+")\n")
	require.Equal(t, strings.Count(c.parts, "setAcl"), strings.Count(whatif, "Info: Adding ACLs for path ("+c.site))

	want := tree(t, p.files, p.content(t), p.zone)
	if c.param != "" {
		c.requireValue(t, want, folder, publishedValue(t, values, c.param))
	}
	requireSameTree(t, want, tree(t, os.DirFS(folder), ".", time.Local))
	require.Equal(t, noChanges, total(succeed(t, command...)))
	if c.param == "" {
		return
	}
	other := append(slices.Clone(command), "-setParam:"+c.param+"=another value")
	require.Contains(t, total(succeed(t, other...)), "Total changes: 1 (0 added, 0 deleted, 1 updated,")
	c.requireValue(t, want, folder, "another value")
	requireSameTree(t, want, tree(t, os.DirFS(folder), ".", time.Local))
	require.Contains(t, total(succeed(t, command...)), "Total changes: 1 (0 added, 0 deleted, 1 updated,")
	require.Equal(t, noChanges, total(succeed(t, command...)))
}

// publishedValue returns what a file of values says about a parameter.
func publishedValue(t *testing.T, file, name string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	for _, n := range parseReal(t, data).all("setParameter") {
		if n.attr("name") == name {
			return n.attr("value")
		}
	}
	require.Fail(t, name+" has no value")
	return ""
}

// requireValue requires Web.config to have a value in one place and to be as it
// was published in all others. In want it is what was deployed from then on.
func (c realCheck) requireValue(t *testing.T, want map[string]realFile, folder, value string) {
	t.Helper()
	name := "Web.config"
	data, err := os.ReadFile(filepath.Join(folder, name))
	require.NoError(t, err)
	place := regexp.MustCompile(`(<add\s[^>]*name="` + c.add + `"[^>]*\sconnectionString=")[^"]*(")`)
	was, is := place.FindAllStringSubmatch(want[name].data, -1), parseReal(t, data)
	require.Len(t, was, 1)
	for _, n := range is.all("add") {
		if n.attr("name") == c.add && n.attr("connectionString") != "" {
			require.Equal(t, value, n.attr("connectionString"))
		}
	}
	blank := func(s string) string { return place.ReplaceAllString(s, "$1$2") }
	require.Equal(t, blank(want[name].data), blank(string(data)))
	want[name] = realFile{string(data), want[name].time}
}

// repack packs p again, without its parameters.
func (c realCheck) repack(t *testing.T, p *realPackage, archive *realNode) {
	again := filepath.Join(t.TempDir(), "again.zip")
	succeed(t, append(p.removed(t), "-verb:sync", "-source:"+p.ref, "-dest:package="+again)...)
	r, err := zip.OpenReader(again)
	require.NoError(t, err)
	defer r.Close()
	q := &realPackage{"package=" + again, r, time.UTC}
	var walk func(want, got *realNode)
	walk = func(want, got *realNode) {
		require.Equal(t, want.XMLName, got.XMLName)
		extra := len(got.Attrs) - len(want.Attrs)
		require.True(t, extra == 0 || extra == 1 && want == archive, "only later builds write options of the root: %v", got.Attrs)
		for _, a := range want.Attrs {
			switch name := a.Name.Local; name {
			case "MSDeploy.MSDeployProviderOptions":
				require.Equal(t, decoded(t, a.Value), decoded(t, got.attr(name)))
			case "MSDeploy.MSDeployStreamRelativeFilePath":
				stream, err := fs.ReadFile(p.files, a.Value)
				require.NoError(t, err)
				packed, err := fs.ReadFile(r, got.attr(name))
				require.NoError(t, err)
				require.Equal(t, stream, packed)
			default:
				require.Equal(t, a.Value, got.attr(name), name)
			}
		}
		require.Len(t, got.Kids, len(want.Kids), got.XMLName.Local)
		for i := range want.Kids {
			walk(&want.Kids[i], &got.Kids[i])
		}
	}
	walk(archive, q.xml(t, "archive.xml"))
	requireSameTree(t, tree(t, p.files, p.content(t), p.zone), tree(t, r, q.content(t), time.UTC))
}

func decoded(t *testing.T, blob string) nrbf.Options {
	t.Helper()
	o, err := nrbf.Decode(blob)
	require.NoError(t, err)
	return o
}
