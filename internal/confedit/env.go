package confedit

import (
	"strings"
	"unicode"
)

// envFormat is .env: lines NAME=value, with "export" before them or not. Other
// lines, such as NAME: value, hold nothing.
//
// Readers differ. What is a value and where it ends is as docker compose has it:
// quotes count at the beginning of a value only, "\'" does not end single ones,
// and a comment begins with " #", but not with "#" after anything else. Backticks
// quote as they do for Node. A value of which these and the other libraries (for
// Python, Ruby, .NET) do not agree where it ends is not replaced.
//
// What is written is what they read alike, as far as there is such a way: no
// quotes, or single ones, between which nothing stands for anything else (but
// the libraries of Node and Python expand variables even there). Double quotes
// stay for a text that needs no escapes. With escapes they are the last resort:
// compose and .NET undo all of them, Node only \n and \r, Python all but \$,
// Ruby all but \n.
type envFormat struct{}

func (envFormat) exactCase() bool { return true }

func (envFormat) parse(text string) ([]*Node, error) {
	root := &Node{Kind: Object, fixed: wholeFile}
	for at := 0; at < len(text); {
		end := lineEnd(text, at)
		if name, start := envName(text[at:end]); name != "" {
			n := root.add(&Node{Key: name})
			var err error
			if end, err = envValue(n, text, at+start); err != nil {
				return nil, err
			}
		}
		at = end + 1
	}
	return []*Node{root}, nil
}

// lineEnd returns where the line ends that an offset is in.
func lineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(text)
}

// envName returns the name that a line assigns to, and where its value begins,
// or "".
func envName(line string) (string, int) {
	name, _, found := strings.Cut(line, "=")
	start := len(name) + 1
	name = strings.TrimSpace(name)
	if rest, ok := strings.CutPrefix(name, "export"); ok && strings.TrimLeft(rest, " \t") != rest {
		name = strings.TrimSpace(rest)
	}
	if !found || strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !strings.ContainsRune("_.-[]", r)
	}) {
		return "", 0
	}
	return name, start
}

// envValue fills n with the value that begins at an offset and returns where the
// line ends in which it ends.
func envValue(n *Node, text string, at int) (int, error) {
	end := lineEnd(text, at)
	rest := strings.TrimLeftFunc(text[at:end], unicode.IsSpace)
	if rest != "" && strings.IndexByte("'\"`", rest[0]) >= 0 {
		return envQuoted(n, text, end-len(rest))
	}
	rest, _, _ = strings.Cut(text[at:end], " #")
	n.Value = strings.TrimSpace(rest)
	n.start = at // if it is empty: some readers take no blanks before it
	if n.Value != "" {
		n.start += strings.Index(rest, n.Value)
	}
	n.end = n.start + len(n.Value)
	n.form = byte(0)
	if strings.Contains(n.Value, "\r") {
		n.fixed = "has a line break that some readers do not take for one"
	}
	return end, nil
}

// envQuoted fills n with the value whose opening quote is at an offset.
func envQuoted(n *Node, text string, at int) (int, error) {
	quote := text[at]
	i := at + 1
	for ; i < len(text) && text[i] != quote; i++ {
		if text[i] == '\\' {
			i++
		}
	}
	if i >= len(text) {
		return 0, syntaxError(text, at, "A quote is opened here and not closed.")
	}
	n.start, n.end, n.form = at, i+1, quote
	n.Value = text[at+1 : i]
	end := lineEnd(text, n.end)
	switch after := strings.TrimSpace(text[n.end:end]); {
	case after != "" && after[0] != '#':
		n.fixed = "has more than one part in quotes"
	case quote == '"':
		n.Value = envUnescape.Replace(n.Value)
	case strings.Contains(n.Value, "\n") && strings.Contains(n.Value, `\`+string(rune(quote))):
		n.fixed = "has a quote that some readers take for its end"
	}
	return end, nil
}

// envUnescape undoes the escapes that there can be between double quotes.
var envUnescape = strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\t`, "\t", `\"`, `"`, `\\`, `\`, `\$`, `$`)
