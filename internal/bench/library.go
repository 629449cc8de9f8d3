package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/builtin"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// collect is how often the example program collects garbage, in percent. What is
// compared with it does the same, so that the difference is that of the code.
const collect = 300

// asLibrary is the first argument of a process that does what the example
// program does by calling the library, and nothing else.
const asLibrary = "library"

func folder(path string) provider.Ref  { return provider.Ref{Kind: provider.DirPath, Path: path} }
func archive(path string) provider.Ref { return provider.Ref{Kind: "package", Path: path} }

// library syncs SOURCE DESTINATION, by content if byContent is the third
// argument, or prints the names in SOURCE if that is all there is.
func library(ctx context.Context, args []string, out io.Writer) error {
	debug.SetGCPercent(collect)
	refs := make([]provider.Ref, min(len(args), 2))
	for i := range refs {
		var err error
		if refs[i], err = provider.ParseRef(args[i]); err != nil {
			return err
		}
	}
	switch len(refs) {
	case 1:
		return list(ctx, refs[0], out)
	case 2:
		return deploy(ctx, refs[0], refs[1], len(args) > 2 && args[2] == byContent)
	}
	return errors.New("nothing to do for the library")
}

func environment() *provider.Env {
	return &provider.Env{Providers: provider.NewRegistry(builtin.Providers(nil)...)}
}

// deploy makes dst look like src.
func deploy(ctx context.Context, src, dst provider.Ref, compareContents bool) (err error) {
	env := environment()
	from, err := provider.OpenSource(ctx, env, src)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	env.Source = from
	to, err := provider.OpenDestination(ctx, env, dst)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	_, err = websync.Run(ctx, from, to, &websync.Options{Rules: rules.Default(), UseChecksum: compareContents})
	return err
}

// list writes the path of every object in src.
func list(ctx context.Context, src provider.Ref, out io.Writer) (err error) {
	t, err := provider.OpenSource(ctx, environment(), src)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.Close()) }()
	w := bufio.NewWriterSize(out, 64<<10)
	for o, err := range provider.Walk(ctx, t.Root()) {
		if err != nil {
			return err
		}
		fmt.Fprintln(w, o.Path)
	}
	return w.Flush()
}
