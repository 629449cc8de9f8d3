package pkg

import (
	"crypto/rand"
)

// temporaryName returns a name for a file that is to be called base. It begins
// with a dot, so that programs that serve or list the folder leave it alone.
func temporaryName(base string) string {
	return "." + base + "." + rand.Text()[:10] + ".tmp"
}
