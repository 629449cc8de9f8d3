package provider_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
)

// recorded: dump/dirpath-xml, dump/iisapp-xml
func TestValueString(t *testing.T) {
	kolkata := time.FixedZone("IST", 5*3600+1800)
	for want, v := range map[string]provider.Value{
		"":                    {},
		"text":                provider.String("text"),
		"True":                provider.Bool(true),
		"False":               provider.Bool(false),
		"0":                   provider.Int(0),
		"-12":                 provider.Int(-12),
		"9223372036854775807": provider.Int(1<<63 - 1),
		"03/04/2021 05:06:07": provider.Time(time.Date(2021, 3, 4, 5, 6, 7, 999, time.UTC)),
		"03/03/2021 23:36:07": provider.Time(time.Date(2021, 3, 4, 5, 6, 7, 0, kolkata)),
		"12/31/1969 23:59:59": provider.Time(time.Unix(-1, 5)),
		"0644":                provider.Mode(0o644),
		"7777":                provider.Mode(0o177777),
	} {
		require.Equal(t, want, v.String())
	}
}

func TestValueParts(t *testing.T) {
	at := time.Date(2021, 3, 4, 5, 6, 7, 123456789, time.FixedZone("", 3600))
	require.True(t, provider.Time(at).Time().Equal(at))
	require.Equal(t, time.UTC, provider.Time(at).Time().Location())
	require.EqualValues(t, 7, provider.Int(7).Int())
	require.EqualValues(t, 0o755, provider.Mode(0o755).Int())
	require.True(t, provider.Bool(true).Bool())
	require.False(t, provider.Bool(false).Bool())
	require.Equal(t, provider.StringKind, provider.Value{}.Kind())
}

// Parse reads back what String prints, for every kind.
func TestValueParse(t *testing.T) {
	for _, v := range []provider.Value{
		provider.String(""), provider.String("Normal"), provider.Bool(true), provider.Bool(false), provider.Int(0), provider.Int(-1 << 63),
		provider.Time(time.Unix(1600000000, 0)), provider.Time(time.Unix(0, 0)), provider.Mode(0), provider.Mode(0o7755),
	} {
		got, err := v.Parse(v.String())
		require.NoError(t, err)
		require.Equal(t, v, got)
	}
	for _, c := range []struct {
		v    provider.Value
		text string
	}{
		{provider.Int(0), ""}, {provider.Int(0), "1.5"}, {provider.Int(0), "99999999999999999999"}, {provider.Bool(true), "yes"},
		{provider.Time(time.Unix(0, 0)), "2021-03-04"}, {provider.Time(time.Unix(0, 0)), "13/01/2021 00:00:00"}, {provider.Mode(0), "0888"}, {provider.Mode(0), "10000"},
	} {
		_, err := c.v.Parse(c.text)
		require.Error(t, err, c.text)
	}
}

func TestAttrsGetAndWith(t *testing.T) {
	a := provider.Attrs{{Name: "size", Value: provider.Int(1)}, {Name: "lastWriteTime", Flags: provider.NoCompare}}
	v, ok := a.Get("SIZE")
	require.True(t, ok)
	require.Equal(t, provider.Int(1), v)
	_, ok = a.Get("mode")
	require.False(t, ok)
	_, ok = provider.Attrs(nil).Get("")
	require.False(t, ok)

	b := a.With("Size", provider.Int(2)).With("LASTWRITETIME", provider.Int(3)).With("new", provider.Bool(true))
	require.Equal(t, provider.Attrs{{Name: "size", Value: provider.Int(1)}, {Name: "lastWriteTime", Flags: provider.NoCompare}}, a, "the original stays")
	require.Equal(t, provider.Attrs{
		{Name: "size", Value: provider.Int(2)}, {Name: "lastWriteTime", Value: provider.Int(3), Flags: provider.NoCompare}, {Name: "new", Value: provider.Bool(true)},
	}, b, "flags stay, and a new attribute has none")
}

