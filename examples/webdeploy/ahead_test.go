package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/conformance"
)

// TestConformanceAhead runs the groups whose features are still growing. It
// only prints figures, so that work on them can see how far it is; it runs when
// WEBDEPLOY_AHEAD is set.
func TestConformanceAhead(t *testing.T) {
	if os.Getenv("WEBDEPLOY_AHEAD") == "" {
		t.Skip("WEBDEPLOY_AHEAD is not set")
	}
	s, err := conformance.Load(conformance.Embedded())
	require.NoError(t, err)
	groups := []string{"manifest-auto", "presync", "parameters", "validation", "textfile", "xmlfile"}
	conformance.Run(t, s, tool, conformance.Options{Groups: groups, Report: os.Stdout})
}
