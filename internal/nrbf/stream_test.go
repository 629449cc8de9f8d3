package nrbf

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// sample is a small graph, written down by hand. Each piece of it is one step of a reader.
func sample() []string {
	return []string{
		"00 01000000 ffffffff 01000000 00000000", // 0 header
		"0c 02000000 5b" + ascii(library),        // 1 library
		"05 01000000 32" + ascii(className),      // 2 class
		"04000000",                               // 3 members
		"0c" + ascii("providerName"),             // 4
		"04" + ascii("path"),                     // 5
		"05" + ascii("names"),                    // 6
		"06" + ascii("values"),                   // 7
		"01 01 06 06",                            // 8 kinds
		"02000000",                               // 9 library of the class
		"06 03000000 06" + ascii("setAcl"),       // 10 provider
		"06 04000000 02" + ascii("/x"),           // 11 path
		"09 05000000",                            // 12 names
		"09 06000000",                            // 13 values
		"11 05000000 02000000",                   // 14 array of names
		"06 07000000 01" + ascii("a") + "06 08000000 01" + ascii("b"), // 15
		"11 06000000 02000000", // 16 array of values
		"06 09000000 01" + ascii("1") + "06 0a000000 01" + ascii("2"), // 17
		"0b", // 18 end
	}
}

func ascii(s string) string { return hex.EncodeToString([]byte(s)) }

func join(t *testing.T, pieces []string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(strings.Join(pieces, ""), " ", ""))
	require.NoError(t, err)
	return b
}

// with returns the sample with some pieces replaced.
func with(t *testing.T, changes map[int]string) []byte {
	t.Helper()
	pieces := sample()
	for i, s := range changes {
		pieces[i] = s
	}
	return join(t, pieces)
}

func sampleOptions() Options {
	return Options{Provider: "setAcl", Path: "/x", Settings: []Setting{{"a", "1"}, {"b", "2"}}}
}

func TestLayout(t *testing.T) {
	require.Equal(t, join(t, sample()), marshal(sampleOptions(), library))
	got, err := unmarshal(join(t, sample()))
	require.NoError(t, err)
	require.Equal(t, sampleOptions(), got)
}

