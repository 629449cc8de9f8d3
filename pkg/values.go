package pkg

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"github.com/webdeploy-go/webdeploy/provider"
)

// Attributes that are not text are written as their bytes in Base64, with a
// second attribute that names their type (recorded: package/manifest-mixed).
const (
	typePrefix   = "Microsoft.Web.Deployment.DeploymentObject"
	typeSuffix   = "AttributeValue"
	typeBoolean  = typePrefix + "Boolean" + typeSuffix
	typeInt64    = typePrefix + "Int64" + typeSuffix
	typeDateTime = typePrefix + "DateTime" + typeSuffix
)

// formatValue returns the text of v in archive.xml, and the name of its type,
// which is empty for text.
func formatValue(v provider.Value) (text, typ string) {
	switch v.Kind() {
	case provider.BoolKind:
		b := byte(0)
		if v.Bool() {
			b = 1
		}
		return base64.StdEncoding.EncodeToString([]byte{b}), typeBoolean
	case provider.IntKind:
		return formatInt64(v.Int()), typeInt64
	case provider.TimeKind:
		return formatInt64(toBinary(v.Time())), typeDateTime
	}
	return v.String(), ""
}

func formatInt64(n int64) string {
	return base64.StdEncoding.EncodeToString(binary.LittleEndian.AppendUint64(nil, uint64(n)))
}

// parseValue returns the value that text stands for in an attribute of the
// given type. Values of types that it does not know stay text.
func parseValue(text, typ string) (provider.Value, error) {
	size := 0
	switch {
	case strings.EqualFold(typ, typeBoolean):
		size = 1
	case strings.EqualFold(typ, typeInt64), strings.EqualFold(typ, typeDateTime):
		size = 8
	default:
		return provider.String(text), nil
	}
	b, err := base64.StdEncoding.DecodeString(text)
	if err == nil && len(b) != size {
		err = fmt.Errorf("%d bytes where there must be %d", len(b), size)
	}
	if err != nil {
		return provider.Value{}, err
	}
	if size == 1 {
		return provider.Bool(b[0] != 0), nil
	}
	n := int64(binary.LittleEndian.Uint64(b))
	if strings.EqualFold(typ, typeInt64) {
		return provider.Int(n), nil
	}
	t, err := fromBinary(n)
	return provider.Time(t), err
}

// A DateTime of .NET counts tenths of microseconds from the year 1 in its lower
// 62 bits; the upper two say that it is UTC (01), local (10 and 11) or neither.
const (
	ticksMask    = 1<<62 - 1
	ticksUTC     = 1 << 62
	ticksUnix    = 621355968000000000
	ticksDay     = 864000000000
	ticksSecond  = 10000000
	firstSeconds = -9214560000 // 1678
	lastSeconds  = 9214646400  // 2262
)

func toBinary(t time.Time) int64 {
	return (t.Unix()*ticksSecond+int64(t.Nanosecond())/100+ticksUnix)&ticksMask | ticksUTC
}

// fromBinary is the reverse of toBinary. Local times were converted to UTC when
// they were written, which can make them negative; they are UTC here as well.
func fromBinary(n int64) (time.Time, error) {
	ticks := n & ticksMask
	if ticks > ticksMask-ticksDay {
		ticks -= ticksMask + 1
	}
	ticks -= ticksUnix
	sec, rest := ticks/ticksSecond, ticks%ticksSecond
	if sec < firstSeconds || sec > lastSeconds {
		return time.Time{}, fmt.Errorf("a time %d seconds from 1970 is out of range", sec)
	}
	return time.Unix(sec, rest*100).UTC(), nil
}
