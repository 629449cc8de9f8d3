package pkg

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/provider"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	require.NoError(t, err)
	return loc
}

// Recorded: package/odd-seconds, and the listings of timezones/roundtrip-*.
func TestDOSTime(t *testing.T) {
	utc := func(s string) time.Time {
		v, err := time.Parse("2006-01-02T15:04:05.999999999", s)
		require.NoError(t, err)
		return v
	}
	for _, c := range []struct {
		name, t, zone, want string
	}{
		{"even", "2021-03-04T05:06:08", "UTC", "2021-03-04T05:06:08"},
		{"odd", "2021-03-04T05:06:07", "UTC", "2021-03-04T05:06:06"},
		{"fraction", "2021-12-31T23:59:59.999999999", "UTC", "2021-12-31T23:59:58"},
		{"local", "2021-03-04T05:06:06", "Asia/Kolkata", "2021-03-04T05:06:06"},
		{"west", "2020-01-01T00:00:00", "America/New_York", "2020-01-01T00:00:00"},
		{"summer", "2021-07-15T00:00:00", "America/New_York", "2021-07-15T00:00:00"},
		{"before 1980", "1975-01-01T00:00:00", "UTC", "1980-01-01T00:00:00"},
		{"after 2107", "2200-01-01T00:00:00", "UTC", "2107-12-31T23:59:58"},
	} {
		t.Run(c.name, func(t *testing.T) {
			loc := zone(t, c.zone)
			require.Equal(t, utc(c.want), fromDOS(dosTime(utc(c.t), loc), loc).UTC())
		})
	}
	require.Equal(t, uint32(0x5264_28C3), dosTime(utc("2021-03-04T05:06:06"), time.UTC))
	require.Equal(t, "05:30:00", fromDOS(dosTime(utc("2020-01-01T00:00:00"), zone(t, "Asia/Kolkata")), time.UTC).Format("15:04:05"))
}

func TestDOSTimeThatDoesNotExist(t *testing.T) {
	require.Equal(t, time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC), fromDOS(0, time.UTC))
	require.NotPanics(t, func() { fromDOS(0xFFFFFFFF, time.UTC) })
}

// A time in UTC beside the DOS time is used if both can be one moment.
func TestModified(t *testing.T) {
	e := entry{time: dosTime(time.Date(2021, 3, 4, 5, 6, 8, 0, time.UTC), time.UTC)}
	at := time.Date(2021, 3, 4, 5, 6, 7, 0, time.UTC)
	require.Equal(t, at.Add(time.Second), e.modified(time.UTC).UTC())
	e.unixTime = uint32(at.Unix())
	require.Equal(t, at, e.modified(zone(t, "Asia/Kolkata")).UTC())
	e.unixTime = uint32(at.Add(-5*time.Hour - 30*time.Minute).Unix())
	require.Equal(t, at.Add(-5*time.Hour-30*time.Minute), e.modified(time.UTC).UTC())
	e.unixTime = uint32(at.AddDate(0, 1, 0).Unix())
	require.Equal(t, at.Add(time.Second), e.modified(time.UTC).UTC())
}

// Recorded: package/readonly, package/names.
func TestDOSAttributes(t *testing.T) {
	for ext, want := range map[uint32]string{
		0x80: "Normal", 0: "Normal", 0x20: "Normal", 1: "ReadOnly", 3: "ReadOnly, Hidden", 2: "Hidden", 6: "Hidden, System",
		7: "ReadOnly, Hidden, System", 0x821: "ReadOnly", 0x81a40001: "ReadOnly",
	} {
		require.Equal(t, want, dosAttributes(ext), "%#x", ext)
	}
	for s, want := range map[string]uint32{
		"Normal": 0x80, "": 0x80, "ReadOnly": 1, "readonly,hidden": 3, "Hidden, System": 6, "Archive": 0x80, "ReadOnly, Archive": 1,
	} {
		require.Equal(t, want, parseDOS(s), s)
	}
}

func TestExternalAttributes(t *testing.T) {
	object := func(kind provider.Kind, attributes string, more ...provider.Attr) *provider.Object {
		list := provider.Attrs{{Name: provider.AttrAttributes, Value: provider.String(attributes)}}
		return &provider.Object{Kind: kind, Attrs: append(list, more...)}
	}
	mode := func(m uint32) provider.Attr { return provider.Attr{Name: provider.AttrMode, Value: provider.Mode(m)} }
	for _, c := range []struct {
		name  string
		o     *provider.Object
		exact bool
		want  uint32
	}{
		{"file", object(provider.FilePath, "Normal"), false, 0x80},
		{"ordinary mode", object(provider.FilePath, "Normal", mode(0o644)), false, 0x80},
		{"read-only", object(provider.FilePath, "ReadOnly", mode(0o444)), false, 0x01},
		{"hidden", object(provider.FilePath, "Hidden", mode(0o644)), false, 0x02},
		{"script", object(provider.FilePath, "Normal", mode(0o755)), false, 0x81ed0080},
		{"secret", object(provider.FilePath, "Normal", mode(0o600)), false, 0x81800080},
		{"setuid", object(provider.FilePath, "Normal", mode(0o4755)), false, 0x89ed0080},
		{"folder", object(provider.DirPath, "Directory", mode(0o755)), false, 0x10},
		{"closed folder", object(provider.DirPath, "Directory", mode(0o700)), false, 0x41c00010},
		{"exact file", object(provider.FilePath, "Normal"), true, 0x81a40080},
		{"exact folder", object(provider.DirPath, "Directory"), true, 0x41ed0010},
		{"carried", object(provider.FilePath, "Normal", carried(attrExternal, provider.Int(0x20))), false, 0x20},
		{"carried, changed since", object(provider.FilePath, "ReadOnly", carried(attrExternal, provider.Int(0x20))), false, 0x01},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, externalAttributes(c.o, c.exact)) })
	}
	require.True(t, fromUnix(0x81ed0080))
	require.True(t, fromUnix(0x41c00010))
	require.False(t, fromUnix(0x01800000), "a mode without a type means nothing")
	require.False(t, fromUnix(0xA1FF0000), "a link is no file")
}
