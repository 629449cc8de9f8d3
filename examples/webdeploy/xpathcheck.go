package main

import (
	"fmt"
	"slices"
	"strings"
)

// onlyXPath1 refuses what the evaluator knows beyond XPath 1.0, which msdeploy
// does not: other functions, and names with a prefix, of which there are none.
func onlyXPath1(expr string) error {
	for rest := expr; rest != ""; {
		var word string
		word, rest = xpathWord(rest)
		name := word[strings.LastIndex(word, "::")+1:]
		name = strings.TrimPrefix(name, ":")
		switch {
		case word[0] == '"' || word[0] == '\'' || !isNameByte(word[0]):
		case strings.Contains(name, ":"):
			return fmt.Errorf("the prefix of %s is not known", name)
		case strings.HasPrefix(strings.TrimLeft(rest, " \t\r\n"), "(") && !slices.Contains(beforeParenthesis(), name):
			return fmt.Errorf("there is no function %s", name)
		}
	}
	return nil
}

// xpathWord splits s, which is not empty, after the text in quotes, the name
// with its axis and prefix, or the byte that it begins with.
func xpathWord(s string) (word, rest string) {
	n := 1
	switch c := s[0]; {
	case c == '"' || c == '\'':
		if end := strings.IndexByte(s[1:], c); end >= 0 {
			n = end + 2
		}
	case isNameByte(c):
		for n < len(s) && isNameByte(s[n]) {
			n++
		}
	}
	return s[:n], s[n:]
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80 || strings.IndexByte("_-.:", c) >= 0
}

// beforeParenthesis returns the names that may come before a parenthesis in
// XPath 1.0: functions, tests of the kind of a node, and operators.
func beforeParenthesis() []string {
	return []string{
		"last", "position", "count", "id", "local-name", "namespace-uri", "name",
		"string", "concat", "starts-with", "contains", "substring-before", "substring-after", "substring",
		"string-length", "normalize-space", "translate", "boolean", "not", "true", "false", "lang",
		"number", "sum", "floor", "ceiling", "round",
		"comment", "text", "processing-instruction", "node", "and", "or", "div", "mod",
	}
}
