package pkg

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// streamName returns the name of the entry for the contents of an object that
// is no file, such as the script of a database: the one that they had, with a
// number if they shared it, or else, at the top of the package, the kind and what
// looks like a random number but is the same every time.
func streamName(o *provider.Object) string {
	if v, ok := o.Attrs.Get(attrStream); ok && isStreamName(v.String()) {
		if n, shared := o.Attrs.Get(attrShared); shared {
			return v.String() + "-" + n.String()
		}
		return v.String()
	}
	sum := sha256.Sum256([]byte(identity(o)))
	return fmt.Sprintf("%s-%x-%x-%x-%x-%x", o.Kind, sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// isStreamName reports whether name may be kept when a package is packed again:
// it must be that of a file, but not of one of the package's own nor of one of
// its contents.
func isStreamName(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	for _, own := range []string{archiveFile, manifestFile, parametersFile, systemInfoFile, digestFile, contentFolder} {
		if strings.EqualFold(first, own) {
			return false
		}
	}
	for part := range strings.SplitSeq(name, "/") {
		if unsafePart(part, "windows") != nil {
			return false
		}
	}
	return len(name) <= maxName && strings.Count(name, "/") <= maxDepth
}

// reserve returns name, or one made from it if other contents have it: two
// objects that name the same entry, or that nothing tells apart, have one each.
// Old is the record of the object if it has one.
func (d *document) reserve(name string, old *record) string {
	if old != nil && strings.EqualFold(old.stream, name) && d.streams[strings.ToLower(name)] == 1 {
		return old.stream
	}
	try := name
	for i := 2; d.streams[strings.ToLower(try)] > 0; i++ {
		try = fmt.Sprintf("%s-%d", name, i)
	}
	d.streams[strings.ToLower(try)]++
	return try
}

// release says that one object less has its contents in the named entry, and
// reports whether it was the last.
func (d *document) release(name string) bool {
	key := strings.ToLower(name)
	d.streams[key]--
	return d.streams[key] == 0
}
