package main

import (
	"context"
	"errors"

	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
)

// verify does what -verify asks for.
func (s *session) verify(ctx context.Context, src provider.Tree) error {
	if !s.cmd.Verify {
		return nil
	}
	r, ok := src.(*pkg.Reader)
	if !ok {
		return &provider.Error{
			Op: "verify", Kind: s.srcRef.Kind, Path: s.srcRef.Path, Err: provider.Quiet(errors.ErrUnsupported),
			Msg:  "Only a package can be verified, and the source is none.",
			Hint: "leave -verify out, or deploy from a package or an archiveDir",
		}
	}
	return r.Verify(ctx)
}

// tellDigest tells which package a source is, if it says so.
func tellDigest(ctx context.Context, src provider.Tree) {
	if r, ok := src.(*pkg.Reader); ok && r.StoredDigest() != "" {
		provider.Report(ctx, provider.Event{
			Level: provider.LevelVerbose, Type: provider.EventPackage, Message: "The digest of the package is " + r.StoredDigest() + ".",
		})
	}
}
