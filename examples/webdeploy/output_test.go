package main

import (
	"bytes"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A shared buffer can be looked at while it is written to.
type shared struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *shared) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func TestOutputDoesNotKeepLines(t *testing.T) {
	var w shared
	o := newOutput(&w)
	_, err := o.Write([]byte("line\n"))
	require.NoError(t, err)
	require.Eventually(t, func() bool { return w.String() == "line\n" }, 10*time.Second, time.Millisecond)
	require.NoError(t, o.flush())
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestOutputReportsThatItCannotWrite(t *testing.T) {
	o := newOutput(broken{})
	_, _ = o.Write([]byte("line\n"))
	require.EqualError(t, o.flush(), "no space left")
}
