package confedit

import (
	"fmt"
	"strings"
	"unicode"
)

func (envFormat) write(text string, n *Node, v value) (string, error) {
	s, old := v.text, text[n.start:n.end]
	if strings.ContainsRune(s, 0) {
		return "", fmt.Errorf("%w: variables hold no NUL", ErrNotWritable)
	}
	after := strings.TrimSpace(text[n.end:lineEnd(text, n.end)])
	lines := strings.Contains(old, "\n") // then whoever reads the file can do so
	quote := string(rune(n.form.(byte)))
	switch {
	case quote == "\x00" && envBare(s) && (s != "" || after == ""):
		return s, nil
	case quote == `"` && envRaw(s, lines) && !strings.ContainsAny(s, "\"$`\\"),
		quote == "`" && envRaw(s, lines) && !strings.Contains(s, quote):
		return quote + s + quote, nil
	case envRaw(s, lines) && !strings.Contains(s, "'"):
		return "'" + s + "'", nil
	}
	s = envEscape.Replace(s)
	if !lines {
		s = strings.ReplaceAll(s, "\n", `\n`)
	}
	return `"` + s + `"`, nil
}

// envEscape puts the escapes in that there must be between double quotes.
var envEscape = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `$`, `\$`, "\r", `\r`)

// envBare reports whether s can stand without quotes.
func envBare(s string) bool {
	return strings.TrimSpace(s) == s && !strings.ContainsFunc(s, func(r rune) bool {
		return r != ' ' && unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("'\"`#$\\\uFEFF", r)
	})
}

// envRaw reports whether s can stand between quotes as it is. A line break can
// only with lines: whoever reads line by line would take what follows it for
// assignments. Some readers turn CR into LF, two backslashes into one, or take
// the quote after a backslash for a part of the value.
func envRaw(s string, lines bool) bool {
	return !strings.Contains(s, "\r") && (lines || !strings.Contains(s, "\n")) &&
		!strings.Contains(s, `\\`) && !strings.HasSuffix(s, `\`)
}