// What other writers of the format do, or other builds of this one.
func TestDecodeAcceptsOtherWritings(t *testing.T) {
	plain := sampleOptions()
	other := func(change func(*Options)) Options {
		o := sampleOptions()
		change(&o)
		return o
	}
	for name, c := range map[string]struct {
		changes map[int]string
		want    Options
	}{
		"library of another build": {map[int]string{
			1: "0c 02000000 5b" + ascii("Microsoft.Web.Deployment, Version=8.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35"),
		}, plain},
		"library without version": {map[int]string{1: "0c 02000000 18" + ascii("Microsoft.Web.Deployment")}, plain},
		"other numbers": {map[int]string{
			0: "00 63000000 ffffffff 01000000 00000000", 1: "0c ffffff7f 5b" + ascii(library),
			2: "05 63000000 32" + ascii(className), 9: "ffffff7f",
		}, plain},
		"values before names": {map[int]string{
			12: "09 06000000", 13: "09 05000000",
		}, other(func(o *Options) { o.Settings = []Setting{{"1", "a"}, {"2", "b"}} })},
		"reference to a string": {map[int]string{
			17: "09 03000000 09 07000000",
		}, other(func(o *Options) { o.Settings = []Setting{{"a", "setAcl"}, {"b", "a"}} })},
		"null path":      {map[int]string{11: "0a"}, other(func(o *Options) { o.Path = "" })},
		"null value":     {map[int]string{17: "0a 06 09000000 01" + ascii("2")}, other(func(o *Options) { o.Settings[0].Value = "" })},
		"nulls, short":   {map[int]string{17: "0d02"}, other(func(o *Options) { o.Settings = []Setting{{"a", ""}, {"b", ""}} })},
		"nulls, long":    {map[int]string{17: "0e02000000"}, other(func(o *Options) { o.Settings = []Setting{{"a", ""}, {"b", ""}} })},
		"no settings":    {map[int]string{14: "11 05000000 00000000", 15: "", 16: "11 06000000 00000000", 17: ""}, other(func(o *Options) { o.Settings = nil })},
		"length written": {map[int]string{11: "06 04000000 8200" + ascii("/x")}, plain},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := unmarshal(with(t, c.changes))
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
}

// refusal is a change to the sample, and what the reason has to say then.
type refusal struct {
	changes map[int]string
	reason  string
}

func TestDecodeRefusesOtherGraphs(t *testing.T) {
	checkRefusals(t, map[string]refusal{
		"another first record":     {map[int]string{0: "15 01000000 ffffffff 01000000 00000000"}, "here has to be the header"},
		"headers":                  {map[int]string{0: "00 01000000 01000000 01000000 00000000"}, "the header's second number"},
		"another version":          {map[int]string{0: "00 01000000 ffffffff 02000000 00000000"}, "the major version"},
		"another minor version":    {map[int]string{0: "00 01000000 ffffffff 01000000 01000000"}, "the minor version"},
		"root is elsewhere":        {map[int]string{0: "00 03000000 ffffffff 01000000 00000000"}, "the root is another object"},
		"another library":          {map[int]string{1: "0c 02000000 08" + ascii("mscorlib")}, "the library is not"},
		"a library that begins so": {map[int]string{1: "0c 02000000 19" + ascii("Microsoft.Web.Deployment2")}, "the library is not"},
		"a system class":           {map[int]string{1: "", 2: "04 01000000 08" + ascii("System.X")}, "here has to be the library"},
		"another class":            {map[int]string{2: "05 01000000 0b" + ascii("System.Evil")}, "the class is not"},
		"class in other case":      {map[int]string{2: "05 01000000 32" + ascii(strings.ToLower(className))}, "the class is not"},
		"class without types":      {map[int]string{2: "03 01000000 32" + ascii(className)}, "here has to be the class"},
		"fewer members":            {map[int]string{3: "03000000"}, "the number of members"},
		"more members":             {map[int]string{3: "ffffff7f"}, "the number of members"},
		"another member":           {map[int]string{5: "04" + ascii("Path")}, "a member is not path"},
		"another kind":             {map[int]string{8: "01 02 06 06"}, "the kind of path"},
		"class of another library": {map[int]string{9: "03000000"}, "the library of the class"},
	})
}

func TestDecodeRefusesOtherMembers(t *testing.T) {
	checkRefusals(t, map[string]refusal{
		"provider null":         {map[int]string{10: "0a"}, "there is no provider"},
		"provider empty":        {map[int]string{10: "06 03000000 00"}, "there is no provider"},
		"provider an object":    {map[int]string{10: "05 03000000"}, "here has to be a string"},
		"number used twice":     {map[int]string{11: "06 03000000 02" + ascii("/x")}, "not positive or not new"},
		"number of the root":    {map[int]string{11: "06 01000000 02" + ascii("/x")}, "not positive or not new"},
		"number zero":           {map[int]string{11: "06 00000000 02" + ascii("/x")}, "not positive or not new"},
		"number negative":       {map[int]string{11: "06 ffffffff 02" + ascii("/x")}, "not positive or not new"},
		"reference ahead":       {map[int]string{11: "09 07000000"}, "not to a string read before"},
		"reference to the root": {map[int]string{11: "09 01000000"}, "not to a string read before"},
		"not UTF-8":             {map[int]string{11: "06 04000000 02c328"}, "a string is not UTF-8"},
		"string beyond the end": {map[int]string{11: "06 04000000 ff7f"}, "the data ends too early"},
		"string too long":       {map[int]string{11: "06 04000000 ffff7f"}, "a string is longer"},
		"length without end":    {map[int]string{11: "06 04000000 ffffffffffffffff"}, "a string is longer"},
		"names null":            {map[int]string{12: "0a"}, "a reference to the names"},
		"names in place":        {map[int]string{12: "11 05000000 00000000"}, "a reference to the names"},
		"values null":           {map[int]string{13: "0a"}, "a reference to the values"},
		"one array for both":    {map[int]string{13: "09 05000000"}, "names and values are one array"},
		"reference to nothing":  {map[int]string{13: "09 0b000000"}, "names or values refer to nothing"},
		"reference to a string": {map[int]string{13: "09 04000000"}, "names or values refer to nothing"},
		"array of another kind": {map[int]string{14: "10 05000000 02000000"}, "here has to be an array of strings"},
		"one array twice":       {map[int]string{16: "11 05000000 02000000"}, "not positive or not new"},
		"length negative":       {map[int]string{14: "11 05000000 ffffffff"}, "there are more than 1024 settings"},
		"length huge":           {map[int]string{14: "11 05000000 ffffff7f"}, "there are more than 1024 settings"},
		"a number in an array":  {map[int]string{15: "08 08 01000000"}, "here has to be a string"},
		"fewer values":          {map[int]string{16: "11 06000000 01000000", 17: "06 09000000 01" + ascii("1")}, "2 names, but 1 values"},
		"a name is null":        {map[int]string{15: "06 07000000 01" + ascii("a") + "0a"}, "a setting has no name"},
		"names are null":        {map[int]string{15: "0d02"}, "a setting has no name"},
		"too many nulls":        {map[int]string{17: "0d03"}, "more nulls than places"},
		"far too many nulls":    {map[int]string{17: "0effffff7f"}, "more nulls than places"},
		"no nulls":              {map[int]string{17: "0d00 0d02"}, "a record of nulls has none"},
		"fewer than no nulls":   {map[int]string{17: "0effffffff"}, "a record of nulls has none"},
		"one array only":        {map[int]string{16: "", 17: ""}, "here has to be an array of strings"},
		"a third array":         {map[int]string{18: "11 0b000000 00000000 0b"}, "here has to be the end"},
		"something after":       {map[int]string{18: "0b00"}, "something follows the end"},
	})
}

func checkRefusals(t *testing.T, cases map[string]refusal) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := unmarshal(with(t, c.changes))
			var bad *FormatError
			require.ErrorAs(t, err, &bad)
			require.Equal(t, Object, bad.Layer)
			require.Contains(t, bad.Reason, c.reason)
			require.Zero(t, got)
		})
	}
}

func TestDecodeRefusesEveryCut(t *testing.T) {
	whole := join(t, sample())
	for n := range whole {
		_, err := unmarshal(whole[:n])
		var bad *FormatError
		require.ErrorAs(t, err, &bad)
		require.LessOrEqual(t, bad.Offset, int64(n))
	}
}

// Damage to a byte either is refused or leaves a graph that is written back as it was read.
func TestDecodeOfEveryDamage(t *testing.T) {
	whole := join(t, sample())
	for i := range whole {
		for bit := range 8 {
			b := bytes.Clone(whole)
			b[i] ^= 1 << bit
			if o, err := unmarshal(b); err == nil {
				again, err := unmarshal(marshal(o, library))
				require.NoError(t, err)
				require.Equal(t, o, again)
			}
		}
	}
}
