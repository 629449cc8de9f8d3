package confedit

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// yamlStyle is the way a value is written.
type yamlStyle uint8

const (
	yamlPlain yamlStyle = iota // as aliases, and whatever else has no quotes
	yamlSingle
	yamlDouble
	yamlBlock // literal and folded
)

// yamlForm is how a node was written, and what has to stand around what
// replaces it.
type yamlForm struct {
	style  yamlStyle
	flow   bool        // within [ ] or { }
	tag    string      // that is written before it, or ""
	word   string      // of a truth value what is written
	before string      // what replaces it
	after  string      // what replaces it: comments
	block  *yamlScalar // of a block scalar
}

// A yamlReader makes nodes of those of the parser: it finds out where they end
// by going through the text with them.
type yamlReader struct {
	text    string
	lines   []int // where they begin
	tooDeep bool

	line, column, at int // the place that offset has found last

	anchors  map[*yaml.Node]string // what Node.alias is for their aliases
	named    map[string]int        // how often an anchor has been defined
	anchored map[*yaml.Node]*Node  // what has an anchor
}

// A yamlPlace is where a node is.
type yamlPlace struct {
	at     int  // behind what comes before it, or -1
	indent int  // the column of the block collection that it is in, or -1
	flow   bool // within [ ] or { }
	levels int  // how many more there may be
}

func (p yamlPlace) within(indent int, flow bool) yamlPlace {
	return yamlPlace{at: -1, indent: indent, flow: flow, levels: p.levels - 1}
}

func (p yamlPlace) behind(at int) yamlPlace {
	p.at = at
	return p
}

const lost = "is written in a way in which its end cannot be found with certainty"

// read returns y as a node, and where it ends.
func (r *yamlReader) read(y *yaml.Node, p yamlPlace) (*Node, int) {
	form := &yamlForm{flow: p.flow}
	n := &Node{form: form}
	if p.levels == 0 {
		r.tooDeep = true
		return n, -1
	}
	if y.Anchor != "" {
		r.named[y.Anchor]++
		r.anchors[y] = y.Anchor + " " + strconv.Itoa(r.named[y.Anchor])
		r.anchored[y] = n
	}
	n.Kind, n.Value = yamlValue(y)
	if n.Kind == Bool {
		form.word = y.Value
	}
	if y.Style&yaml.TaggedStyle != 0 {
		form.tag = y.ShortTag()
	}
	if emptyYAML(y) {
		return n, r.readEmpty(n, y, p)
	}
	begin := r.offset(y.Line, y.Column)
	content, bare := begin, p.at
	if y.Kind != yaml.AliasNode && r.firstKey(y) != begin {
		if end := r.properties(begin, r.second(y)); end > begin {
			content, bare = r.skip(end), end
			if content == end { // which readers of YAML 1.2 take for a part of the anchor
				n.fixed = lost
			}
		}
	}
	n.start, n.end = content, -1
	switch y.Kind {
	case yaml.AliasNode:
		n.alias = r.anchors[y.Alias]
		if strings.HasPrefix(r.text[begin:], "*"+y.Value) {
			n.end = begin + 1 + len(y.Value)
		}
	case yaml.ScalarNode:
		n.end = r.scalar(n, y, p)
	case yaml.SequenceNode, yaml.MappingNode:
		r.collection(n, y, p, bare)
	}
	if n.end < 0 || p.at >= 0 && r.skip(p.at) != begin {
		n.fixed = lost
	}
	return n, n.end
}

// yamlValue returns the kind and the value of y, or of what it stands for.
func yamlValue(y *yaml.Node) (Kind, string) {
	if y.Kind == yaml.AliasNode {
		y = y.Alias
	}
	switch y.Kind {
	case yaml.MappingNode:
		return Object, ""
	case yaml.SequenceNode:
		return Array, ""
	}
	k := yamlKind(y.ShortTag())
	switch k {
	case Null:
		return k, ""
	case Bool:
		return k, strings.ToLower(y.Value)
	}
	return k, y.Value
}

// yamlKind returns the kind of scalars with that tag.
func yamlKind(tag string) Kind {
	switch tag {
	case "!!int", "!!float":
		return Number
	case "!!bool":
		return Bool
	case "!!null":
		return Null
	}
	return String
}

// second says which second property is one of y.
func (r *yamlReader) second(y *yaml.Node) func(byte, int) bool {
	return func(indicator byte, at int) bool {
		switch {
		case indicator == '&':
			return y.Anchor != ""
		case y.Style&yaml.TaggedStyle != 0:
			return true
		}
		// The tag "!" leaves no trace.
		return at != r.firstKey(y) && (y.Kind != yaml.ScalarNode || y.Value != "")
	}
}

// firstKey returns where the first name in a mapping begins, or -1.
func (r *yamlReader) firstKey(y *yaml.Node) int {
	if y.Kind != yaml.MappingNode || len(y.Content) == 0 {
		return -1
	}
	return r.offset(y.Content[0].Line, y.Content[0].Column)
}

// emptyYAML reports whether y is a scalar that has no text and no quotes.
func emptyYAML(y *yaml.Node) bool {
	return y.Kind == yaml.ScalarNode && y.Value == "" && y.Style&^yaml.TaggedStyle == 0
}

// readEmpty reads a scalar that has no text. What replaces it comes behind its
// properties, or else behind the indicator before it.
func (r *yamlReader) readEmpty(n *Node, y *yaml.Node, p yamlPlace) int {
	n.form.(*yamlForm).before = " "
	end := p.at
	if p.at >= 0 {
		begin := r.skip(p.at)
		hasTag := begin < len(r.text) && r.text[begin] == '!' // as "!", which leaves no trace
		if y.Anchor != "" || y.Style&yaml.TaggedStyle != 0 || hasTag && begin == r.offset(y.Line, y.Column) {
			end = r.properties(begin, r.second(y))
			if next := r.skip(end); end == begin || next < len(r.text) && r.text[next] == '!' { // which may be another
				end = -1
			}
		}
	}
	n.start, n.end = end, end
	if end < 0 {
		n.fixed = lost
	}
	return end
}

// scalar returns where the scalar ends that begins at n.start.
func (r *yamlReader) scalar(n *Node, y *yaml.Node, p yamlPlace) int {
	form := n.form.(*yamlForm)
	var first byte
	if n.start < len(r.text) {
		first = r.text[n.start]
	}
	switch {
	case y.Style&yaml.DoubleQuotedStyle != 0 && first == '"':
		form.style = yamlDouble
		return r.doubleEnd(n.start)
	case y.Style&yaml.SingleQuotedStyle != 0 && first == '\'':
		form.style = yamlSingle
		return r.singleEnd(n.start)
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 && (first == '|' || first == '>'):
		form.style = yamlBlock
		form.block = readYAMLScalar(r.text, n.start, p.indent)
		if form.block.value != y.Value || r.columnOf(n.start) <= p.indent { // where nothing else can stand
			return -1
		}
		return form.block.end
	case y.Style&^yaml.TaggedStyle == 0:
		return r.plainEnd(n.start, y.Value)
	}
	return -1
}
