package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"time"
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

// write writes a file with a time that the generator makes up.
func (g *generator) write(name string, data []byte) error {
	if err := os.WriteFile(name, data, 0o644); err != nil {
		return err
	}
	t := time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC).Add(-time.Duration(g.Int64N(1e10)) * 100 * time.Microsecond)
	return os.Chtimes(name, t, t)
}

// generateSite makes up a site of many kinds of files in the new folder dir.
func generateSite(dir string) error {
	g := newGenerator()
	folders := []string{dir}
	for len(folders) <= siteFolders {
		f := filepath.Join(folders[g.IntN(len(folders))], g.word()+strconv.Itoa(len(folders)))
		if err := os.MkdirAll(f, 0o755); err != nil {
			return err
		}
		folders = append(folders, f)
	}
	for i := range siteFiles {
		name, data := g.file()
		name = filepath.Join(folders[g.IntN(len(folders))], strconv.Itoa(i)+name)
		if err := g.write(name, data); err != nil {
			return err
		}
	}
	return nil
}

// generateFiles makes up n files of 100 to 1,000 bytes in the new folder dir, a
// thousand to a folder.
func generateFiles(dir string, n int) error {
	g := newGenerator()
	text := g.text(1 << 20)
	folder := ""
	for i := range n {
		if i%1000 == 0 {
			folder = filepath.Join(dir, fmt.Sprintf("%04d", i/1000))
			if err := os.MkdirAll(folder, 0o755); err != nil {
				return err
			}
		}
		size := 100 + g.IntN(901)
		from := g.IntN(len(text) - size)
		if err := g.write(filepath.Join(folder, fmt.Sprintf("%s%06d.html", g.word(), i)), text[from:from+size]); err != nil {
			return err
		}
	}
	return nil
}
