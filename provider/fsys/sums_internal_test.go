package fsys

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
)

// sumsAt returns the sums in the file at path as if it were the given time.
func sumsAt(t *testing.T, path string, now time.Time) *Sums {
	t.Helper()
	s, err := OpenSums(path)
	require.NoError(t, err)
	s.SetNow(func() time.Time { return now })
	return s
}

func someStamp() stamp { return stamp{size: 5, mtime: 1e18, ctime: 1e18 + 7, ino: 42} }

// A sum is that of one file as it was.
func TestSumsAreOfOneFileAsItWas(t *testing.T) {
	now := time.Unix(2e9, 0)
	s := sumsAt(t, filepath.Join(t.TempDir(), "sums"), now)
	s.add(1, summed{stamp: someStamp(), sum: 0xabc}, now)
	sum, ok := s.find(1, someStamp())
	require.True(t, ok)
	require.Equal(t, uint32(0xabc), sum)
	for name, change := range map[string]func(*stamp){
		"size": func(s *stamp) { s.size++ }, "mtime": func(s *stamp) { s.mtime++ },
		"ctime": func(s *stamp) { s.ctime++ }, "inode": func(s *stamp) { s.ino++ },
	} {
		other := someStamp()
		change(&other)
		_, ok := s.find(1, other)
		require.False(t, ok, name)
	}
	_, ok = s.find(2, someStamp())
	require.False(t, ok, "path")
}

// A file that may have changed in the tick of the clock in which it was read is
// not remembered.
func TestSumsOfFilesThatAreTooNew(t *testing.T) {
	at := time.Unix(1e9, 0)
	for _, c := range []struct {
		mtime, ctime time.Duration // before it was read
		kept         bool
	}{
		{time.Hour, time.Hour, true},
		{settled + 1, settled + 1, true},
		{settled, time.Hour, false},
		{time.Hour, settled, false},
		{0, 0, false},
		{time.Hour, -time.Hour, false}, // a clock that is ahead
	} {
		s := sumsAt(t, filepath.Join(t.TempDir(), "sums"), at)
		st := stamp{mtime: at.Add(-c.mtime).UnixNano(), ctime: at.Add(-c.ctime).UnixNano()}
		s.add(1, summed{stamp: st}, at)
		_, ok := s.find(1, st)
		require.Equal(t, c.kept, ok, c)
	}
}

// full returns sums of n files, and the file that they were written to.
func full(t *testing.T, n int, now time.Time) (*Sums, string) {
	path := filepath.Join(t.TempDir(), "sums")
	s := sumsAt(t, path, now)
	for i := range n {
		st := someStamp()
		st.ino = uint64(i)
		s.add(uint64(i), summed{stamp: st, sum: uint32(i * 7)}, now)
	}
	require.NoError(t, s.Save())
	return s, path
}

func TestSumsAreKept(t *testing.T) {
	now := time.Unix(2e9, 0)
	want, path := full(t, 1000, now)
	got := sumsAt(t, path, now)
	require.Equal(t, want.known, got.known)
	_, ok := got.find(1, stamp{})
	require.False(t, ok)
	for i := range uint64(1000) {
		st := someStamp()
		st.ino = i
		_, ok := got.find(i, st)
		require.True(t, ok)
	}
	require.False(t, got.dirty, "what was asked for before on the same day is nothing new")
	left, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, left, 1)
}

