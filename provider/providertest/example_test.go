package providertest_test

import (
	"context"
	"fmt"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/provider/providertest"
)

// Forgetful is a target that loses every second change.
type forgetful struct {
	provider.Target
	changes *int
}

func (f forgetful) Apply(ctx context.Context, c *provider.Change) error {
	if *f.changes++; *f.changes%2 == 0 {
		return nil
	}
	return f.Target.Apply(ctx, c)
}

func ExampleTarget() {
	tree, changes := memory.New("/srv/site", map[string]string{}), 0
	good := func() (provider.Target, error) { return tree.Reopen(), nil }
	fmt.Println(providertest.Target(context.Background(), good) == nil)
	bad := func() (provider.Target, error) { return forgetful{tree.Reopen(), &changes}, nil }
	fmt.Println(providertest.Target(context.Background(), bad) == nil)
	// Output:
	// true
	// false
}

func ExampleSame() {
	want := memory.New("/a", map[string]string{"x": "1", "y": "2"})
	got := memory.New("/b", map[string]string{"x": "1"})
	fmt.Println(providertest.Same(context.Background(), want.Root(), got.Root()))
	// Output: /b: has no filePath y
}
