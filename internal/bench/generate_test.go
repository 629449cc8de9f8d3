package bench

import (
	"fmt"
	"hash/crc32"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What a made up site consists of.
const (
	siteFolders = 250
	siteFiles   = 3000
)

// A generator makes up a site. Two of them make up the same one.
type generator struct {
	*rand.Rand
	words []string
	zipf  *rand.Zipf // picks words as languages do: few of them often
}

func newGenerator() *generator {
	r := rand.New(rand.NewPCG(2001, 6))
	g := &generator{Rand: r, words: make([]string, 4000), zipf: rand.NewZipf(r, 1.1, 8, 3999)}
	for i := range g.words {
		w := make([]byte, 2+r.IntN(9))
		for k := range w {
			w[k] = "etaoinshrdlcumwfgypbvk"[min(r.IntN(22), r.IntN(22))]
		}
		g.words[i] = string(w)
	}
	return g
}

func (g *generator) word() string { return g.words[g.zipf.Uint64()] }

// size returns a length that is as often below typical as above it, and now and
// then far above.
func (g *generator) size(typical float64) int {
	return int(typical * math.Exp(1.3*g.NormFloat64()))
}

// text returns n bytes that compress like the source of a web page.
func (g *generator) text(n int) []byte {
	b := make([]byte, 0, n+80)
	for depth := 1; len(b) < n; {
		for range depth {
			b = append(b, "  "...)
		}
		for range 2 + g.IntN(7) {
			b = append(append(b, g.word()...), "  .,=(>-"[g.IntN(8)])
		}
		b = append(b, ";\n"...)
		depth = max(1, min(6, depth+g.IntN(3)-1))
	}
	return b[:n]
}

// noise returns n bytes that do not compress.
func (g *generator) noise(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(g.Uint32())
	}
	return b
}

// file makes up a name and contents. One file in ten is a picture.
func (g *generator) file() (name string, data []byte) {
	name = g.word() + "-" + g.word()
	if g.IntN(10) == 0 {
		return name + ".webp", g.noise(g.size(10 << 10))
	}
	return name + []string{".php", ".php", ".js", ".css", ".html", ".json", ".svg"}[g.IntN(7)], g.text(g.size(4 << 10))
}

// generate makes up a site in the new folder dir.
func generate(b *testing.B, dir string) {
	b.Helper()
	g := newGenerator()
	folders := []string{dir}
	for len(folders) <= siteFolders {
		f := filepath.Join(folders[g.IntN(len(folders))], g.word()+strconv.Itoa(len(folders)))
		require.NoError(b, os.MkdirAll(f, 0o755))
		folders = append(folders, f)
	}
	for i := range siteFiles {
		name, data := g.file()
		name = filepath.Join(folders[g.IntN(len(folders))], strconv.Itoa(i)+name)
		require.NoError(b, os.WriteFile(name, data, 0o644))
		t := time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC).Add(-time.Duration(g.Int64N(1e10)) * 100 * time.Microsecond)
		require.NoError(b, os.Chtimes(name, t, t))
	}
}

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
