package conformance

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"
)

const (
	inputsArchive = "inputs.txtar" // the packed inputs
	casesFolder   = "cases"        // holds GROUP.txtar once packed
	archiveEnding = ".txtar"
)

// Pack reads a suite folder (cases/GROUP/NAME/** and inputs/**) and returns the
// packed files by slash-separated name: inputs.txtar and cases/GROUP.txtar. The
// same folder always gives the same bytes. Other files of the folder (texts,
// scripts, indexes) are left out.
func Pack(suite fs.FS) (map[string][]byte, error) {
	archives := map[string]*txtar.Archive{}
	err := fs.WalkDir(suite, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		archive, section, ok := packedPlace(name)
		if !ok {
			return nil
		}
		data, err := fs.ReadFile(suite, name)
		if err != nil {
			return err
		}
		file, err := encodeSection(section, data)
		if err != nil {
			return err
		}
		if archives[archive] == nil {
			archives[archive] = &txtar.Archive{Comment: []byte("Recorded behaviour, packed by internal/conformance/pack. Do not edit.\n\n")}
		}
		archives[archive].Files = append(archives[archive].Files, file)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("packing the suite: %w", err)
	}
	return formatArchives(archives)
}

func formatArchives(archives map[string]*txtar.Archive) (map[string][]byte, error) {
	if archives[inputsArchive] == nil || len(archives) < 2 {
		return nil, errors.New("packing the suite: the folder has no inputs or no cases; give the folder that holds both")
	}
	packed := map[string][]byte{}
	for name, a := range archives {
		slices.SortFunc(a.Files, func(x, y txtar.File) int { return cmp.Compare(x.Name, y.Name) })
		packed[name] = txtar.Format(a)
	}
	return packed, nil
}

// packedPlace tells which archive a file of a suite folder belongs to, and the
// name of its section there.
func packedPlace(name string) (archive, section string, ok bool) {
	top, rest, _ := strings.Cut(name, "/")
	switch top {
	case "inputs":
		kind, _, nested := strings.Cut(rest, "/")
		ok = nested && (kind == "tree" || kind == "zips" || kind == "templates") || rest == "noise.bin" || rest == "times.tsv"
		return inputsArchive, rest, ok
	case casesFolder:
		group, rest, _ := strings.Cut(rest, "/")
		return path.Join(casesFolder, group+archiveEnding), rest, strings.Contains(rest, "/")
	}
	return "", "", false
}

// Unpack returns the files of the suite folder that a packed suite was made
// from, by their slash-separated names in that folder, byte for byte.
func Unpack(packed fs.FS) (map[string][]byte, error) {
	names, err := fs.Glob(packed, path.Join(casesFolder, "*"+archiveEnding))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, name := range append(names, inputsArchive) {
		if err := unpackArchive(packed, name, files); err != nil {
			return nil, fmt.Errorf("unpacking %s: %w", name, err)
		}
	}
	return files, nil
}

func unpackArchive(packed fs.FS, name string, files map[string][]byte) error {
	data, err := fs.ReadFile(packed, name)
	if err != nil {
		return err
	}
	folder := strings.TrimSuffix(name, archiveEnding)
	for _, f := range txtar.Parse(data).Files {
		section, data, err := decodeSection(f)
		if err != nil {
			return err
		}
		full := path.Join(folder, section)
		if _, twice := files[full]; twice {
			return fmt.Errorf("section %q comes twice", section)
		}
		files[full] = data
	}
	return nil
}
