package pkg

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A digest names a package by what is in it: it is the SHA-256 sum of a list
// that has the sum and the name of every file. The list is in the package, so
// that a difference can be found, and the digest in systemInfo.xml.
const (
	digestFile   = "digest.txt"
	digestPrefix = "sha256:"
)

// A digestLine is one file, or one folder with nothing in it.
type digestLine struct {
	name  string // of a folder with a slash at the end
	flags string
	sum   [sha256.Size]byte
}

// digestName returns name as it stands in a list, where lines end names.
func digestName(name string) string {
	return strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`).Replace(name)
}

// entryLine returns the line of an entry of a zip file. Of several slashes in a
// row in its name one counts, as in an archive folder.
func entryLine(name string, ext uint32, sum [sha256.Size]byte) digestLine {
	if strings.Contains(name, "//") {
		parts := strings.FieldsFunc(name, func(r rune) bool { return r == '/' })
		name = strings.Join(parts, "/") + name[len(strings.TrimRight(name, "/")):]
	}
	if strings.HasSuffix(name, "/") {
		ext = 0
	}
	return digestLine{name, digestFlags(ext), sum}
}

// digestFlags returns a letter for each attribute of a file that a deployment
// restores.
func digestFlags(ext uint32) string {
	flags := ""
	for _, f := range [...]struct {
		set    bool
		letter string
	}{
		{ext&dosReadOnly != 0, "r"}, {ext&dosHidden != 0, "h"}, {ext&dosSystem != 0, "s"},
		{fromUnix(ext) && ext>>unixShift&0o111 != 0, "x"},
	} {
		if f.set {
			flags += f.letter
		}
	}
	return cmp.Or(flags, "-")
}

// formatDigest returns the list that lines make and the digest of it. Folders
// with something in them are left out: not every packer writes them.
func formatDigest(lines []digestLine) (list []byte, digest string) {
	slices.SortFunc(lines, func(a, b digestLine) int { return strings.Compare(a.name, b.name) })
	var b bytes.Buffer
	for i, l := range lines {
		if strings.HasSuffix(l.name, "/") && i+1 < len(lines) && strings.HasPrefix(lines[i+1].name, l.name) {
			continue
		}
		b.WriteString(hex.EncodeToString(l.sum[:]) + " " + l.flags + " " + digestName(l.name) + "\n")
	}
	return b.Bytes(), digestOf(b.Bytes())
}

func digestOf(list []byte) string {
	sum := sha256.Sum256(list)
	return digestPrefix + hex.EncodeToString(sum[:])
}

// sumOf returns the sum of what r holds.
func sumOf(ctx context.Context, r io.Reader) (sum [sha256.Size]byte, err error) {
	h := sha256.New()
	_, err = io.Copy(h, &cancelReader{ctx, r})
	return [sha256.Size]byte(h.Sum(nil)), err
}

// storeLines returns the lines of everything in a store but the files at its top
// that skip reports.
func storeLines(ctx context.Context, s store, skip func(name string) bool) ([]digestLine, error) {
	top, err := s.find("", true)
	if err != nil {
		return nil, err
	}
	return linesBelow(ctx, s, top, skip, nil)
}

// linesBelow appends the lines of what is in dir, but for the files directly in it
// that skip reports.
func linesBelow(ctx context.Context, s store, dir node, skip func(name string) bool, lines []digestLine) ([]digestLine, error) {
	_, onDisk := s.(*folder) // which flags there are depends on the file system
	for n, err := range s.list(ctx, dir) {
		switch {
		case err != nil:
			return nil, err
		case n.bad != nil:
			return nil, n.bad
		case n.dir:
			lines = append(lines, entryLine(n.path+"/", 0, sha256.Sum256(nil)))
			if lines, err = linesBelow(ctx, s, n, nil, lines); err != nil {
				return nil, err
			}
			continue
		case skip != nil && skip(n.name):
			continue
		case onDisk:
			n.ext = 0
		}
		sum, err := nodeSum(ctx, s, n)
		if err != nil {
			return nil, err
		}
		lines = append(lines, entryLine(n.path, n.ext, sum))
	}
	return lines, nil
}

func nodeSum(ctx context.Context, s store, n node) ([sha256.Size]byte, error) {
	in, err := s.open(ctx, n)
	if err != nil {
		return [sha256.Size]byte{}, err
	}
	defer in.Close()
	return sumOf(ctx, in)
}

// describesItself reports whether a file at the top of a package is one of those
// that a digest cannot cover: those that hold it.
func describesItself(name string) bool {
	return strings.EqualFold(name, digestFile) || strings.EqualFold(name, systemInfoFile)
}

// Digest returns the digest of the package, such as "sha256:2f1c...", having
// read everything in it. Packages have the same one if they have the same
// files, with the same names, contents and flags, and the same archive.xml and
// parameters.xml, whatever the times and however they are packed.
// systemInfo.xml does not count. An archive folder has another one than a zip
// file of the same site: flags do not count in it, and its archive.xml differs.
func (r *Reader) Digest(ctx context.Context) (string, error) {
	_, digest, err := r.digests(ctx)
	return digest, err
}

func (r *Reader) digests(ctx context.Context) (list []byte, digest string, err error) {
	skip := func(name string) bool { return r.form == archiveForm && describesItself(name) }
	lines, err := storeLines(ctx, r.store, skip)
	if err != nil {
		return nil, "", &provider.Error{Op: "verify", Kind: r.kind, Path: r.opts.Name, Err: err}
	}
	list, digest = formatDigest(lines)
	return list, digest, nil
}

// StoredDigest returns the digest that the package says it has, or "" if it does
// not say.
func (r *Reader) StoredDigest() string { return r.says[attrDigest] }

// Verify reads everything in the package and returns nil if its digest is the
// one that it says it has. Otherwise the error matches ErrDigest and its Path is
// the first entry that differs, is missing or does not belong there; or it
// matches ErrNoDigest. What the package says was not signed: whoever can change
// the package can change both. To be sure of its origin, compare StoredDigest
// with a digest that came another way.
func (r *Reader) Verify(ctx context.Context) error {
	want := r.StoredDigest()
	if want == "" {
		return &provider.Error{
			Op: "verify", Kind: r.kind, Path: r.opts.Name, Err: ErrNoDigest,
			Msg:  "The package '" + r.opts.Name + "' does not say what its digest is.",
			Hint: "make it with WriterOptions.Digest, on the command line -digest",
		}
	}
	list, got, err := r.digests(ctx)
	if err != nil || got == want {
		return err
	}
	stored, err := r.storedList(ctx)
	if err != nil {
		return err
	}
	name := digestFile
	if digestOf(stored) == want {
		name = firstDifference(stored, list)
	}
	return &provider.Error{
		Op: "verify", Kind: "entry", Path: name, Err: ErrDigest,
		Msg:  "The package '" + r.opts.Name + "' was changed after it was made: '" + name + "' is not what its digest says.",
		Hint: "do not deploy it; get it again from where it was made",
	}
}

// storedList returns the list in the package.
func (r *Reader) storedList(ctx context.Context) ([]byte, error) {
	n, err := r.store.find(digestFile, false)
	if err != nil {
		return nil, err
	}
	if n.size > r.opts.MaxNames {
		return nil, overLimit(digestFile, "MaxNames", r.opts.MaxNames)
	}
	in, err := r.store.open(ctx, n)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return io.ReadAll(io.LimitReader(in, n.size))
}

// firstDifference returns the name in the first line that only one of two lists
// has.
func firstDifference(a, b []byte) string {
	for {
		lineA, restA, _ := bytes.Cut(a, []byte("\n"))
		lineB, restB, _ := bytes.Cut(b, []byte("\n"))
		if !bytes.Equal(lineA, lineB) {
			return cmp.Or(earlier(nameOf(lineA), nameOf(lineB)), digestFile)
		}
		a, b = restA, restB
	}
}

// earlier returns the name that a list has first; "" is that of no line.
func earlier(a, b string) string {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}

// nameOf returns the name in a line of a list.
func nameOf(line []byte) string {
	parts := bytes.SplitN(line, []byte(" "), 3)
	return string(parts[len(parts)-1])
}
