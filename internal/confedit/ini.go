package confedit

import (
	"fmt"
	"math"
	"regexp"
	"strings"
)

// iniFormat is INI, and files of the kind such as .properties: lines key=value
// or key: value, in sections or in none.
//
// Readers differ. Where they do, a value is what the most of them take for it or
// is not replaced:
//   - Comments are lines that begin with ; or #. After a value they belong to it.
//   - A backslash is a character like others, as in paths of Windows: a value
//     for a file whose reader knows escapes is given with them. Where it could
//     join two lines, neither is replaced.
//   - A line indented more than the key before it could go on with the value of
//     that key, as in Python: neither is replaced.
//   - "=" separates, unless ":" with a blank after it comes before, or alone. A
//     backslash before either makes it a part of the key, which is matched as it
//     is spelled.
//   - Double quotes around the whole value are not a part of it and stay.
type iniFormat struct{}

func (iniFormat) exactCase() bool { return false }

func (iniFormat) parse(text string) ([]*Node, error) {
	root := &Node{Kind: Object, fixed: wholeFile}
	r := iniReader{root: root}
	r.open(root)
	for at := 0; at < len(text); {
		end := lineEnd(text, at)
		if !r.line(strings.TrimSuffix(text[at:end], "\r"), at) {
			return nil, syntaxError(text, at, "A line that begins with [ is not the name of a section in brackets.")
		}
		at = end + 1
	}
	return []*Node{root}, nil
}

// An iniReader reads lines.
type iniReader struct {
	root, section *Node
	last          *Node // the key that a line with a larger indent may belong to
	indent        int   // of last
	joined        bool  // the last line ended with a backslash
}

func (r *iniReader) open(section *Node) {
	r.section, r.last, r.indent = section, &Node{}, math.MaxInt
}

// line reads the line that begins at an offset. It returns false for one that
// begins a section, but not as it should.
func (r *iniReader) line(line string, at int) bool {
	body := strings.TrimSpace(line)
	joined := r.joined
	r.joined = iniJoins(body)
	if body == "" || body[0] == ';' || body[0] == '#' {
		r.joined = r.joined && joined
		return true
	}
	indent := strings.Index(line, body)
	deeper := indent > r.indent
	if deeper {
		r.last.fixed = "may go on in the lines after it"
	}
	if body[0] == '[' {
		name, after, closed := strings.Cut(body[1:], "]")
		after = strings.TrimSpace(after)
		if closed && (after == "" || after[0] == ';' || after[0] == '#') {
			r.open(r.root.add(&Node{Kind: Object, Key: strings.TrimSpace(name), fixed: "is a section"}))
			return true
		}
		if !deeper && !joined {
			return false
		}
	}
	n := &Node{}
	if iniAssign(n, line, at) {
		r.section.add(n)
		switch {
		case joined || deeper:
			n.fixed = "may be a part of the value before it"
		case r.joined:
			n.fixed = "ends with a backslash, and may go on in the next line"
		}
	}
	if !deeper {
		r.last, r.indent = n, indent
	}
	return true
}

// iniJoins reports whether a line ends with a backslash that could join the next
// one to it.
func iniJoins(line string) bool {
	return (len(line)-len(strings.TrimRight(line, `\`)))%2 == 1
}

// iniAssign fills n with what a line that begins at an offset assigns, if it
// does.
func iniAssign(n *Node, line string, at int) bool {
	sep := iniSeparator(line)
	if sep < 0 {
		return false
	}
	n.Key = strings.TrimSpace(line[:sep])
	n.Value = strings.TrimSpace(line[sep+1:])
	if n.Key == "" {
		return false
	}
	// Blanks at the end go with the value, as to readers of .properties they
	// belong to it.
	n.start, n.end = at+len(line), at+len(line)
	if n.Value != "" {
		n.start = at + sep + 1 + strings.Index(line[sep+1:], n.Value)
	}
	if inner, ok := iniQuoted(n.Value); ok {
		n.Value = inner
		n.start++
		n.end = n.start + len(inner)
	}
	if strings.Contains(n.Value, "\r") {
		n.fixed = "has a line break that some readers do not take for one"
	}
	return true
}

// iniSeparator returns where the separator stands in a line, or -1.
func iniSeparator(line string) int {
	colon := -1
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '=':
			if colon >= 0 && strings.TrimLeft(line[colon+1:], " \t") != line[colon+1:] {
				return colon
			}
			return i
		case ':':
			if colon < 0 {
				colon = i
			}
		}
	}
	return colon
}

// iniQuoted returns what is between the double quotes around s, if that is all
// of it.
func iniQuoted(s string) (string, bool) {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return "", false
	}
	s = s[1 : len(s)-1]
	return s, !strings.Contains(s, `"`)
}

func (iniFormat) write(text string, n *Node, v value) (string, error) {
	s := v.text
	begin := strings.LastIndexByte(text[:n.start], '\n') + 1
	line := text[begin:n.start] + s
	quoted := strings.HasPrefix(text[n.end:], `"`)
	if quoted {
		line += `"`
	}
	var is Node
	switch {
	case strings.ContainsAny(s, "\r\n\x00"):
		return "", fmt.Errorf("%w: a value is one line", ErrNotWritable)
	case !iniAssign(&is, line, begin) || is.Key != n.Key || is.Value != s || is.start != n.start:
		return "", fmt.Errorf("%w: it would not be read as it is", ErrNotWritable)
	case quoted || s == "":
	case iniComment.MatchString(s):
		return "", fmt.Errorf("%w: some readers would take a part of it for a comment", ErrNotWritable)
	case iniJoins(s):
		return "", fmt.Errorf("%w: it ends with a backslash, which could join the next line to it", ErrNotWritable)
	case len(s) > 1 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0]:
		return "", fmt.Errorf("%w: some readers would take off the quotes around it", ErrNotWritable)
	}
	return s, nil
}

// iniComment matches what is a comment to some readers.
var iniComment = regexp.MustCompile(`(^|\s)[;#]`)
