package publish_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/pkg/publish"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/builtin"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// A project was published to the folder out, and somebody has edited the values
// beside the package. This deploys it.
func Example() {
	defer work()()
	ctx := context.Background()

	out := must(publish.Find("out"))
	src := must(pkg.Open(out.Package, nil))
	set := must(out.Parameters(src))
	values := must(param.Bind(set, nil))
	env := &provider.Env{Providers: provider.NewRegistry(builtin.Providers(nil)...), Source: src, Redirect: values.Redirect}
	dst := must(provider.OpenDestination(ctx, env, provider.Ref{Kind: "auto"}))
	sum := must(sync.Run(ctx, src, dst, &sync.Options{Rules: append(rules.Default(), values.Rule())}))
	must(0, errors.Join(dst.Close(), src.Close()))

	fmt.Println("deployed", out.Name)
	fmt.Println(sum)
	fmt.Println(string(must(os.ReadFile("www/settings.txt"))))
	// Output:
	// deployed Shop
	// Total changes: 3 (3 added, 0 deleted, 0 updated, 0 parameters changed, 9 bytes copied)
	// mode=live
}

// work makes a folder with the output of a project in it the current one, until
// the function that it returns is called.
func work() func() {
	home := must(os.Getwd())
	dir := must(os.MkdirTemp("", "publish"))
	must(0, os.Chdir(dir))
	must(0, os.Mkdir("out", 0o755))

	site := memory.New("obj/PackageTmp", map[string]string{"settings.txt": "mode=@MODE@"})
	w := must(pkg.Create(filepath.Join("out", "Shop.zip"), &pkg.WriterOptions{Parameters: param.Set{
		{Name: publish.AppParameter, Default: param.Plain("Default Web Site"), Entries: []param.Entry{{Kind: param.ProviderPath, Scope: "dirPath", Match: "^obj"}}},
		{Name: "Mode", Default: param.Plain("debug"), Entries: []param.Entry{{Kind: param.TextFile, Scope: `settings\.txt$`, Match: "@MODE@"}}},
	}}))
	must(sync.Run(context.Background(), provider.Document(site), w, nil))
	must(0, w.Close())

	f := must(os.Create(filepath.Join("out", "Shop.SetParameters.xml")))
	must(0, (&param.Values{Assignments: []param.Assignment{
		{Name: publish.AppParameter, Value: param.Plain("www")}, {Name: "Mode", Value: param.Plain("live")},
	}}).Encode(f))
	must(0, f.Close())
	return func() { must(0, errors.Join(os.Chdir(home), os.RemoveAll(dir))) }
}

// must returns v. A program handles errors instead.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
