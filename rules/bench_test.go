package rules_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
)

// BenchmarkChain measures what rules cost for one object of a source: the
// time per operation is that of one object.
func BenchmarkChain(b *testing.B) {
	chains := map[string][]string{
		"default":   nil,
		"kind":      {`objectName=^setAcl$`},
		"path":      {`objectName=filePath,absolutePath=\\web\.config$`},
		"ten paths": nil,
		"xpath":     {`xPath=filePath[@path='old.txt']`},
	}
	for i := range 10 {
		chains["ten paths"] = append(chains["ten paths"], fmt.Sprintf(`objectName=filePath,absolutePath=\\dir%d\\.*\.log$`, i))
	}
	root := &provider.Object{Kind: provider.DirPath, Link: provider.FirstLink, Path: "/srv/www/site"}
	o := &provider.Object{Parent: root, Kind: provider.FilePath, Key: "index.html", Path: "/srv/www/site/index.html", Attrs: provider.Attrs{
		{Name: provider.AttrSize, Value: provider.Int(7)}, {Name: provider.AttrLastWriteTime, Value: provider.Time(usual)}}}
	for name, skips := range chains {
		b.Run(name, func(b *testing.B) {
			s := rules.NewSelection()
			for _, k := range skips {
				require.NoError(b, s.Skip(mustSkip(b, k)))
			}
			ch := s.Chain()
			b.ReportAllocs()
			for b.Loop() {
				if n, err := ch.SeeTarget(context.Background(), o); n == nil || err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
