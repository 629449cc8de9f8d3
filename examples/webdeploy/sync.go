package main

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// sync makes the destination look like the source.
func (s *session) sync(ctx context.Context) error {
	return s.printing(func(p printer) error {
		opening := s.reporting(ctx, p.event)
		s.warn(opening)
		src, err := s.source(opening)
		if err != nil {
			return err
		}
		if err := s.bind(src); err != nil {
			return err
		}
		s.env.Source = src
		if s.cmd.StrictParams {
			if err := s.binding.Rehearse(ctx, src, s.selected.Chain()); err != nil {
				return err
			}
		}
		return s.between(ctx, p, func() (sync.Summary, error) { return s.run(ctx, src, p) })
	})
}

// run opens the destination, about which -preSync may have done something, and
// syncs.
func (s *session) run(ctx context.Context, src provider.Tree, p printer) (sync.Summary, error) {
	dst, err := s.destination(s.reporting(ctx, p.event))
	if err != nil {
		return sync.Summary{}, err
	}
	if err := provider.Compatible(src, dst); err != nil {
		return sync.Summary{}, err
	}
	if _, ok := dst.(*pkg.Writer); !ok && len(s.declared) > 0 {
		return sync.Summary{}, param.Unsupported(dst.Root())
	}
	opts := s.options(p.event)
	opts.Declared = s.declared.Names()
	var bar *progress
	if s.inv.terminal && !s.cmd.WhatIf {
		bar = newProgress(ctx, s.inv.stderr, src, dst, opts)
		opts.Observe = func(e sync.Event) { p.event(e); bar.event(e) }
	}
	defer bar.finish()
	sum, err := sync.Run(ctx, src, dst, opts)
	s.saveSums(p)
	return sum, err
}

// saveSums keeps what was learned, also by a run that failed or changes nothing.
func (s *session) saveSums(p printer) {
	if s.sums == nil {
		return
	}
	if err := s.sums.Save(); err != nil {
		p.event(provider.Event{
			Level: slog.LevelWarn, Type: provider.EventGeneral, Path: s.cmd.SumCache,
			Message: "The checksums of files are not kept.", Detail: err.Error(),
		})
	}
}

// between does what -preSync asks for, then work, then what -postSync asks for,
// and prints the summary of work.
func (s *session) between(ctx context.Context, p printer, work func() (sync.Summary, error)) error {
	if err := s.phase(ctx, s.preRef, "preSync", p); err != nil {
		return err
	}
	sum, err := work()
	if err != nil {
		return err
	}
	if err := s.phase(ctx, s.postRef, "postSync", p); err != nil {
		return err
	}
	p.summary(sum)
	return nil
}

// phase carries out -preSync or -postSync: a sync of its own, whose summary is
// not shown (recorded: presync/both-whatif). Parameters are those of the source
// of the command, and of no use here.
func (s *session) phase(ctx context.Context, r provider.Ref, name string, p printer) error {
	if r.Kind == "" {
		return nil
	}
	opts := s.options(p.event)
	opts.Rules = slices.DeleteFunc(opts.Rules, func(r *rules.Rule) bool { return r.Name == param.RuleName })
	return p.phase(func() error {
		env := *s.env
		env.Source, env.Redirect = nil, nil
		ctx := s.reporting(ctx, p.event)
		src, err := provider.OpenSource(ctx, &env, r)
		if err != nil {
			return err
		}
		defer src.Close()
		env.Source = src
		dst, err := provider.OpenDestination(ctx, &env, r)
		if err != nil {
			return err
		}
		defer dst.Close()
		_, err = sync.Run(ctx, src, dst, opts)
		return err
	}, name)
}

func (s *session) retry() sync.Retry {
	r := sync.Retry{Attempts: int(s.cmd.RetryAttempts.Or(cmdline.DefaultRetryAttempts))}
	if r.Attempts == 0 {
		r.Attempts = -1
	}
	r.Interval = time.Duration(s.cmd.RetryInterval.Or(cmdline.DefaultRetryInterval)) * time.Millisecond
	return r
}
