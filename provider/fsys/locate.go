package fsys

import "github.com/webdeploy-go/webdeploy/provider"

// Locate takes relative paths in a file for relative to the file.
func (dirPath) Locate(dir, path string) string { return provider.Beside(dir, path) }

// Locate takes relative paths in a file for relative to the file.
func (filePath) Locate(dir, path string) string { return provider.Beside(dir, path) }

// Locate takes relative paths in a file for relative to the file.
func (contentPath) Locate(dir, path string) string { return provider.Beside(dir, path) }
