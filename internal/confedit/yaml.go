package confedit

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// yamlFormat is YAML 1.1 and what of 1.2 the parser knows. The parser says where
// values begin; where they end is found by reading them again (see yamlReader).
type yamlFormat struct{}

func (yamlFormat) exactCase() bool { return false }

func (yamlFormat) parse(text string) ([]*Node, error) {
	if at := strings.IndexRune(text, '\ufeff'); at >= 0 { // the parser drops characters after it
		return nil, syntaxError(text, at, "There is a byte order mark within this file.")
	}
	// What Parse counts leaves out the indicators of values within each other.
	if strings.Count(text, "- ")+strings.Count(text, "? ") > maxParts {
		return nil, ErrTooLarge
	}
	r := &yamlReader{text: text, lines: yamlLines(text), anchors: map[*yaml.Node]string{}, named: map[string]int{}, anchored: map[*yaml.Node]*Node{}}
	dec := yaml.NewDecoder(strings.NewReader(r.asVersion11()))
	var roots []*Node
	for {
		doc, err := decodeYAML(dec)
		if errors.Is(err, io.EOF) {
			return roots, nil
		}
		if err != nil {
			return nil, yamlError(text, err)
		}
		root, _ := r.read(doc.Content[0], yamlPlace{at: -1, indent: -1, levels: maxDepth})
		if r.tooDeep {
			return nil, ErrTooLarge
		}
		roots = append(roots, root)
	}
}

// decodeYAML returns the next document. The parser panics on some malformed
// files; to the user that is an error of the file as any other.
func decodeYAML(dec *yaml.Decoder) (doc *yaml.Node, err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("yaml: it cannot be read")
		}
	}()
	doc = &yaml.Node{}
	err = dec.Decode(doc)
	return doc, err
}

// yamlLate are the errors whose line the parser counts from 0.
var yamlLate = []string{
	"did not find expected <document start>", "found undefined tag handle", "did not find expected node content",
	"did not find expected '-' indicator", "did not find expected key", "did not find expected ',' or ']'",
	"did not find expected ',' or '}'", "found duplicate %YAML directive", "found incompatible YAML document",
	"found duplicate %TAG directive",
}

// yamlError returns err, which names the line in its text, as our own.
func yamlError(text string, err error) error {
	reason := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if place, rest, ok := strings.Cut(reason, ": "); ok {
		if n, err := strconv.Atoi(strings.TrimPrefix(place, "line ")); err == nil {
			line, reason = n, rest
			if slices.Contains(yamlLate, reason) {
				line++
			}
		}
	}
	if name, ok := strings.CutPrefix(reason, "unknown anchor '"); ok { // it is from the file, and may be a secret
		name, _, _ = strings.Cut(name, "'")
		return syntaxError(text, strings.Index(text, "*"+name), "This is not YAML: an alias has no anchor.")
	}
	return &SyntaxError{Line: line, Reason: "This is not YAML: " + reason + "."}
}

// asVersion11 returns the text with 1.1 in every directive %YAML that names a
// later 1.x, which the parser refuses. Nothing moves by it.
func (r *yamlReader) asVersion11() string {
	if !strings.Contains(r.text, "%YAML") {
		return r.text
	}
	text := []byte(r.text)
	prologue := true // of a document, where directives are
	for _, at := range r.lines {
		line := r.text[at:]
		if !prologue {
			prologue = strings.HasPrefix(line, "...") && blankAt(line, 3)
			continue
		}
		if rest, ok := strings.CutPrefix(line, "%YAML"); ok {
			version := strings.TrimLeft(rest, " \t")
			if len(version) > 2 && version[:2] == "1." && version[2] >= '2' && version[2] <= '9' && blankAt(version, 3) {
				text[len(r.text)-len(version)+2] = '1'
			}
			continue
		}
		rest := strings.TrimLeft(line, " \t")
		prologue = strings.HasPrefix(line, "%") || strings.HasPrefix(rest, "#") || breakAt(rest, 0) > 0
	}
	return string(text)
}
