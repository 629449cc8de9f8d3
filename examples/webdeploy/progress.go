package main

import (
	"context"
	"io"
	"path"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/sync"
)

// A progress shows on a terminal how far a sync is: bytes of the total that the
// plan knows, the rate, and the current object.
type progress struct{ bar *progressbar.ProgressBar }

// newProgress plans the sync once for the totals. It returns nil, which shows
// nothing, if there is nothing to do or the plan fails: the sync itself will
// then say why.
func newProgress(ctx context.Context, w io.Writer, src provider.Tree, dst provider.Target, opts *sync.Options) *progress {
	var total int64
	quiet := provider.WithReporter(ctx, 0, nil)
	for c, err := range sync.Plan(quiet, src, dst, opts) {
		if err != nil {
			return nil
		}
		total += weight(c.Op(), c.Object().Size())
	}
	if total == 0 {
		return nil
	}
	return &progress{progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionShowBytes(true),
		progressbar.OptionSetWidth(24),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionFullWidth(),
	)}
}

// objectWeight is what a change counts beside its bytes, so that folders and
// deletions move the bar as well.
const objectWeight = 512

func weight(op provider.Op, size int64) int64 {
	if op == provider.Delete {
		return objectWeight
	}
	return objectWeight + size
}

// event moves the bar.
func (p *progress) event(e sync.Event) {
	if p == nil || e.Type != provider.EventChange {
		return
	}
	p.bar.Describe(path.Base(strings.ReplaceAll(e.Path, `\`, "/")))
	_ = p.bar.Add64(weight(e.Op, e.Size))
}

// finish takes the bar off the screen.
func (p *progress) finish() {
	if p != nil {
		_ = p.bar.Finish()
	}
}
