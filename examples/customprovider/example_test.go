package customprovider_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/webdeploy-go/webdeploy/examples/customprovider"
	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// deploy makes the destination look like the source and prints what it does.
func deploy(source, destination provider.Ref, chain rules.Chain) error {
	ctx := context.Background()
	env := &provider.Env{Providers: provider.NewRegistry(customprovider.SettingsFile{}, pkg.Package(nil))}
	src, err := provider.OpenSource(ctx, env, source)
	if err != nil {
		return err
	}
	defer src.Close()
	env.Source = src
	dst, err := provider.OpenDestination(ctx, env, destination)
	if err != nil {
		return err
	}
	defer dst.Close()
	sum, err := sync.Run(ctx, src, dst, &sync.Options{Rules: chain, Observe: func(e sync.Event) {
		if e.Type == provider.EventChange {
			fmt.Println(e.Op, filepath.Base(e.Path))
		}
	}})
	fmt.Println(sum)
	return err
}

// A settingsFile is deployed like a folder: setting by setting, by way of a
// package if need be, and with rules.
func Example() {
	dir, err := os.MkdirTemp("", "settings")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	tested := provider.Ref{Kind: "settingsFile", Path: filepath.Join(dir, "tested.json")}
	live := provider.Ref{Kind: "settingsFile", Path: filepath.Join(dir, "live.json")}
	packed := provider.Ref{Kind: "package", Path: filepath.Join(dir, "settings.zip")}
	write := func(ref provider.Ref, text string) error { return os.WriteFile(ref.Path, []byte(text), 0o666) }
	ownServer, err := rules.SkipOf(provider.Settings{{Name: "objectName", Value: "setting"}, {Name: "keyAttribute", Value: "^server$"}})
	selected := rules.NewSelection()

	err = errors.Join(err,
		write(tested, `{"greeting": "hello", "colour": "red", "server": "test"}`),
		write(live, `{"colour": "green", "server": "live", "old": "1"}`),
		deploy(tested, packed, nil),
		selected.Skip(ownServer),
		deploy(packed, live, selected.Chain()))
	text, _ := os.ReadFile(live.Path)
	fmt.Println(string(text), err)
	// Output:
	// Add package
	// AddChild tested.json
	// AddChild colour
	// AddChild greeting
	// AddChild server
	// Total changes: 5 (5 added, 0 deleted, 0 updated, 0 parameters changed, 0 bytes copied)
	// Update live.json#colour
	// AddChild live.json#greeting
	// Delete live.json#old
	// Total changes: 3 (1 added, 1 deleted, 1 updated, 0 parameters changed, 0 bytes copied)
	// {
	//   "colour": "red",
	//   "greeting": "hello",
	//   "server": "live"
	// } <nil>
}
