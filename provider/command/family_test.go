package command_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// A member is a process of a family: a command or what it started.
type member struct {
	net.Conn
	lines *bufio.Scanner
}

// next returns the next line that m says.
func (m *member) next(t *testing.T) string {
	t.Helper()
	require.True(t, m.lines.Scan(), "it is gone")
	return m.lines.Text()
}

// gone waits until the process has ended.
func (m *member) gone(t *testing.T) {
	t.Helper()
	require.False(t, m.lines.Scan(), "it said %q", m.lines.Text())
	var timeout net.Error
	require.False(t, errors.As(m.lines.Err(), &timeout) && timeout.Timeout(), "it is still there")
}

// family runs a command that starts a process, and returns both when they run,
// and what the sync comes to.
func family(t *testing.T, ctx context.Context, args []string, settings ...provider.Setting) (parent, child *member, outcome chan error) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	e := env()
	src, err := provider.OpenSource(ctx, e, ref(self(append([]string{"parent", l.Addr().String()}, args...)...), settings...))
	require.NoError(t, err)
	dst, err := provider.OpenDestination(ctx, e, ref(""))
	require.NoError(t, err)
	outcome = make(chan error, 1)
	go func() {
		_, err := websync.Run(ctx, src, dst, nil)
		outcome <- err
	}()
	for parent == nil || child == nil {
		c, err := l.Accept()
		require.NoError(t, err)
		t.Cleanup(func() { c.Close() })
		require.NoError(t, c.SetDeadline(time.Now().Add(time.Minute)))
		m := &member{c, bufio.NewScanner(c)}
		switch name := m.next(t); name {
		case "parent":
			parent = m
		case "child":
			child = m
		}
	}
	require.Equal(t, "started", parent.next(t))
	return parent, child, outcome
}

// What a command leaves running ends with it, whether or not that has its
// outputs.
func TestChildrenEndWithTheCommand(t *testing.T) {
	for _, args := range [][]string{nil, {"holding"}} {
		parent, child, outcome := family(t, t.Context(), args, patient()...)
		fmt.Fprintln(parent, "end")
		require.NoError(t, <-outcome)
		child.gone(t)
	}
}

func TestChildrenEndWithTheContext(t *testing.T) {
	stop := errors.New("stop")
	ctx, cancel := context.WithCancelCause(t.Context())
	parent, child, outcome := family(t, ctx, nil, patient()...)
	cancel(stop)
	require.ErrorIs(t, <-outcome, stop)
	parent.gone(t)
	child.gone(t)
}

// A child that may outlive the command does, even if it has its outputs.
func TestChildrenThatOutliveTheCommand(t *testing.T) {
	for _, args := range [][]string{nil, {"holding"}} {
		parent, child, outcome := family(t, t.Context(), args, patient("dontUseJobObject", "true")...)
		fmt.Fprintln(parent, "end")
		require.NoError(t, <-outcome)
		parent.gone(t)
		fmt.Fprintln(child, "still there?")
		require.Equal(t, "still there?", child.next(t))
		fmt.Fprintln(child, "end")
		child.gone(t)
	}
}

func TestChildrenThatOutliveTheContext(t *testing.T) {
	stop := errors.New("stop")
	ctx, cancel := context.WithCancelCause(t.Context())
	parent, child, outcome := family(t, ctx, nil, patient("dontUseJobObject", "true", "dontUseCommandExe", "true")...)
	cancel(stop)
	require.ErrorIs(t, <-outcome, stop)
	parent.gone(t)
	fmt.Fprintln(child, "still there?")
	require.Equal(t, "still there?", child.next(t))
}
