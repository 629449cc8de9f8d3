package command

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"sync"
	"time"
)

// drainTime is how long the outputs of a command that has ended may be silent
// before they are closed. They end by themselves unless something that the
// command started has them open.
const drainTime = 2 * time.Second

// A process is a command that runs.
type process struct {
	cmd     *exec.Cmd
	outputs []*os.File // where to read what it writes
	lines   chan line  // that it wrote; closed at the end of its outputs
	ended   chan error // what became of it
}

// start starts cmd. What it starts may outlive it if outlive is set.
func start(cmd *exec.Cmd, outlive bool) (*process, error) {
	p := &process{cmd: cmd, lines: make(chan line), ended: make(chan error, 1)}
	var ends []*os.File // of the command
	var g *group
	var err error
	for range 2 {
		var r, w *os.File
		if r, w, err = os.Pipe(); err != nil {
			break
		}
		p.outputs, ends = append(p.outputs, r), append(ends, w)
	}
	if err == nil {
		cmd.Stdout, cmd.Stderr = ends[0], ends[1]
		g, err = startGroup(cmd, outlive)
	}
	for _, w := range ends {
		w.Close()
	}
	if err != nil {
		p.close()
		return nil, err
	}
	go func() {
		err := cmd.Wait()
		g.close()
		p.ended <- err
	}()
	go p.read()
	return p, nil
}

// close closes the outputs.
func (p *process) close() {
	for _, r := range p.outputs {
		r.Close()
	}
}

// read reads the outputs line by line until both end.
func (p *process) read() {
	var both sync.WaitGroup
	for i, level := range []slog.Level{slog.LevelInfo, slog.LevelWarn} {
		both.Go(func() {
			s := &splitter{emit: func(l line) { l.level = level; p.lines <- l }}
			_, _ = io.Copy(s, p.outputs[i]) // an output that cannot be read has ended
			s.end()
		})
	}
	both.Wait()
	close(p.lines)
}

// wait waits until the command and its outputs end, and calls report with every
// line. It ends the command when ctx is done, and returns the cause.
func (p *process) wait(ctx context.Context, report func(line)) (err error) {
	defer p.close()
	drained := time.NewTimer(drainTime)
	drained.Stop()
	lines, ended, done := p.lines, p.ended, ctx.Done()
	for lines != nil || ended != nil {
		select {
		case l, ok := <-lines:
			if !ok {
				lines = nil
				continue
			}
			report(l)
			if ended == nil {
				drained.Reset(drainTime)
			}
		case werr := <-ended:
			ended = nil
			drained.Reset(drainTime)
			var exit *exec.ExitError
			if err == nil && !errors.As(werr, &exit) {
				err = werr
			}
		case <-done:
			done = nil
			if ended == nil { // in time
				p.close()
				continue
			}
			err = context.Cause(ctx)
			_ = p.cmd.Process.Kill() // fails if it has just ended
		case <-drained.C:
			p.close()
		}
	}
	return err
}
