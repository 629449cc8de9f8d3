package xmledit

import (
	"errors"
	"strings"
)

// A token is a word of an XPath expression.
type token struct {
	text string
	kind tokenKind
}

type tokenKind uint8

const (
	tokenEnd    tokenKind = iota
	tokenSymbol           // an operator too, if it is a word
	tokenName             // a, p:a or p:*
	tokenLiteral
	tokenNumber
)

// symbols of more than one character come first.
func symbols() []string {
	return []string{"//", "..", "::", "!=", "<=", ">=", "/", ".", "@", "(", ")", "[", "]", ",", "|", "+", "-", "=", "<", ">", "*", "$"}
}

// tokenize takes an expression apart. A word or a star where only an operator
// can stand becomes a symbol.
func tokenize(s string) ([]token, error) {
	var list []token
	for {
		s = strings.TrimLeft(s, " \t\r\n")
		if s == "" {
			return list, nil
		}
		t, err := firstToken(s)
		if err != nil {
			return nil, err
		}
		s = s[len(t.text):]
		switch {
		case t.kind == tokenName && operandEnds(list):
			t.kind = tokenSymbol
		case t.text == "*" && !operandEnds(list):
			t.kind = tokenName
		}
		list = append(list, t)
	}
}

// operandEnds reports whether list ends with what an operator can follow.
func operandEnds(list []token) bool {
	if len(list) == 0 {
		return false
	}
	last := list[len(list)-1]
	if last.kind != tokenSymbol {
		return true
	}
	switch last.text {
	case ")", "]", ".", "..":
		return true
	}
	return false
}

func firstToken(s string) (token, error) {
	switch c := s[0]; {
	case c == '"' || c == '\'':
		i := strings.IndexByte(s[1:], c)
		if i < 0 {
			return token{}, errors.New("there is an unclosed string")
		}
		return token{text: s[:i+2], kind: tokenLiteral}, nil
	case isDigit(c) || c == '.' && len(s) > 1 && isDigit(s[1]):
		n := strings.IndexFunc(s, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
		if n < 0 {
			n = len(s)
		}
		if strings.Count(s[:n], ".") > 1 {
			return token{}, errors.New("a number has two points")
		}
		return token{text: s[:n], kind: tokenNumber}, nil
	}
	if n := qualifiedLength(s); n > 0 {
		return token{text: s[:n], kind: tokenName}, nil
	}
	for _, sym := range symbols() {
		if strings.HasPrefix(s, sym) {
			return token{text: sym, kind: tokenSymbol}, nil
		}
	}
	return token{}, errors.New("there is an invalid character")
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// qualifiedLength returns the length of the name that s begins with: a, p:a or
// p:*, but a of a::b.
func qualifiedLength(s string) int {
	n := localLength(s)
	if n == 0 || !strings.HasPrefix(s[n:], ":") || strings.HasPrefix(s[n:], "::") {
		return n
	}
	if strings.HasPrefix(s[n+1:], "*") {
		return n + 2
	}
	if m := localLength(s[n+1:]); m > 0 {
		return n + 1 + m
	}
	return n
}

// localLength is nameLength for names without colons.
func localLength(s string) int {
	n := nameLength(s)
	if i := strings.IndexByte(s[:n], ':'); i >= 0 {
		return i
	}
	return n
}
