package iis

import (
	"bufio"
	"io"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/filename"
	"github.com/webdeploy-go/webdeploy/internal/ordinal"
	"github.com/webdeploy-go/webdeploy/internal/pairs"
	"github.com/webdeploy-go/webdeploy/provider"
)

// A Site says in which folder a site is, or an application in it that has a
// folder of its own.
type Site struct {
	Name   string // such as "Default Web Site" or "Default Web Site/api", in any case
	Folder string
}

// ParseSite reads NAME=FOLDER. Quotes around either go.
func ParseSite(s string) (Site, error) {
	name, folder, ok := parseAssignment(s)
	parts := segments(name)
	reason := ""
	switch {
	case !ok:
		reason = "has no equals sign"
	case len(parts) == 0:
		reason = "names no site"
	case folder == "":
		reason = "names no folder"
	default:
		reason = badSegment(parts)
	}
	if reason != "" {
		return Site{}, &provider.Error{
			Op: "parse", Path: s, Msg: "The entry '" + filename.Printable(s) + "' of the site map is not valid: it " + reason + ".",
			Hint: `write SITE=FOLDER or SITE/APP=FOLDER, such as "Default Web Site=/srv/www"`, Err: provider.Quiet(fs.ErrInvalid),
		}
	}
	return Site{strings.Join(parts, "/"), folder}, nil
}

// parseAssignment cuts NAME=VALUE at the first equals sign.
func parseAssignment(s string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(s, "=")
	return strings.TrimSpace(pairs.Unquote(strings.TrimSpace(name))), strings.TrimSpace(pairs.Unquote(strings.TrimSpace(value))), ok
}

// Sites is a site map. Of entries that fit a path the one with the longest name
// counts, and of those with the same name the last.
type Sites []Site

// ParseSites reads a site map with an entry a line. Empty lines, and lines that
// begin with #, mean nothing.
func ParseSites(r io.Reader) (Sites, error) {
	var list Sites
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || line[0] == '#' {
			continue
		}
		s, err := ParseSite(line)
		if err != nil {
			return nil, &provider.Error{Op: "parse", Msg: "Line " + strconv.Itoa(n) + " is no entry of a site map.", Err: err}
		}
		list = append(list, s)
	}
	return list, lines.Err()
}

// A place is where something is on this machine.
type place struct {
	folder string // of the site, or the whole path if it is none of a site
	below  string // path below folder, separated by slashes, or ""
}

// path returns the place as one path.
func (p place) path() string {
	if p.below == "" {
		return p.folder
	}
	return filepath.Join(p.folder, filepath.FromSlash(p.below))
}

// find returns where path is. A path that begins with the name of a site is
// below the folder of that site; any other is that of a file or folder. It fails
// with an error that matches provider.CodeInvalidPath if what follows the name
// of a site can be no file or folder of that site on any system.
func (s Sites) find(path string) (place, error) {
	parts := segments(path)
	best, n := place{folder: path}, 0
	for _, site := range s {
		if name := segments(site.Name); !isPhysical(path) && len(name) >= max(n, 1) && startsWith(parts, name) {
			best, n = place{site.Folder, strings.Join(parts[len(name):], "/")}, len(name)
		}
	}
	if n == 0 {
		return best, nil
	}
	if reason := badSegment(parts[n:]); reason != "" {
		return place{}, &provider.Error{
			Op: "find", Path: path, Code: provider.CodeInvalidPath,
			Msg: "The path '" + filename.Printable(path) + "' leads to nothing in its site: a part of it " + reason + ".",
			Err: provider.Quiet(fs.ErrInvalid),
		}
	}
	return best, nil
}

// segments returns the parts of a path with slashes, those that are empty left
// out.
func segments(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}

// startsWith reports whether parts begins with name, in any case.
func startsWith(parts, name []string) bool {
	if len(parts) < len(name) {
		return false
	}
	for i, n := range name {
		if !ordinal.Equal(parts[i], n) {
			return false
		}
	}
	return true
}

// badSegment returns why one of parts cannot be part of the path of an
// application, which are those that Windows allows on every system.
func badSegment(parts []string) string {
	for _, p := range parts {
		if reason := filename.Problem("windows", p); reason != "" {
			return reason
		}
	}
	return ""
}

// isPhysical reports whether path can only be that of a file or folder: one from
// the top of the file system or from the current folder, or one of Windows.
func isPhysical(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return strings.HasPrefix(path, "/") || first == "." || first == ".." || strings.ContainsRune(path, '\\') ||
		len(path) > 1 && path[1] == ':'
}

// explain adds to err, which says that there is nothing at path, what to do if
// path is that of a site.
func (s Sites) explain(path string, err error) error {
	e, ok := err.(*provider.Error)
	if !ok || e.Hint != "" || !provider.NotExist(err) {
		return err
	}
	hinted := *e
	hinted.Hint = s.advice(path)
	return &hinted
}

// advice returns how to say where the site is that path may mean, or "" if path
// means none or that is known.
func (s Sites) advice(path string) string {
	parts := segments(path)
	if p, err := s.find(path); err != nil || p.folder != path || isPhysical(path) || len(parts) == 0 {
		return ""
	}
	return `if this is the path of a site, -siteMap:"` + parts[0] + `=FOLDER" says where the site is`
}
