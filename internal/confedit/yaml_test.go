package confedit_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/confedit"
)

// editsYAML has each value of cases, lines of a mapping, replaced below the name
// k, alone and in the middle of a file.
func editsYAML(t *testing.T, cases []editCase) {
	t.Helper()
	for _, around := range [][2]string{{"", ""}, {"a: 1 # one\n", "\n\n# end\nz: [2]\n"}, {"---\n# x\n\n", "\n--- # y\nk2: 'b'\n...\n"}} {
		list := make([]editCase, 0, len(cases))
		for _, c := range cases {
			c.text, c.want = around[0]+c.text+around[1], around[0]+c.want+around[1]
			list = append(list, c)
		}
		testEdits(t, confedit.YAML, list)
	}
}

// The style of a string stays unless it cannot hold the value.
func TestYAMLStylesStay(t *testing.T) {
	editsYAML(t, []editCase{
		{"k: b", "k", "c d", "k: c d"},
		{"k: b # why", "k", "it's", "k: it's # why"},
		{"k:   'b'  # why", "k", "it's", "k:   'it''s'  # why"},
		{"k: 'b'", "k", "a\nb", `k: "a\nb"`},
		{"k: 'b''c'", "k", "\x1b", `k: "\u001b"`},
		{`k: "b\"c" # why`, "k", `a"\b`, `k: "a\"\\b" # why`},
		{`k: "b"`, "k", "\x00\n\t\u0085\u2028\ufeff\ufffeé😀", `k: "\u0000\n\t\u0085\u2028\ufeff\ufffeé😀"`},
		{"k: one\n  two\n\n  three # why", "k", "x", "k: x # why"},
		{"k: \"one\n  two \\\n  three\" # why", "k", "x", `k: "x" # why`},
		{"k: 'one\n\n  two'", "k", "x", "k: 'x'"},
		{"k:\tb\t# why", "k", "x", "k:\tx\t# why"},
		{"k:\n  b", "k", "x", "k:\n  x"},
		{"'k' : b", "k", "x", "'k' : x"},
		{"? k\n: b", "k", "x", "? k\n: x"},
		{"k: b", "k", "b", "k: b"},
		{"k: one\n  two", "k", "one two", "k: one\n  two"},
		{"k: \"\\x41\"", "k", "A", "k: \"\\x41\""},
		{"k: é\u00a0ü", "k", "ü\u00a0", "k: ü\u00a0"},
	})
}

// A plain string stays plain only if every reader reads it as that string.
func TestYAMLPlainStrings(t *testing.T) {
	for _, s := range []string{
		"", " a", "a ", "-", "- a", "---", "--- a", "...", "? a", "?a", ":a", ",a", "[a", "]", "{a", "}", "{{ a }}", "#a", "&a", "*a", "!a", "|", ">", "'a", `"a`, "%a", "@a", "`a",
		"a: b", "a:", "a #b", "a\tb", "a\nb", "a\rb", "a\u0085b", "a\u2028b", "a\x7fb", "a\ufeffb",
		"yes", "No", "ON", "off", "y", "N", "true", "False", "null", "~", "Null", "1", "-1", "1.5", ".5", "+1", "1e3", "1_000", "0777", "0o17", "0x1F", "0b1", ".inf", "-.INF", ".nan", "1.",
		"123456789012345678901234567890", "1e999", "09", "1:30", "190:20:30", "22:22", "2020-01-01", "2001-12-14 21:59:43.10 -5", "2001-12-14t21:59:43.10-05:00", "=", "<<", ".5_0", "1__0",
	} {
		got, err := edit(confedit.YAML, "k: b\n", "k", s, false)
		require.NoError(t, err)
		require.Regexp(t, `^k: ".*"\n$`, got, s)
	}
	for _, s := range []string{
		"a", "-a", "--flag=x", "a:b", "http://host:80/?a=b", "a#b", "a, b", "a [b]", "a's", `a "b"`, "C:\\a", "1.2.3", "10.0.0.1", "1:99", "1a", "v1", "yes!", "nope", "a=b", "12-34", "2020-1", "1,5", "0xg", "/a", "$x", "a?", "é",
	} {
		got, err := edit(confedit.YAML, "k: b\n", "k", s, false)
		require.NoError(t, err)
		require.Equal(t, "k: "+s+"\n", got)
	}
}

