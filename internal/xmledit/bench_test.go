package xmledit_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/xmledit"
)

// settings returns a configuration with n settings, about 50 bytes each.
func settings(n int) []byte {
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\"?>\r\n<configuration>\r\n  <appSettings>\r\n")
	for i := range n {
		fmt.Fprintf(&b, "    <add key=\"Setting%d\" value='%d &amp; more' />\r\n", i, i)
	}
	b.WriteString("  </appSettings>\r\n</configuration>\r\n")
	return b.Bytes()
}

// BenchmarkParse sets Parse beside the standard library's decoder, which keeps
// nothing, on one megabyte of settings.
func BenchmarkParse(b *testing.B) {
	data := settings(20_000)
	b.Run("xmledit", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := xmledit.Parse(data); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encoding-xml", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			d := xml.NewDecoder(bytes.NewReader(data))
			for {
				if _, err := d.RawToken(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

// BenchmarkSelect finds one setting among 20,000.
func BenchmarkSelect(b *testing.B) {
	d, err := xmledit.Parse(settings(20_000))
	require.NoError(b, err)
	for _, expr := range []string{"/configuration/appSettings/add[@key='Setting19999']/@value", "//add[@key='Setting19999']/@value"} {
		b.Run(expr, func(b *testing.B) {
			x, err := xmledit.Compile(expr, 0)
			require.NoError(b, err)
			for b.Loop() {
				if nodes, err := d.Select(x); err != nil || len(nodes) != 1 {
					b.Fatal(nodes, err)
				}
			}
		})
	}
}

// Documents made to be slow to parse are not.
func TestParseHostile(t *testing.T) {
	var declared, used strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&declared, " xmlns:p%d='u%d'", i, i)
		fmt.Fprintf(&used, " p%d:a='1'", i)
	}
	for name, doc := range map[string]string{
		"attributes":        "<a" + strings.ReplaceAll(used.String(), ":", "_") + "/>",
		"prefixes":          "<a" + declared.String() + used.String() + "/>",
		"inherited":         "<a" + declared.String() + "><b" + used.String() + "/></a>",
		"open brackets":     strings.Repeat("<", 1<<20),
		"ampersands":        "<a>" + strings.Repeat("&", 1<<20) + "</a>",
		"references":        "<a>" + strings.Repeat("&amp;", 1<<18) + "</a>",
		"comments":          "<a>" + strings.Repeat("<!---->", 1<<17) + "</a>",
		"texts and cdata":   "<a>" + strings.Repeat("t<![CDATA[]]>", 1<<16) + "</a>",
		"doctype":           "<!DOCTYPE a [" + strings.Repeat("<!ENTITY e ''>", 1<<16) + "]><a/>",
		"open doctype":      "<!DOCTYPE a [" + strings.Repeat("<!--", 1<<18),
		"quotes in doctype": "<!DOCTYPE a [" + strings.Repeat("<!ENTITY e '", 1<<16),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			d, err := xmledit.Parse([]byte(doc))
			if err == nil {
				x, err := xmledit.Compile("//*[@*='2']/following::text() | //a[.='']", time.Second)
				require.NoError(t, err)
				_, err = d.Select(x)
				require.NoError(t, err)
				d.MSDeploy()
			}
			require.Less(t, time.Since(start), 10*time.Second)
		})
	}
}
