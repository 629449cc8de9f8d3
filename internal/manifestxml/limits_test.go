package manifestxml_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/manifestxml"
)

func TestLimits(t *testing.T) {
	lim := &manifestxml.Limits{Bytes: 200, Entries: 3, Depth: 4, Attrs: 2, Value: 5}
	for _, c := range []struct {
		name, fits, exceeds string
	}{
		{"bytes", "<m>" + strings.Repeat(" ", 193) + "</m>", "<m>" + strings.Repeat(" ", 194) + "</m>"},
		{"entries", "<m><a/><a/><a/></m>", "<m><a/><a/><a/><a/></m>"},
		{"entries of text", "<m><a/><a/><a/></m>", "<m><a/><a/><a/>x</m>"},
		{"depth", "<m><a><a><a/></a></a></m>", "<m><a><a><a><a/></a></a></a></m>"},
		{"attributes", `<m><a b="" c=""/></m>`, `<m><a b="" c="" d=""/></m>`},
		{"attributes of the root", `<m b="" c=""/>`, `<m b="" c="" d=""/>`},
		{"value", `<m><a b="12345"/></m>`, `<m><a b="123456"/></m>`},
		{"value of a nested element", `<m><a><b c="12345"/></a></m>`, `<m><a><b c="123456"/></a></m>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := manifestxml.Parse(strings.NewReader(c.fits), lim)
			require.NoError(t, err)
			_, err = manifestxml.Parse(strings.NewReader(c.exceeds), lim)
			require.ErrorIs(t, err, manifestxml.ErrLimit)
		})
	}
}

// Attacks with documents that are small but mean a lot, or large and mean
// nothing. None may take noticeable memory.
func TestBombs(t *testing.T) {
	laughs := `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">`
	for i := range 9 {
		prev := "lol"
		if i > 0 {
			prev = fmt.Sprint("lol", i)
		}
		laughs += fmt.Sprintf(`<!ENTITY lol%d "%s">`, i+1, strings.Repeat("&"+prev+";", 10))
	}
	laughs += `]><lolz>&lol9;</lolz>`
	for name, c := range map[string]struct {
		in   string
		want error
	}{
		"a billion laughs":           {laughs, manifestxml.ErrDocType},
		"quadratic blowup":           {`<!DOCTYPE m [<!ENTITY a "` + strings.Repeat("a", 50_000) + `">]><m>` + strings.Repeat("&a;", 50_000) + `</m>`, manifestxml.ErrDocType},
		"external entity":            {`<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><m><dirPath path="&x;"/></m>`, manifestxml.ErrDocType},
		"external subset":            {`<!DOCTYPE m SYSTEM "http://127.0.0.1/x.dtd"><m/>`, manifestxml.ErrDocType},
		"parameter entity":           {`<!DOCTYPE m [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]><m/>`, manifestxml.ErrDocType},
		"entity without declaration": {`<m>&lol;</m>`, manifestxml.ErrSyntax},
		"deep nesting":               {strings.Repeat("<m>", 2_000_000), manifestxml.ErrLimit},
		"many entries":               {"<m>" + strings.Repeat("<a/>", 1_000_000) + "</m>", manifestxml.ErrLimit},
		"many attributes":            {"<m><a" + manyAttrs(300) + "/></m>", manifestxml.ErrLimit},
		"long value":                 {`<m><a path="` + strings.Repeat("x", 7<<20) + `"/></m>`, manifestxml.ErrLimit},
		"long document":              {"<m>" + strings.Repeat(" ", 9<<20) + "</m>", manifestxml.ErrLimit},
		"many declarations":          {strings.Repeat(`<?xml version="1.0" encoding="latin1"?>`, 150_000), manifestxml.ErrSyntax},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := manifestxml.Parse(strings.NewReader(c.in), nil)
			runtime.ReadMemStats(&after)
			require.ErrorIs(t, err, c.want)
			require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(96<<20), "bytes allocated")
		})
	}
}

func manyAttrs(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ` a%d=""`, i)
	}
	return b.String()
}

func TestAsManyEntriesAsAllowed(t *testing.T) {
	m, err := manifestxml.Parse(strings.NewReader("<m>"+strings.Repeat(`<dirPath path="x"/>`, 10_000)+"</m>"), nil)
	require.NoError(t, err)
	require.Len(t, m.Entries, 10_000)
}
