package main

import (
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/conformance"
)

// departures are the recorded cases in which this program does something else,
// and why; DESIGN.md has the same table.
func departures() map[string]string {
	return map[string]string{
		"package/unzip-badcrc": "contents that do not match their checksum are an error, not deployed",
	}
}

// groups are those that are about files, packages, rules and the command
// language, as opposed to parameters and manifests.
func groups() []string {
	return []string{
		"dump", "sync", "rules", "skip-replace", "package", "archivedir", "cmdline", "errors", "delete", "timezones",
	}
}

func tool(ctx context.Context, inv conformance.Invocation) int {
	return run(ctx, invocation{line: inv.Line, stdout: inv.Stdout, stderr: inv.Stderr, compatible: true})
}

func TestConformance(t *testing.T) {
	s, err := conformance.Load(conformance.Embedded())
	require.NoError(t, err)
	conformance.Run(t, s, tool, conformance.Options{Known: departures(), Report: os.Stdout})
}