// What was ambiguous, and a string for this reader, may become so again.
func TestYAMLAmbiguousWordsStayPlain(t *testing.T) {
	editsYAML(t, []editCase{
		{"k: yes", "k", "no", "k: no"},
		{"k: yes", "k", "true", `k: "true"`},
		{"k: yes", "k", "5", `k: "5"`},
		{"k: yes", "k", "maybe", "k: maybe"},
		{"k: 22:22", "k", "80:50", "k: 80:50"},
		{"k: 2020-01-01", "k", "2021-02-03", "k: 2021-02-03"},
		{"k: 2020-01-01", "k", "2021-02-03T04:05:06Z", "k: 2021-02-03T04:05:06Z"},
		{"k: 2020-01-01", "k", "never", `k: "never"`},
		{"k: 2020-01-01", "k", "5", `k: "5"`},
		{"k: !!str 5", "k", "6", "k: !!str 6"},
		{"k: !!str 5", "k", "yes", `k: !!str "yes"`},
		{`k: "5"`, "k", "6", `k: "6"`},
	})
}

// In flow style more characters end a string.
func TestYAMLFlow(t *testing.T) {
	testEdits(t, confedit.YAML, []editCase{
		{"a: [b, c] # x\n", "a:0", "d", "a: [d, c] # x\n"},
		{"a: [b, c]\n", "a:1", "d, e", "a: [b, \"d, e\"]\n"},
		{"a: {b: c}\n", "a:b", "[d", "a: {b: \"[d\"}\n"},
		{"a: {b: c}\n", "a:b", "d]", "a: {b: \"d]\"}\n"},
		{"a: {b: c}\n", "a:b", "d?", "a: {b: \"d?\"}\n"},
		{"a: {b: c}\n", "a:b", "http://d:8/e", "a: {b: http://d:8/e}\n"},
		{"{\n  \"a\": {\"b\":\"c\"},\n\t\"d\": 1, # x\n}\n", "a:b", "x\ty", "{\n  \"a\": {\"b\":\"x\\ty\"},\n\t\"d\": 1, # x\n}\n"},
		{"[a: b, ? c : d, {e: f}, &x g, !y h, [i]: j]", "$[*]['a', 'c', 'e']", "z", "[a: z, ? c : z, {e: z}, &x g, !y h, [i]: j]"},
		{"[a, &x g, !y h]", "$[*]", "z", "[z, &x z, !y z]"},
		{"[# x\n a # ,\n ,\n b,# ]\n]", "$[1]", "z", "[# x\n a # ,\n ,\n z,# ]\n]"},
		{"k: {a: {b: [1]}, c: d} # x", "k:a", `{"b": {}}`, `k: {a: {"b": {}}, c: d} # x`},
		{"k: [{a: b}, c] # x", "k", `[null, true, "x: y", {"a/b": 1e3}]`, `k: [null, true, "x: y", {"a/b": 1e3}] # x`},
		{"k: [a]\n", "k", "[]", "k: []\n"},
	})
}

func TestYAMLScalarsThatAreNoStrings(t *testing.T) {
	editsYAML(t, []editCase{
		{"k: 0x1F # why", "k", "2.50", "k: 2.50 # why"},
		{"k: .inf", "k", "-1e3", "k: -1e3"},
		{"k: 1_000", "k", "5", "k: 5"},
		{"k: !!int \"3\"", "k", "4", "k: !!int 4"},
		{"k: !!int \"3\"#", "k", "4", "k: !!int 4 #"},
		{"k: &a 5", "k", "6", "k: &a 6"},
		{"k: true", "k", "False", "k: false"},
		{"k: True", "k", "false", "k: False"},
		{"k: TRUE", "k", "false", "k: FALSE"},
		{"k: False", "k", "FALSE", "k: False"},
		{"k: ~ # why", "k", "null", "k: ~ # why"},
		{"k: # why", "k", " null ", "k: # why"},
		{"k: Null", "k", "null", "k: Null"},
	})
}

