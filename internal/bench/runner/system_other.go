//go:build !unix

package main

import "os"

// settle does nothing: this system has no call for it.
func settle() {}

// peak returns 0: this system does not say.
func peak(*os.ProcessState) int64 { return 0 }
