package pkg

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// streamName returns the name of the entry for the contents of an object that
// is no file, such as the script of a database: at the top of the package, the
// kind and what looks like a random number but is the same every time.
func streamName(o *provider.Object) string {
	if v, ok := o.Attrs.Get(attrStream); ok && isStreamName(v.String()) {
		return v.String()
	}
	sum := sha256.Sum256([]byte(identity(o)))
	return fmt.Sprintf("%s-%x-%x-%x-%x-%x", o.Kind, sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// isStreamName reports whether name may be kept when a package is packed again:
// it must be that of a file at the top, and not of one of the package's own.
func isStreamName(name string) bool {
	if unsafePart(name, "windows") != nil {
		return false
	}
	for _, own := range []string{archiveFile, manifestFile, parametersFile, systemInfoFile, digestFile, contentFolder} {
		if strings.EqualFold(name, own) {
			return false
		}
	}
	return true
}
