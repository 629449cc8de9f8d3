package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/builtin"
	"github.com/webdeploy-go/webdeploy/provider/command"
	"github.com/webdeploy-go/webdeploy/provider/fsys"
	"github.com/webdeploy-go/webdeploy/provider/iis"
	"github.com/webdeploy-go/webdeploy/rules"
)

// providerOptions returns what the switches say about providers.
func (s *session) providerOptions() (*builtin.Options, error) {
	opts := &builtin.Options{
		Package: pkg.Options{
			Reader: pkg.ReaderOptions{
				MaxEntries: s.cmd.MaxEntries.Or(0),
				MaxTotal:   s.cmd.MaxSize.Or(0),
				MaxRatio:   s.cmd.MaxRatio.Or(0),
			},
			Writer: pkg.WriterOptions{
				Parameters:   s.declared,
				Keep:         s.selected.IsOn(rules.DoNotDelete().Name),
				Reproducible: s.cmd.Reproducible,
				Level:        s.compression(),
				Digest:       s.cmd.Digest,
				StrictLimits: s.cmd.StrictLimits,
				Time:         s.epoch,
			},
		},
		Command: command.Options{Allow: true}, // as msdeploy does: who names a source trusts it
	}
	if name := s.cmd.SumCache; name != "" {
		sums, err := fsys.OpenSums(name)
		if err != nil {
			return nil, err
		}
		s.sums, opts.Files.Sums = sums, sums
	}
	for _, text := range s.cmd.SiteMap {
		sites, err := siteMap(text)
		if err != nil {
			return nil, err
		}
		opts.IIS.Sites = append(opts.IIS.Sites, sites...)
	}
	for _, text := range s.cmd.ACLUsers {
		u, err := iis.ParseUser(text)
		if err != nil {
			return nil, err
		}
		opts.IIS.Users = append(opts.IIS.Users, u)
	}
	return opts, nil
}

// siteMap reads one value of -siteMap: a file if it has no equals sign.
func siteMap(text string) (iis.Sites, error) {
	if strings.Contains(text, "=") {
		site, err := iis.ParseSite(text)
		return iis.Sites{site}, err
	}
	f, err := os.Open(text)
	if err != nil {
		return nil, &provider.Error{
			Op: "read", Path: text, Msg: "The site map '" + text + "' could not be read.",
			Hint: `-siteMap takes SITE=FOLDER, such as "Default Web Site=/srv/www", or a file of such lines`, Err: err,
		}
	}
	defer f.Close()
	sites, err := iis.ParseSites(f)
	if err != nil {
		return nil, &provider.Error{Op: "read", Path: text, Msg: "The site map '" + text + "' could not be read.", Err: err}
	}
	return sites, nil
}

// compression returns how hard to compress. For the library 0 stands for its
// default.
func (s *session) compression() int {
	if n := s.cmd.Level; n.Set && n.Value == 0 {
		return -1
	}
	return int(s.cmd.Level.Or(0))
}

// readEpoch reads the time that reproducible packages have, which build systems
// set for all of their tools.
func (s *session) readEpoch() error {
	const name = "SOURCE_DATE_EPOCH"
	v := os.Getenv(name)
	if v == "" || !s.cmd.Reproducible {
		return nil
	}
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || n < 0 || n > math.MaxUint32 {
		return &provider.Error{
			Op: "read", Path: name, Msg: "The environment variable " + name + " has the value '" + v + "', which is no time.",
			Hint: "it counts the seconds since 1970, as `git log -1 --format=%ct` prints them",
		}
	}
	s.epoch = time.Unix(n, 0)
	return nil
}

// selectRules switches rules, links and directives, the ones to turn on first.
func (s *session) selectRules() error {
	for _, p := range s.cmd.Skips {
		k, err := rules.SkipOf(settings(p))
		if err == nil {
			err = s.selected.Skip(k)
		}
		if err != nil {
			return err
		}
	}
	for _, p := range s.cmd.Replaces {
		r, err := rules.ReplaceOf(settings(p))
		if err == nil {
			err = s.selected.Replace(r)
		}
		if err != nil {
			return err
		}
	}
	if err := s.provideOffline(); err != nil {
		return err
	}
	for _, x := range []struct {
		patterns []string
		apply    func(string) error
	}{
		{s.cmd.EnableRules, s.selected.Enable},
		{s.cmd.DisableRules, s.selected.Disable},
		{s.cmd.EnableLinks, s.selected.EnableLinks},
		{s.cmd.DisableLinks, s.selected.DisableLinks},
		{s.cmd.EnableSkipDirectives, s.selected.EnableDirectives},
		{s.cmd.DisableSkipDirectives, s.selected.DisableDirectives},
	} {
		for _, p := range x.patterns {
			if err := x.apply(p); err != nil {
				return err
			}
		}
	}
	s.explainInert()
	return nil
}

func settings(p cmdline.Pairs) provider.Settings {
	out := make(provider.Settings, len(p))
	for i, x := range p {
		out[i] = provider.Setting{Name: x.Name, Value: x.Value}
	}
	return out
}

// provideOffline gives the rule AppOffline the page that -appOfflineTemplate
// names.
func (s *session) provideOffline() error {
	name := s.cmd.AppOfflineTemplate
	if name == "" {
		return nil
	}
	page, err := os.ReadFile(name)
	if err != nil {
		return &provider.Error{
			Op: "read", Path: name, Msg: "The App_Offline template '" + name + "' could not be read.",
			Hint: "-appOfflineTemplate takes an HTML file", Err: err,
		}
	}
	return s.selected.Provide(rules.AppOffline(&rules.OfflineOptions{Page: page}))
}

// explainInert tells a person which of the rules asked for do nothing here.
func (s *session) explainInert() {
	if !s.inv.terminal {
		return
	}
	for _, k := range s.selected.Inert() {
		fmt.Fprintf(s.inv.stderr, "Note: the rule %s does nothing here. %s\n", k.Rule.Name, k.Inert)
	}
}

// mayDelete asks the rules whether the destination may be deleted at all.
func (s *session) mayDelete(ctx context.Context) error {
	return s.selected.Chain().CheckDelete(ctx, s.dstRef)
}
