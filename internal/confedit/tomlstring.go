package confedit

import (
	"fmt"
	"strings"
)

// tomlString returns s in the style of old, or in the one next to it that can
// hold s: a string over several lines stays one.
func tomlString(old, s string) string {
	for _, quotes := range []string{"'''", `"""`} {
		if !strings.HasPrefix(old, quotes) {
			continue
		}
		// The first line break after the quotes is not a part of the string.
		head := ""
		if rest := old[len(quotes):]; strings.HasPrefix(rest, "\r\n") {
			head = "\r\n"
		} else if strings.HasPrefix(rest, "\n") || strings.HasPrefix(s, "\n") {
			head = "\n"
		}
		// Readers may turn one kind of line break into the other, so that a CR
		// is written with an escape only.
		if quotes == "'''" && !strings.Contains(s, "''") && !strings.HasSuffix(s, "'") && !tomlControls(s, "\t\n") {
			return quotes + head + s + quotes
		}
		return `"""` + head + tomlEscape(s, true) + `"""`
	}
	if old[0] == '\'' && !strings.Contains(s, "'") && !tomlControls(s, "\t") {
		return "'" + s + "'"
	}
	return tomlBasic(s)
}

// tomlBasic returns s on one line with escapes.
func tomlBasic(s string) string { return `"` + tomlEscape(s, false) + `"` }

// tomlControls reports whether s has control characters that are not in but.
func tomlControls(s, but string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return (r < ' ' || r == 0x7F) && !strings.ContainsRune(but, r)
	})
}

// tomlEscape returns s with the escapes that it needs between double quotes, or
// between three of them.
func tomlEscape(s string, lines bool) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '\\':
			b.WriteString(`\\`)
		case r == '"' && lines && i+1 < len(s) && s[i+1] != '"':
			b.WriteByte('"') // no three of them stand together
		case r == '"':
			b.WriteString(`\"`)
		case r == '\n' && lines:
			b.WriteByte('\n')
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r == 0x7F:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
