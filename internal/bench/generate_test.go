package main

import (
	"fmt"
	"hash/crc32"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// Figures of different days can only be compared if the site stays what it is.
func TestGeneratorMakesUpTheSameSite(t *testing.T) {
	g, sum, size := newGenerator(), uint32(0), 0
	for range siteFiles {
		name, data := g.file()
		sum = crc32.Update(crc32.Update(sum, crc32.IEEETable, []byte(name)), crc32.IEEETable, data)
		size += len(data)
	}
	require.Equal(t, "34262830 bytes, checksum 659a35b7", fmt.Sprintf("%d bytes, checksum %08x", size, sum))
}

func TestSmallFilesAreTheSameEveryTime(t *testing.T) {
	a, b := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	require.NoError(t, generateFiles(a, 1010))
	require.NoError(t, generateFiles(b, 1010))
	require.NoError(t, compareFolders(t, a, b, folderGrain))
	s, err := openSite("a", a)
	require.NoError(t, err)
	require.Len(t, s.files, 1010)
	require.Equal(t, 2, s.folders)
}
