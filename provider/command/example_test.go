package command_test

import (
	"context"
	"errors"
	"fmt"
	"os/exec"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/command"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// What a command writes are events, and its exit code decides about the sync.
func ExampleRunCommand() {
	ctx := context.Background()
	env := &provider.Env{Providers: provider.NewRegistry(command.RunCommand(&command.Options{Allow: true}))}
	ref, _ := provider.ParseRef(`runCommand="echo hello&& exit 7",waitInterval=60000`)
	src, err := provider.OpenSource(ctx, env, ref)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer src.Close()
	dst, err := provider.OpenDestination(ctx, env, ref)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer dst.Close()
	_, err = websync.Run(ctx, src, dst, &websync.Options{Observe: func(e provider.Event) {
		fmt.Println(e.Message)
	}})
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		fmt.Println("exit code", exit.ExitCode())
	}
	// Output:
	// Updating runCommand (echo hello&& exit 7).
	// hello
	// exit code 7
}
