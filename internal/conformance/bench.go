package conformance

import (
	"os"
	"path/filepath"
)

// bench is a work folder that serves one case after another. Making a file is
// the dearest thing a run does, so that only what a case changed is laid out
// again for the next one.
type bench struct {
	work  string
	in    *inputs
	fresh snapshot // the laid out inputs
	now   snapshot // the state of the folder, nil while it is not known
}

// newBench makes a work folder with the inputs in it. Its own name has digits
// only: cases match paths with regular expressions that look for letters.
func newBench(in *inputs) (*bench, error) {
	made, err := os.MkdirTemp(memoryFolder(), "")
	if err != nil {
		made, err = os.MkdirTemp("", "")
	}
	if err != nil {
		return nil, err
	}
	b := &bench{work: made, in: in}
	if err := b.fill(); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

// memoryFolder returns the folder that Linux keeps in memory, in which a run is
// several times faster, or "" for the system's choice. A folder that the user
// chose for temporary files goes first.
func memoryFolder() string {
	const folder = "/dev/shm"
	if info, err := os.Stat(folder); err != nil || !info.IsDir() || os.Getenv("TMPDIR") != "" {
		return ""
	}
	return folder
}

func (b *bench) fill() (err error) {
	// A tool may print the folder's true name.
	if b.work, err = filepath.EvalSymlinks(b.work); err != nil {
		return err
	}
	if err = os.Chmod(b.work, dirMode); err != nil {
		return err
	}
	if err = b.in.layOut(b.work, func(string) bool { return true }); err != nil {
		return err
	}
	b.fresh, err = takeSnapshot(b.work)
	b.now = b.fresh
	return err
}

// reset brings the folder back to the laid out inputs.
func (b *bench) reset() error {
	if b.now == nil {
		now, err := takeSnapshot(b.work)
		if err != nil {
			return err
		}
		b.now = now
	}
	spoilt := changedEntries(b.fresh, b.now, node.same)
	b.now = nil
	for entry := range spoilt {
		if err := os.RemoveAll(filepath.Join(b.work, entry)); err != nil {
			return err
		}
	}
	if err := b.in.layOut(b.work, func(entry string) bool { return spoilt[entry] }); err != nil {
		return err
	}
	b.now = b.fresh
	return nil
}

// close removes the folder.
func (b *bench) close() { os.RemoveAll(b.work) }
