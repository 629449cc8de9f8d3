package bench

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/builtin"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

const packageKind provider.Kind = "package"

func folder(path string) provider.Ref  { return provider.Ref{Kind: provider.DirPath, Path: path} }
func archive(path string) provider.Ref { return provider.Ref{Kind: packageKind, Path: path} }

// deploy makes dst look like src.
func deploy(ctx context.Context, src, dst provider.Ref, opts websync.Options) (sum websync.Summary, err error) {
	env := &provider.Env{Providers: provider.NewRegistry(builtin.Providers(nil)...)}
	from, err := provider.OpenSource(ctx, env, src)
	if err != nil {
		return sum, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	env.Source = from
	to, err := provider.OpenDestination(ctx, env, dst)
	if err != nil {
		return sum, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	opts.Rules = rules.Default()
	return websync.Run(ctx, from, to, &opts)
}

// prepare is deploy for what no clock measures.
func prepare(b *testing.B, src, dst provider.Ref) {
	b.Helper()
	_, err := deploy(b.Context(), src, dst, websync.Options{})
	require.NoError(b, err)
}
