package pkg

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
)

// The values are those of a real archive.xml: 540 bytes, written on 2012-03-05.
func TestParseValue(t *testing.T) {
	for _, c := range []struct {
		text, typ string
		want      provider.Value
	}{
		{"AA==", typeBoolean, provider.Bool(false)},
		{"AQ==", typeBoolean, provider.Bool(true)},
		{"HAIAAAAAAAA=", typeInt64, provider.Int(540)},
		{"c+Xec6jIzkg=", typeDateTime, provider.Time(time.Date(2012, 3, 5, 5, 32, 12, 987018700, time.UTC))},
		{"GaqtG4Io10g=", typeDateTime, provider.Time(time.Date(2019, 8, 24, 10, 59, 17, 577626500, time.UTC))},
		{"v4.0", "", provider.String("v4.0")},
		{"x", "Some.Other.Type", provider.String("x")},
	} {
		v, err := parseValue(c.text, c.typ)
		require.NoError(t, err)
		require.Equal(t, c.want.Kind(), v.Kind())
		if c.want.Kind() == provider.TimeKind {
			require.Equal(t, c.want.Time().Truncate(time.Second), v.Time().Truncate(time.Second))
			require.Zero(t, v.Time().Nanosecond()%100)
		} else {
			require.Equal(t, c.want, v)
		}
		text, typ := formatValue(v)
		if c.typ != "Some.Other.Type" {
			require.Equal(t, c.typ, typ)
		}
		require.Equal(t, c.text, text)
	}
}

func TestParseValueErrors(t *testing.T) {
	for _, c := range []struct{ name, text, typ string }{
		{"no base64", "?", typeBoolean},
		{"too short", "AA==", typeInt64},
		{"too long", "AAAA", typeBoolean},
		{"year out of range", "/////////z8=", typeDateTime},
		{"year 1", "AAAAAAAAAAA=", typeDateTime},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parseValue(c.text, c.typ)
			require.Error(t, err)
		})
	}
}

func TestDateTime(t *testing.T) {
	for _, s := range []string{"1678-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "1999-12-31T23:59:59.9999999Z", "2261-12-31T00:00:00Z"} {
		at, err := time.Parse(time.RFC3339Nano, s)
		require.NoError(t, err)
		back, err := fromBinary(toBinary(at))
		require.NoError(t, err)
		require.Equal(t, at, back)
	}
	// A local time is written in UTC, with other bits.
	utc := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	local, err := fromBinary(toBinary(utc)&ticksMask | math.MinInt64)
	require.NoError(t, err)
	require.Equal(t, utc, local)
}