// With change a value may become one of another type.
func TestYAMLTypesChange(t *testing.T) {
	for _, c := range []editCase{
		{"k:\n", "k", "x", "k: x\n"},
		{"k:", "k", "5", "k: 5"},
		{"k:   # why\nl: 1\n", "k", "yes", "k: \"yes\"   # why\nl: 1\n"},
		{"k:\n  # below\nl: 1\n", "k", `{"a": [1]}`, "k: {\"a\": [1]}\n  # below\nl: 1\n"},
		{"k: &a\nl: *a\n", "k", "x", "k: &a x\nl: *a\n"},
		{"- a\n-\n- # why\n", "$[1]", "x", "- a\n- x\n- # why\n"},
		{"- a\n-\n- # why\n", "$[2]", "x", "- a\n-\n- x # why\n"},
		{"{a: , \"b\":}", "$.*", "x", "{a: x , \"b\": x}"},
		{"{a: b, \"c\":#\n}", "$.c", "x", "{a: b, \"c\": x #\n}"},
		{"? k\n:\n", "k", "true", "? k\n: true\n"},
		{"k: ~\n", "k", "x", "k: x\n"},
		{"k: 5\n", "k", "yes", "k: \"yes\"\n"},
		{"k: 5\n", "k", "x", "k: x\n"},
		{"k: true\n", "k", "1", "k: 1\n"},
		{"k: [a]#\n", "k", "null", "k: null #\n"},
		{"k: 1\n", "k", `["\/\ud83d\ude00", "<", "` + "\x7f" + `", {}]`, "k: [\"/😀\", \"<\", \"\\u007f\", {}]\n"},
		{"k: 1\n", "k", "{\n\t\"a\"\n: {\"a\": null, \"b\": -0.5e-7}}", "k: {\"a\": {\"a\": null, \"b\": -0.5e-7}}\n"},
	} {
		got, err := edit(confedit.YAML, c.text, c.path, c.value, true)
		require.NoError(t, err, c.text)
		require.Equal(t, c.want, got)
	}
}

// A block is replaced from the colon, the dash or its anchor on; the comments
// before its first line stay.
func TestYAMLBlocksAsAWhole(t *testing.T) {
	editsYAML(t, []editCase{
		{"k:\n  b: 1 # in\n  c:\n  - 2 # two", "k", `{"x": "y"}`, `k: {"x": "y"} # two`},
		{"k: # why\n  # because\n\n  b: 1", "k", `{}`, "k: {} # why\n  # because"},
		{"k: &a\n  b: 1", "k", `{}`, "k: &a {}"},
		{"k: !t &a # why\n- 1", "k", `[2]`, "k: !t &a [2] # why"},
		{"k:\n- 1\n- - 2", "k", `[]`, "k: []"},
		{"k:\n- a: 1\n  b: 2\n- 3", "k:0", `{}`, "k:\n- {}\n- 3"},
		{"k:\n-   - 1\n    - 2\n- 3", "k:0", `[4]`, "k:\n- [4]\n- 3"},
		{"k:\n  b: |\n    x\n\n  # not in it", "k", `{}`, "k: {}\n\n  # not in it"},
		{"? k\n:\n  b: 1", "k", `{}`, "? k\n: {}"},
	})
	testEdits(t, confedit.YAML, []editCase{
		{"# top\na: 1\nb: 2 # x\n# end\n", "$", "{}", "# top\n{} # x\n# end\n"},
		{"- ? - ? a\n  : b\n", "$[0]", "{}", "- {}\n"},
		{"a:\n  b: !\nc: d\n", "a", "{}", "a: {}\nc: d\n"},
		{"--- !t\n- 1\n", "$", "[]", "--- !t\n[]\n"},
	})
}

func FuzzYAML(f *testing.F) {
	for _, s := range []string{
		"a: b # c\nd:\n- 1\n- true\n-\n- ~\n", "%YAML 1.2\n---\na: |\n  x\n\n  y\n\n# z\nb: >-\n  f\n  g\n...\n---\n[a, {b: 'c''d', \"e\\n\": f}]\r\n",
		"x: &a !!str 5\ny: *a\nz: {<<: *a, ? k : v, w}\n", "? - k\n: v\n? e\n", "a:\n  b: plain\n    more\n\n    lines\n  c: \"q\n    r\"\n",
		"- - - x\n  - |2+\n     lead\n\n- {a: , b: }\n", "t: 2020-01-01\nyes: no\ns: 1:30\nn: 0x1F\nf: .inf\ne: !!binary aGk=\n", "a: !x\nb: !y {c: [d: e, f]}\n", "&r [*r]\n",
		"a: b\n \t\nc: d\n", "--- # x\n>1\n  y\n--- 'z'\n", "a: &b:c d\n!t \"k\": !!int \"5\"#c\n", "!: '''':\r|", "? |\n k\n: v\n&x k: *x\n",
		"? -  ? e v:k\n: v\n", "&r [?\n]]", "x: &a !", "a: |+\n\u2028  # b\nb: >-\r  f\n\n",
	} {
		f.Add(s, "a\x00\"\\\u2028é")
		f.Add(s, " two: #\n\n  lines, [x]\n\n")
		f.Add(s, "off")
	}
	fuzz(f, confedit.YAML)
}
