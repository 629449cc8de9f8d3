package cmdline

import (
	"fmt"
	"strconv"
	"strings"
)

// A Level is the value of -verbose: the least important kind of message that is
// still printed. More messages have a greater level. The zero value is LevelInfo,
// the default of Web Deploy.
type Level int

// The levels. In the command language they are also the numbers 0 to 4.
const (
	LevelOff Level = iota - 3
	LevelError
	LevelWarning
	LevelInfo
	LevelVerbose
)

// String returns the name of the level in the command language. Levels beyond
// the ends have the name of the end.
func (l Level) String() string {
	switch {
	case l <= LevelOff:
		return "Off"
	case l == LevelError:
		return "Error"
	case l == LevelWarning:
		return "Warning"
	case l == LevelInfo:
		return "Info"
	default:
		return "Verbose"
	}
}

// parseLevel reads a level: a name in any case or a number. Numbers beyond the
// ends count as the end. Nothing at all means LevelVerbose.
func parseLevel(s string) (Level, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return LevelVerbose, nil
	}
	for l := LevelOff; l <= LevelVerbose; l++ {
		if strings.EqualFold(l.String(), s) {
			return l, nil
		}
	}
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil {
		return 0, badLevel(s, fmt.Errorf("'%s' is neither the name nor the number of a level", s))
	}
	first, last := int64(LevelOff), int64(LevelVerbose)
	return Level(min(max(first+n, first), last)), nil
}
