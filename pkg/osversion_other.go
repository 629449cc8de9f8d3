//go:build !unix && !windows

package pkg

// osVersion returns "": there is no way to find out.
func osVersion() string { return "" }
