package fsys

import "time"

// SetNow has s believe that the time is what now says.
func (s *Sums) SetNow(now func() time.Time) { s.now, s.today = now, day(now()) }