// What is damaged anywhere counts as empty and is replaced; what is something
// else is left alone.
func TestDamagedSums(t *testing.T) {
	now := time.Unix(2e9, 0)
	_, path := full(t, 3, now)
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	try := func(data []byte) (known int, err error) {
		require.NoError(t, os.WriteFile(path, data, 0o600))
		s, err := OpenSums(path)
		if err != nil {
			after, rerr := os.ReadFile(path)
			require.NoError(t, rerr)
			require.Equal(t, data, after)
			return 0, err
		}
		s.SetNow(func() time.Time { return now })
		s.add(9, summed{stamp: someStamp()}, now)
		require.NoError(t, s.Save())
		known = len(s.known) - 1
		again := sumsAt(t, path, now)
		require.Equal(t, s.known, again.known)
		return known, nil
	}
	known, err := try(whole)
	require.NoError(t, err)
	require.Equal(t, 3, known)
	for i := range whole {
		known, err := try(whole[:i])
		require.NoError(t, err, i)
		require.Zero(t, known, i)
		bad := bytes.Clone(whole)
		bad[i] ^= 1
		known, err = try(bad)
		require.Zero(t, known, i)
		if i < len(sumsName) {
			require.ErrorIs(t, err, errNoSums)
		} else {
			require.NoError(t, err, i)
		}
	}
	_, err = try(append(bytes.Clone(whole), 0))
	require.NoError(t, err)
	_, err = try([]byte("<html></html>"))
	var e *provider.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, "The file of checksums '"+path+"' could not be read.", e.Msg)
	require.NotEmpty(t, e.Hint)
	_, err = OpenSums(t.TempDir())
	require.Error(t, err, "a folder")
}

// Those of one site outlive runs over another, but not for ever, and there is a
// bound.
func TestOldSumsAreDropped(t *testing.T) {
	now := time.Unix(2e9, 0)
	_, path := full(t, 10, now)
	later := now.Add(keepDays * 24 * time.Hour)
	s := sumsAt(t, path, later)
	_, ok := s.find(3, stamp{size: 5, mtime: 1e18, ctime: 1e18 + 7, ino: 3})
	require.True(t, ok)
	require.NoError(t, s.Save())
	require.Len(t, sumsAt(t, path, later).known, 10)

	later = later.Add(24 * time.Hour)
	s = sumsAt(t, path, later)
	s.add(77, summed{stamp: someStamp()}, later)
	require.NoError(t, s.Save())
	got := sumsAt(t, path, later).known
	require.Len(t, got, 2)
	require.Contains(t, got, uint64(3))
	require.Contains(t, got, uint64(77))

	for i := range uint64(50) {
		s.add(100+i, summed{stamp: someStamp()}, later)
	}
	s.prune(51)
	require.Len(t, s.known, 51)
	require.NotContains(t, s.known, uint64(3), "the one that was not asked for longest goes first")
	s.prune(20)
	require.Len(t, s.known, 20)
}

// Sums that cannot be written say so and leave nothing behind.
func TestSumsThatCannotBeWritten(t *testing.T) {
	now := time.Unix(2e9, 0)
	dir := t.TempDir()
	s := sumsAt(t, filepath.Join(dir, "none", "sums"), now)
	require.NoError(t, s.Save(), "there is nothing to write")
	s.add(1, summed{stamp: someStamp()}, now)
	require.ErrorContains(t, s.Save(), "could not be written")
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "none", "sums", "x"), 0o755)) // a folder is in the way
	require.ErrorContains(t, s.Save(), "could not be written")
	left, err := os.ReadDir(filepath.Join(dir, "none"))
	require.NoError(t, err)
	require.Len(t, left, 1)
	require.True(t, s.dirty)
}

// Whatever is in the file, it is read to the same sums that are then written, or
// not at all.
func FuzzReadSums(f *testing.F) {
	f.Add([]byte(nil))
	f.Add([]byte(sumsMagic))
	f.Add([]byte("webdeploy sums 2\nnew"))
	for _, n := range []int{0, 1, 5} {
		var b bytes.Buffer
		s := &Sums{known: map[uint64]summed{}}
		for i := range n {
			s.known[uint64(i)] = summed{stamp: someStamp(), sum: uint32(i), day: 20000}
		}
		require.NoError(f, s.write(&b))
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		known, err := readSums(bytes.NewReader(data), int64(len(data)/recordSize))
		if err != nil {
			if !errors.Is(err, errNoSums) {
				t.Fatal(err)
			}
			return
		}
		var b bytes.Buffer
		if err := (&Sums{known: known}).write(&b); err != nil {
			t.Fatal(err)
		}
		again, err := readSums(&b, 0)
		require.NoError(t, err)
		require.Equal(t, known, again)
	})
}
