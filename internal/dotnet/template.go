package dotnet

import (
	"errors"
	"math"
	"strings"

	"github.com/dlclark/regexp2/syntax"
)

// template is a replacement text, taken apart.
type template []part

type part struct {
	kind partKind
	text string // of partText
	slot int    // of partGroup: place among the groups
}

type partKind int

const (
	partText partKind = iota
	partGroup
	partBefore
	partAfter
	partWhole
)

var errGroupTooLarge = errors.New("the replacement refers to a group number above 2147483647")

// parseTemplate reads a replacement text by the rules of .NET, for the groups of b.
func (b *backtracker) parseTemplate(s string) (template, error) {
	var t template
	for s != "" {
		i := strings.IndexByte(s, '$')
		if i < 0 {
			return t.literal(s), nil
		}
		t = t.literal(s[:i])
		p, n, err := b.parseDollar(s[i+1:])
		if err != nil {
			return nil, err
		}
		if n == 0 {
			p = part{text: "$"}
		}
		if p.kind == partText {
			t = t.literal(p.text)
		} else {
			t = append(t, p)
		}
		s = s[i+1+n:]
	}
	return t, nil
}

// literal appends text to t, joining it to a text already at the end.
func (t template) literal(text string) template {
	if n := len(t); n > 0 && t[n-1].kind == partText {
		t[n-1].text += text
		return t
	}
	if text == "" {
		return t
	}
	return append(t, part{text: text})
}

// parseDollar reads what follows a "$" and returns its meaning and its length in bytes,
// which is 0 if the "$" means nothing.
func (b *backtracker) parseDollar(s string) (part, int, error) {
	if s == "" {
		return part{}, 0, nil
	}
	switch s[0] {
	case '$':
		return part{text: "$"}, 1, nil
	case '&':
		return part{kind: partGroup}, 1, nil
	case '`':
		return part{kind: partBefore}, 1, nil
	case '\'':
		return part{kind: partAfter}, 1, nil
	case '+':
		return part{kind: partGroup, slot: len(b.slots) - 1}, 1, nil
	case '_':
		return part{kind: partWhole}, 1, nil
	case '{':
		return b.parseBraced(s)
	}
	number, n, err := decimal(s)
	if slot, ok := b.slots[number]; ok && n > 0 && err == nil {
		return part{kind: partGroup, slot: slot}, n, nil
	}
	return part{}, 0, err
}

// parseBraced reads "{1}" or "{name}".
func (b *backtracker) parseBraced(s string) (part, int, error) {
	number, n, err := decimal(s[1:])
	if err != nil {
		return part{}, 0, err
	}
	if n == 0 {
		n = wordLen(s[1:])
		number = b.re.GroupNumberFromName(s[1 : 1+n])
	}
	slot, ok := b.slots[number]
	if !ok || n == 0 || !strings.HasPrefix(s[1+n:], "}") {
		return part{}, 0, nil
	}
	return part{kind: partGroup, slot: slot}, n + 2, nil
}

// decimal reads the digits that s begins with; n is how many.
func decimal(s string) (number, n int, err error) {
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		digit := int(s[n] - '0')
		if number > (math.MaxInt32-digit)/10 {
			return 0, 0, errGroupTooLarge
		}
		number = number*10 + digit
		n++
	}
	return number, n, nil
}

// wordLen returns the length of the group name that s begins with.
func wordLen(s string) int {
	for i, r := range s {
		if !syntax.IsWordChar(r) {
			return i
		}
	}
	return len(s)
}

// usesGroups reports whether expand needs the offsets of groups besides the whole match.
func (t template) usesGroups() bool {
	for _, p := range t {
		if p.kind == partGroup && p.slot > 0 {
			return true
		}
	}
	return false
}

// expand writes what t stands for at one match in s.
func (t template) expand(b *strings.Builder, s string, loc []int) {
	for _, p := range t {
		switch p.kind {
		case partText:
			b.WriteString(p.text)
		case partGroup:
			if from, to := loc[2*p.slot], loc[2*p.slot+1]; from >= 0 {
				b.WriteString(s[from:to])
			}
		case partBefore:
			b.WriteString(s[:loc[0]])
		case partAfter:
			b.WriteString(s[loc[1]:])
		case partWhole:
			b.WriteString(s)
		}
	}
}
