package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/pkg/publish"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/builtin"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// A session is one command being carried out.
type session struct {
	inv      invocation
	cmd      *cmdline.Command
	env      *provider.Env
	selected *rules.Selection
	profile  *publish.Profile // that the destination follows; nil if there is none
	epoch    time.Time        // of reproducible packages; zero if none is set
	declared param.Set        // what the destination is to declare
	binding  *param.Binding   // of the parameters of the source
	srcRef   provider.Ref
	dstRef   provider.Ref
	preRef   provider.Ref    // of -preSync, and
	postRef  provider.Ref    // of -postSync; without a kind if there is none
	sums     *fsys.Sums      // of files; nil if nothing is to remember them
	open     []provider.Tree // to be closed, the latest first
}

// newSession works out what the switches ask for, without touching anything.
func newSession(inv invocation, cmd *cmdline.Command) (*session, error) {
	cmd, err := inv.expand(cmd)
	if err != nil {
		return nil, err
	}
	cmd, profile, err := follow(cmd)
	if err != nil {
		return nil, err
	}
	s := &session{inv: inv, cmd: cmd, profile: profile, selected: rules.NewSelection()}
	if err := s.declare(); err != nil {
		return nil, err
	}
	if err := s.readEpoch(); err != nil {
		return nil, err
	}
	if err := s.selectRules(); err != nil {
		return nil, err
	}
	opts, err := s.providerOptions()
	if err != nil {
		return nil, err
	}
	s.env = &provider.Env{Providers: provider.NewRegistry(builtin.Providers(opts)...), Link: s.selected.Link}
	for _, x := range []struct {
		given *cmdline.Object
		ref   *provider.Ref
	}{
		{cmd.Source, &s.srcRef}, {cmd.Dest, &s.dstRef}, {cmd.PreSync, &s.preRef}, {cmd.PostSync, &s.postRef},
	} {
		if err := s.resolve(x.given, x.ref); err != nil {
			return nil, err
		}
	}
	for _, line := range s.selected.Notices() {
		fmt.Fprintln(inv.stdout, line)
	}
	return s, nil
}

// resolve turns an object of the command line into a checked reference.
func (s *session) resolve(o *cmdline.Object, r *provider.Ref) error {
	if o == nil {
		return nil
	}
	*r = ref(o)
	return s.check(r)
}

// keep has t closed at the end of the session.
func (s *session) keep(t provider.Tree) { s.open = append(s.open, t) }

// close closes what the session opened.
func (s *session) close() error {
	var errs []error
	for i := len(s.open) - 1; i >= 0; i-- {
		errs = append(errs, s.open[i].Close())
	}
	return errors.Join(errs...)
}

// ref turns an object of the command line into a reference.
func ref(o *cmdline.Object) provider.Ref {
	if o == nil {
		return provider.Ref{}
	}
	r := provider.Ref{Kind: provider.Kind(o.Provider), Path: o.Path}
	for _, x := range o.Settings {
		r.Settings = append(r.Settings, provider.Setting{Name: x.Name, Value: x.Value})
	}
	return r
}

// check looks the providers of the command up and checks their settings, so
// that a mistake in either is found before anything is opened. It replaces
// the spelling of a kind by that of its provider.
func (s *session) check(r *provider.Ref) error {
	p, err := s.env.Providers.Lookup(r.Kind)
	if err != nil {
		return err
	}
	r.Kind = p.Kind()
	if err := provider.CheckSettings(p, *r); err != nil {
		return err
	}
	return local(*r)
}

// local refuses settings that would have to reach another machine: deploying
// to this one instead would be worse than not deploying.
func local(r provider.Ref) error {
	for _, name := range []string{"computerName", "wmsvc", publishSettings} {
		if v, ok := r.Settings.Lookup(name); ok && v != "" {
			return &provider.Error{
				Op: "connect", Kind: r.Kind, Path: r.Path, Err: provider.Quiet(errors.ErrUnsupported),
				Msg:  "The setting '" + name + "' asks for another machine, which is not supported yet.",
				Hint: "run the command on that machine, or sync to a package and carry it there",
			}
		}
	}
	return nil
}

// destination opens the destination of the command.
func (s *session) destination(ctx context.Context) (provider.Target, error) {
	t, err := provider.OpenDestination(ctx, s.env, s.dstRef)
	if err != nil {
		return nil, err
	}
	s.keep(t)
	return t, nil
}

// options returns what the switches say about the sync itself.
func (s *session) options(observe func(sync.Event)) *sync.Options {
	return &sync.Options{
		Rules:       s.selected.Chain(),
		WhatIf:      s.cmd.WhatIf,
		UseChecksum: s.cmd.UseChecksum,
		Observe:     observe,
		Level:       s.level(),
		Parallel:    s.parallel(),
		Retry:       s.retry(),
	}
}

// reporting returns a context in which f is told what is going on.
func (s *session) reporting(ctx context.Context, f func(sync.Event)) context.Context {
	return provider.WithReporter(ctx, s.level(), f)
}

// level returns the lowest level of events that anybody looks at. Printers leave
// out what -verbose leaves out of them; a progress bar needs those of changes.
func (s *session) level() slog.Level {
	if shown(provider.LevelVerbose, s.cmd.Verbose) {
		return provider.LevelVerbose
	}
	return slog.LevelInfo
}

// parallel returns how many contents are copied at a time. A run that must
// leave what msdeploy leaves when it fails copies one after the other.
func (s *session) parallel() int {
	def := int64(0)
	if s.inv.compatible {
		def = 1
	}
	return int(s.cmd.Parallel.Or(def))
}
