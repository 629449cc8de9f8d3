package pkg

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// listed returns the names of a table in order, each with when it was added.
func listed(t *table) (list []string) {
	for i := range t.len() {
		list = append(list, fmt.Sprintf("%s %d", t.shown(t.at(i)), t.at(i).crc))
	}
	return list
}

// Names of all lengths come back as they were added, over many pieces, and so
// does their order, however much of it there was: those of one name stay in the
// order in which they were added.
func TestTableSorts(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var names []string
	for i := range 5 * entryPiece {
		name := fmt.Sprintf("Content/%05d/%s", i, strings.Repeat("x", random.IntN(300)))
		names = append(names, name)
		if i%100 == 0 {
			names = append(names, name, name+"/")
		}
	}
	names = append(names, "Content/"+strings.Repeat("y", 1<<16-9), "Content/"+strings.Repeat("z", 1<<16-9))
	for what, swaps := range map[string]int{"sorted": 0, "nearly": len(names) / 50, "shuffled": 10 * len(names)} {
		t.Run(what, func(t *testing.T) {
			names := slices.Clone(names)
			for range swaps {
				i := random.IntN(len(names) - 1)
				names[i], names[i+1] = names[i+1], names[i]
			}
			if what == "shuffled" {
				random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
			}
			tab := &table{exact: true}
			var want []string // each with its place
			for i, name := range names {
				require.True(t, tab.add(entry{crc: uint32(i)}, []byte(name)))
				want = append(want, fmt.Sprintf("%s %d", name, i))
			}
			require.Equal(t, want, listed(tab))
			slices.SortStableFunc(want, func(a, b string) int {
				a, _, _ = strings.Cut(a, " ")
				b, _, _ = strings.Cut(b, " ")
				return comparePaths(strings.TrimRight(a, "/"), strings.TrimRight(b, "/"), true)
			})
			tab.sort()
			require.Equal(t, want, listed(tab))
			lo, hi := tab.find(names[0])
			require.Less(t, lo, hi)
			require.Equal(t, strings.TrimRight(names[0], "/"), tab.name(tab.at(lo)))
		})
	}
}

// What a zip file cannot say is no name.
func TestTableTakesNoLongerNames(t *testing.T) {
	var tab table
	require.False(t, tab.add(entry{}, make([]byte, 1<<16)))
	require.True(t, tab.add(entry{}, make([]byte, 1<<16-1)))
	require.Equal(t, 1, tab.len())
}

// Growing copies nothing: it takes what the entries and their names do, and less
// than a tenth more.
func TestTableGrowsInPlace(t *testing.T) {
	const n, name = 100_000, "Content/site/folder-0001/component-0000001.js"
	var tab table
	b := []byte(name)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range n {
		tab.add(entry{}, b)
	}
	runtime.ReadMemStats(&after)
	each := int(unsafe.Sizeof(entry{})) + len(name)
	require.Less(t, int(after.TotalAlloc-before.TotalAlloc), n*each*11/10)
	require.LessOrEqual(t, each, 64+len(name), "as much as a package may take of each")
}
