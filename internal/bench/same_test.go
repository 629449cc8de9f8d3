package bench

import (
	stdzip "archive/zip"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A content is what is compared of a file.
type content struct {
	size uint64
	crc  uint32
	time time.Time
}

// A listing tells of the files in a folder or an archive, by slash-separated
// name. Folders have names that end in a slash, and nothing else.
type listing map[string]content

// inFolder lists a folder. Times are rounded down to a multiple of grain.
func inFolder(b *testing.B, dir string, grain time.Duration) listing {
	b.Helper()
	l := listing{}
	require.NoError(b, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if d.IsDir() {
			l[name+"/"] = content{}
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		l[name] = content{uint64(len(data)), crc32.ChecksumIEEE(data), info.ModTime().Truncate(grain).UTC()}
		return err
	}))
	return l
}

// inArchive lists what a package has below the folder that was packed, or any
// other zip file has at its top, without times.
func inArchive(b *testing.B, name string) listing {
	b.Helper()
	z, err := stdzip.OpenReader(name)
	require.NoError(b, err)
	defer z.Close()
	prefix := ""
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "Content/") && (prefix == "" || len(f.Name) < len(prefix)) {
			prefix = f.Name
		}
	}
	l := listing{"./": {}}
	for _, f := range z.File {
		rel, ok := strings.CutPrefix(f.Name, prefix)
		if !ok || rel == "" {
			continue
		}
		l[rel] = content{size: f.UncompressedSize64, crc: f.CRC32}
	}
	return l
}

// withoutTimes returns l as an archive has it.
func (l listing) withoutTimes() listing {
	for name, c := range l {
		c.time = time.Time{}
		l[name] = c
	}
	return l
}

// requireSame fails unless two listings are alike. It names one difference: all
// of them would be too many.
func requireSame(b *testing.B, want, got listing) {
	b.Helper()
	for name, c := range want {
		if have, ok := got[name]; !ok || have != c {
			b.Fatalf("%s is %+v (there: %t), and should be %+v", name, have, ok, c)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			b.Fatalf("%s should not be there", name)
		}
	}
}
