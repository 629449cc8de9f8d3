package command

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/webdeploy-go/webdeploy/internal/settings"
	"github.com/webdeploy-go/webdeploy/provider"
)

// Names of the settings.
const (
	withoutShell = "dontUseCommandExe"
	withoutJob   = "dontUseJobObject"
	waitAttempts = "waitAttempts"
	waitInterval = "waitInterval"
	successCodes = "successReturnCodes"
)

// The time that a command may take is documented as five seconds, which is what
// the defaults of the two settings make.
const (
	defaultAttempts = 5
	defaultInterval = 1000
)

// docs returns the settings in the order in which msdeploy lists them
// (recorded: presync/bad-setting).
func docs() []provider.SettingDoc {
	return []provider.SettingDoc{
		{Name: withoutShell, Check: settings.Bool(withoutShell), Doc: "Whether the command is run without a shell: true or false."},
		{Name: withoutJob, Check: settings.Bool(withoutJob), Doc: "Whether what the command starts may outlive it: true or false."},
		{Name: waitAttempts, Check: settings.Count(waitAttempts), Doc: "How many intervals the command may take; 5 if not given."},
		{Name: waitInterval, Check: settings.Count(waitInterval), Doc: "Milliseconds of one interval; 1000 if not given."},
		{Name: successCodes, Check: checkCodes, Doc: "The exit codes that mean success, separated by semicolons; 0 if not given."},
	}
}

// terms are what the settings say.
type terms struct {
	shell    bool
	outlive  bool // what the command starts may
	attempts int64
	interval int64    // milliseconds
	codes    []uint32 // that mean success; never empty
}

// termsOf returns what settings say that have been checked. Of two with the
// same name the first counts.
func termsOf(given provider.Settings) terms {
	t := terms{
		shell: !settings.True(given, withoutShell), outlive: settings.True(given, withoutJob),
		attempts: number(given, waitAttempts, defaultAttempts), interval: number(given, waitInterval, defaultInterval),
	}
	list, _ := given.Lookup(successCodes)
	if t.codes, _ = codes(list); t.codes == nil {
		t.codes = []uint32{0}
	}
	return t
}

func number(given provider.Settings, name string, or int64) int64 {
	v, _ := given.Lookup(name)
	n, err := strconv.ParseInt(strings.TrimSpace(v), 10, 64)
	if err != nil {
		return or
	}
	return n
}

// limit returns the time that the command may take.
func (t *terms) limit() time.Duration {
	return time.Duration(min(t.attempts*t.interval, math.MaxInt64/int64(time.Millisecond))) * time.Millisecond
}

// succeeded reports whether an exit code means success.
func (t *terms) succeeded(code uint32) bool { return slices.Contains(t.codes, code) }

// codes parses exit codes: decimal numbers, or hexadecimal ones after 0x, which
// is how events show them. Those of Windows have 32 bits, with a sign or
// without.
func codes(list string) ([]uint32, error) {
	var out []uint32
	for s := range strings.SplitSeq(list, ";") {
		s = strings.TrimSpace(s)
		if s == "" {
			continue
		}
		base, digits := 10, s
		if x, ok := strings.CutPrefix(strings.ToLower(s), "0x"); ok {
			base, digits = 16, x
		}
		n, err := strconv.ParseInt(digits, base, 64)
		if err == nil && (n < math.MinInt32 || n > math.MaxUint32) {
			err = strconv.ErrRange
		}
		if err != nil {
			return nil, err
		}
		out = append(out, uint32(n))
	}
	return out, nil
}

func checkCodes(list string) error {
	if _, err := codes(list); err != nil {
		return settings.Invalid(successCodes, list, "must be exit codes separated by semicolons")
	}
	return nil
}