func TestAttrsDiff(t *testing.T) {
	str := func(name, v string, flags provider.AttrFlags) provider.Attr {
		return provider.Attr{Name: name, Value: provider.String(v), Flags: flags}
	}
	mode := func(perm uint32) provider.Attr {
		return provider.Attr{Name: "mode", Value: provider.Mode(perm), Flags: provider.Optional | provider.Hidden}
	}
	for _, c := range []struct {
		name     string
		src, old provider.Attrs
		want     string // names of what differs; "?" after what the old side lacks, "!" before what does not matter
	}{
		{"nothing", nil, nil, ""},
		{"same", provider.Attrs{str("a", "x", 0)}, provider.Attrs{str("a", "x", 0)}, ""},
		{"names without case", provider.Attrs{str("a", "x", 0)}, provider.Attrs{str("A", "x", 0)}, ""},
		{"another order", provider.Attrs{str("a", "x", 0), str("b", "y", 0)}, provider.Attrs{str("b", "y", 0), str("a", "x", 0)}, ""},
		{"values with case", provider.Attrs{str("a", "x", 0)}, provider.Attrs{str("a", "X", 0)}, " a"},
		{"values without case", provider.Attrs{str("a", "x", provider.IgnoreCase)}, provider.Attrs{str("a", "X", 0)}, ""},
		{"kinds differ", provider.Attrs{str("a", "1", 0)}, provider.Attrs{{Name: "a", Value: provider.Int(1)}}, " a"},
		{"kinds differ without case", provider.Attrs{str("a", "", provider.IgnoreCase)}, provider.Attrs{{Name: "a", Value: provider.Int(0)}}, " a"},
		{"in order of the source", provider.Attrs{str("b", "1", 0), str("a", "1", 0)}, provider.Attrs{str("a", "2", 0), str("b", "2", 0)}, " b a"},
		{"missing", provider.Attrs{str("a", "", 0)}, nil, " a?"},
		{"only the old side has it", nil, provider.Attrs{str("a", "x", 0)}, ""},
		{"informational", provider.Attrs{str("a", "x", provider.NoCompare)}, provider.Attrs{str("a", "y", 0)}, ""},
		{"informational and missing", provider.Attrs{str("a", "x", provider.NoCompare)}, nil, " !a?"},
		{"optional and missing", provider.Attrs{str("a", "x", provider.Optional)}, nil, ""},
		{"optional on both sides", provider.Attrs{str("a", "x", provider.Optional)}, provider.Attrs{str("a", "y", 0)}, " a"},
		{"modes of two checkouts", provider.Attrs{mode(0o644)}, provider.Attrs{mode(0o664)}, ""},
		{"executable for some", provider.Attrs{mode(0o755)}, provider.Attrs{mode(0o710)}, ""},
		{"executable or not", provider.Attrs{mode(0o755)}, provider.Attrs{mode(0o644)}, " mode"},
		{"mode and text", provider.Attrs{mode(0)}, provider.Attrs{str("mode", "", 0)}, " mode"},
	} {
		t.Run(c.name, func(t *testing.T) {
			diff := c.src.Diff(c.old)
			for range 2 { // it may be used any number of times
				got := ""
				for d := range diff {
					got += " "
					if !d.Matters() {
						got += "!"
					}
					got += d.Name
					if d.Missing {
						got += "?"
					}
				}
				require.Equal(t, c.want, got)
			}
		})
	}
	for d := range (provider.Attrs{str("a", "new", provider.Secret), str("b", "", 0)}).Diff(provider.Attrs{str("a", "old", 0)}) {
		require.Equal(t, "a old new 4 false", fmt.Sprint(d.Name, " ", d.Old, " ", d.New, " ", d.Flags, " ", d.Missing))
		break
	}
}

// Comparing is done for every object on both sides.
func BenchmarkDiff(b *testing.B) {
	attrs := func() provider.Attrs {
		return provider.Attrs{
			{Name: provider.AttrSize, Value: provider.Int(1)}, {Name: provider.AttrAttributes, Value: provider.String("Normal")},
			{Name: provider.AttrLastWriteTime, Value: provider.Time(time.Unix(1, 2))}, {Name: provider.AttrMode, Value: provider.Mode(0o644)},
		}
	}
	x, y := attrs(), attrs()
	b.ReportAllocs()
	for b.Loop() {
		for range x.Diff(y) {
			b.Fatal("no difference")
		}
	}
}
