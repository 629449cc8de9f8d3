package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
	"github.com/webdeploy-go/webdeploy/pkg/publish"
	"github.com/webdeploy-go/webdeploy/provider"
)

// expand returns cmd with what -publish stands for, which is what a .deploy.cmd
// does. Switches that are given stay.
func (inv invocation) expand(cmd *cmdline.Command) (*cmdline.Command, error) {
	if cmd.Publish == "" {
		return cmd, nil
	}
	out, err := publish.Find(cmd.Publish)
	if err != nil {
		return nil, err
	}
	c := *cmd
	if c.Source == nil {
		r := out.Ref()
		c.Source = &cmdline.Object{Provider: string(r.Kind), Path: r.Path}
	}
	if c.Verb == cmdline.VerbSync {
		if c.Dest == nil {
			c.Dest = &cmdline.Object{Provider: "auto", Settings: []cmdline.Setting{{Name: "includeAcls", Value: "False", HasValue: true}}}
		}
		if c.SetParamFile == "" {
			if c.SetParamFile, err = out.ValuesFile(); err != nil {
				return nil, err
			}
		}
	}
	for _, link := range []string{"AppPoolExtension", "ContentExtension", "CertificateExtension"} {
		if !slices.ContainsFunc(c.EnableLinks, func(l string) bool { return strings.EqualFold(l, link) }) {
			c.DisableLinks = append(slices.Clip(c.DisableLinks), link)
		}
	}
	if c.Publish = ""; inv.terminal {
		fmt.Fprintf(inv.stderr, "Note: -publish stands for %s\n", c)
	}
	return &c, nil
}

// publishSettings is the setting that names a publish profile.
const publishSettings = "publishSettings"

// follow returns cmd with what the publish profile of its destination stands
// for, and the profile. Switches that are given stay. A profile that asks for
// another machine is not followed, but refused later like any other setting
// that does; then the profile is nil.
func follow(cmd *cmdline.Command) (*cmdline.Command, *publish.Profile, error) {
	if cmd.Dest == nil {
		return cmd, nil, nil
	}
	file, _ := cmd.Dest.Setting(publishSettings)
	if file == "" {
		return cmd, nil, nil
	}
	p, err := readProfile(file)
	if err != nil || !p.Local() {
		return cmd, nil, err
	}
	to, err := p.Destination()
	if err != nil {
		return nil, nil, err
	}
	dest := *cmd.Dest
	dest.Settings = slices.DeleteFunc(slices.Clone(dest.Settings), func(x cmdline.Setting) bool { return strings.EqualFold(x.Name, publishSettings) })
	switch auto := strings.EqualFold(dest.Provider, "auto"); {
	case auto && p.Method == publish.Package:
		dest.Provider, dest.Path = string(to.Kind), to.Path
	case !auto && dest.Path == "":
		dest.Path = to.Path
	}
	c := *cmd
	c.Dest = &dest
	c.EnableRules = append(p.Rules(), c.EnableRules...)
	c.UseChecksum = c.UseChecksum || p.Checksum
	return &c, p, nil
}

// readProfile reads a publish profile: of several in a .publishSettings the first
// for Web Deploy, or else the first.
func readProfile(file string) (*publish.Profile, error) {
	if strings.EqualFold(filepath.Ext(file), ".pubxml") {
		return publish.ParseProjectFile(file)
	}
	list, err := publish.ParseSettingsFile(file)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(p *publish.Profile) bool { return p.Method == publish.MSDeploy })
	return list[max(i, 0)], nil
}

// warn tells what the publish profile asks for and will not get.
func (s *session) warn(ctx context.Context) {
	if s.profile == nil {
		return
	}
	for _, n := range s.profile.Notes {
		provider.Warn(ctx, n)
	}
}
