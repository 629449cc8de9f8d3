package fsys

import "time"

// SetNow has s believe that the time is what now says.
func (s *Sums) SetNow(now func() time.Time) { s.now, s.today = now, day(now()) }

// ReaderFunc is a function that reads.
type ReaderFunc func([]byte) (int, error)

func (f ReaderFunc) Read(p []byte) (int, error) { return f(p) }
