package param_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/webdeploy-go/webdeploy/param"
)

// The ten files by which DESIGN.md compares with other tools. In each one value
// is set, and nothing but its bytes changes.
func TestTenFiles(t *testing.T) {
	for _, c := range []struct {
		name         string
		kind         param.Kind
		match, value string
		text         string // with the value in place of « and what is between it and »
		want         string // what stands there then
	}{
		{"comments.json", param.JSONFile, "Logging:Default", "Debug",
			"// settings\n{\n  /* levels */\n  \"Logging\": { \"Default\": «\"Information\"» } // why\n}\n", `"Debug"`},
		{"layout.json", param.JSONFile, "$.b[1]", "x",
			"{\"a\":\"\\u00e9\\/\",\r\n\t\"b\":[1.50,«\"y\"»,],\"date\":\"2020-01-01T00:00:00\",}", `"x"`},
		{"types.json", param.JSONFile, "port", "8443", `{"port": «80», "on": true, "none": null, "text": "80", "e": 456e-5, "port2": 80}`, "8443"},
		{"utf16.json", param.JSONFile, "a", "ü", "{\r\n\"a\": «\"x\"»}", `"ü"`},
		{"anchors.yaml", param.YAMLFile, "prod:host", "db2",
			"%YAML 1.2\n---\n# first\nbase: &b {host: 'h', 'port':   5432}   # flow\n\nprod:\n    <<: *b\n    host: «\"db\"»  # here\n    emoji: \"😎\"\n---\n- other\n...\n", `"db2"`},
		{"block.yaml", param.YAMLFile, "script", "one\n two\n", "a: >-\n    folded\n    text\nscript: |\n    «first\n    second\n»b: 'x'\n", "one\n     two\n"},
		{"web.config", param.XMLFile, "//add[@key='Mode']/@value", "a<b",
			"<?xml version='1.0' encoding='iso-8859-1'?>\r\n<!-- é -->\r\n<configuration>\r\n\t<appSettings>\r\n\t\t<add key=\"Mode\"   value='«x»' />\r\n\t\t<add\r\n\t\t\tkey=\"&#x41;\" value=\"&quot;\"></add>\r\n\t</appSettings>\r\n</configuration>", "a&lt;b"},
		{"app.properties", param.INIFile, "db.host", "h2", "! comment\ndb.host : «h1»\ndb.name=n\\u0041\n\n# end", "h2"},
		{".env", param.EnvFile, "HOST", "db 2", "# c\nexport HOST=«\"db\"» # where\nPATH_X='a$b'\n\nEMPTY=", `"db 2"`},
		{"app.toml", param.TOMLFile, "server:host", "h2", "# c\n[server] # s\nhost   = «'h1'»\nports = [ 80, 0x1BB ]\n[[x]]\nk = \"\"\"\nm\"\"\"\n", "'h2'"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, rest, ok := strings.Cut(c.text, "«")
			require.True(t, ok)
			old, after, ok := strings.Cut(rest, "»")
			require.True(t, ok)
			encode := func(s string) string { return s }
			switch c.name {
			case "utf16.json":
				encode = func(s string) string {
					out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(s)
					require.NoError(t, err)
					return out
				}
			case "web.config":
				encode = func(s string) string {
					out, err := charmap.ISO8859_1.NewEncoder().String(s)
					require.NoError(t, err)
					return out
				}
			}
			got, _ := rewritten(t, keysSet(c.kind, c.match, c.value, ""), nil, &file{path: "f", text: encode(before + old + after)})
			require.Equal(t, encode(before+c.want+after), got)
		})
	}
}
