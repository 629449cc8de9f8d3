package sync_test

import (
	"context"
	"errors"
	"hash/crc32"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// summing gives files the checksum of data, and contents that cannot be read.
func summing(data string) func(context.Context, *provider.Object) (*provider.Object, error) {
	return func(_ context.Context, o *provider.Object) (*provider.Object, error) {
		n := *o
		n.Checksum = func(context.Context) (uint32, error) { return crc32.ChecksumIEEE([]byte(data)), nil }
		n.Content = func(context.Context) (io.ReadCloser, error) { return nil, errors.New("it is read") }
		return &n, nil
	}
}

// A side that knows its checksum is not read; the other is.
func TestChecksumsThatAreKnown(t *testing.T) {
	const was, is = "old content", "new content"
	differ := "differing in attributes (checksum['50f6e07b','f8206ac5'])"
	for _, c := range []struct {
		name     string
		src, dst string
		rule     *rules.Rule
		differ   bool
	}{
		{"both, the same", was, is, &rules.Rule{Source: summing(is), Target: summing(is)}, false},
		{"both, different", is, is, &rules.Rule{Source: summing(is), Target: summing(was)}, true},
		{"source, the same", was, is, &rules.Rule{Source: summing(is)}, false},
		{"source, different", was, was, &rules.Rule{Source: summing(is)}, true},
		{"destination, the same", is, was, &rules.Rule{Target: summing(is)}, false},
		{"destination, different", is, is, &rules.Rule{Target: summing(was)}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			src, dst := memory.New("/s", map[string]string{"f": c.src}), memory.New("/d", map[string]string{"f": c.dst})
			said := ""
			sum, err := sync.Run(t.Context(), provider.Document(src), provider.DocumentTarget(dst), &sync.Options{
				UseChecksum: true, WhatIf: true, Rules: rules.Chain{onlyFiles(c.rule)},
				Level: provider.LevelVerbose, Observe: func(e sync.Event) {
					if e.Type == provider.EventDiffers {
						said += e.Message
					}
				},
			})
			require.NoError(t, err)
			if !c.differ {
				require.Zero(t, sum.Total())
				require.Empty(t, said)
				return
			}
			require.Equal(t, 1, sum.Updated)
			require.Contains(t, said, differ)
		})
	}
}

// A checksum that nobody can tell is an error that names the side.
func TestChecksumsThatCannotBeTold(t *testing.T) {
	bad := errors.New("bad sector")
	failing := func(_ context.Context, o *provider.Object) (*provider.Object, error) {
		n := *o
		n.Checksum = func(context.Context) (uint32, error) { return 0, bad }
		return &n, nil
	}
	for side, rule := range map[provider.Side]*rules.Rule{
		provider.SourceSide: {Source: failing}, provider.DestinationSide: {Target: failing},
	} {
		_, err := planned(t, memory.New("/s", map[string]string{"f": "1"}), memory.New("/d", map[string]string{"f": "1"}),
			&sync.Options{UseChecksum: true, Rules: rules.Chain{onlyFiles(rule)}})
		require.ErrorIs(t, err, bad)
		var e *provider.Error
		require.ErrorAs(t, err, &e)
		require.Equal(t, side, e.Side)
	}
}
