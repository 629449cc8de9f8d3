package pkg

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// Options configure the providers of this package. A nil *Options means the
// defaults.
type Options struct {
	Reader ReaderOptions
	Writer WriterOptions
}

func (o *Options) withDefaults() Options {
	if o == nil {
		return Options{}
	}
	return *o
}

// Package returns the provider "package": zip files.
func Package(opts *Options) provider.Deployer { return zipProvider{opts.withDefaults()} }

// ArchiveDir returns the provider "archiveDir": archive folders.
func ArchiveDir(opts *Options) provider.Deployer { return dirProvider{opts.withDefaults()} }

type zipProvider struct{ opts Options }

// Kind returns the kind of the provider.
func (zipProvider) Kind() provider.Kind { return kindPackage }

// Doc says what the provider is for.
func (zipProvider) Doc() provider.Doc {
	return provider.Doc{
		Summary: "A deployment with its contents and parameters, packed into a zip file.",
		Example: `package=site.zip`,
	}
}

// Open opens a zip file for reading.
func (p zipProvider) Open(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Tree, error) {
	if err := checkZipName(ref.Path); err != nil {
		return nil, err
	}
	r, err := openFile(ref.Path, &p.opts.Reader)
	if err != nil {
		return nil, provider.CannotCreate(ref, err)
	}
	return r, nil
}

// OpenTarget opens a zip file for changing. What will be synced into it is known
// by env.
func (p zipProvider) OpenTarget(_ context.Context, env *provider.Env, ref provider.Ref) (provider.Target, error) {
	if err := checkZipName(ref.Path); err != nil {
		return nil, err
	}
	w, err := Create(ref.Path, p.opts.writer(env))
	if err != nil {
		return nil, err
	}
	return w, nil
}

// writer returns the options of a target that is opened in env.
func (o *Options) writer(env *provider.Env) *WriterOptions {
	w := o.Writer
	if w.Source == nil && env != nil {
		w.Source = env.Source
	}
	return &w
}

// checkZipName returns the error with which msdeploy refuses names that are not
// those of zip files (recorded: package/no-extension, package/dest-is-dir).
func checkZipName(name string) error {
	msg := ""
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		msg = "The .zip file package '" + name + "' must be a file, not a directory."
	} else if !strings.EqualFold(filepath.Ext(name), ".zip") {
		msg = "Package file '" + name + "' does not have a .zip file name extension."
	}
	if msg == "" {
		return nil
	}
	return &provider.Error{Op: "open", Kind: kindPackage, Path: name, Msg: msg, Hint: "archive folders are opened with archiveDir"}
}

type dirProvider struct{ opts Options }

// Kind returns the kind of the provider.
func (dirProvider) Kind() provider.Kind { return kindArchiveDir }

// Doc says what the provider is for.
func (dirProvider) Doc() provider.Doc {
	return provider.Doc{
		Summary: "A deployment with its contents and parameters in a folder, laid out as a package.",
		Example: `archiveDir=archives/site`,
	}
}

// Open opens an archive folder for reading.
func (p dirProvider) Open(_ context.Context, _ *provider.Env, ref provider.Ref) (provider.Tree, error) {
	r, err := openFolder(ref.Path, &p.opts.Reader)
	if err != nil {
		return nil, provider.CannotCreate(ref, err)
	}
	return r, nil
}

// OpenTarget opens an archive folder for changing.
func (p dirProvider) OpenTarget(_ context.Context, env *provider.Env, ref provider.Ref) (provider.Target, error) {
	if ref.Path == "" {
		return nil, provider.CannotCreate(ref, &provider.Error{Op: "open", Kind: kindArchiveDir, Msg: "No folder is named.", Hint: "write archiveDir=PATH"})
	}
	w, err := CreateDir(ref.Path, p.opts.writer(env))
	if err != nil {
		return nil, provider.CannotCreate(ref, err)
	}
	return w, nil
}
