package param

import (
	"strings"
)

// maxValue limits what references may make of a value.
const maxValue = 16 << 20

// resolve returns the value of p, a parameter of s: what it is set to, or its
// default with references replaced. It is not set if p has neither.
func (s Set) resolve(p *Parameter) (Value, error) {
	if p.Value.IsSet() {
		return p.Value.in(p.Tags), nil
	}
	v := p.Default.in(p.Tags)
	if !strings.Contains(v.text, "{") {
		return v, nil
	}
	for _, q := range s {
		with := q.raw()
		if !with.IsSet() {
			continue
		}
		text, n := replaceReference(v.text, q.Name, with.text)
		if len(text) > maxValue {
			return v, failure("The value of parameter '"+p.Name+"' grows too large by its references.", nil)
		}
		if n > 0 {
			v.text, v.secret = text, v.secret || with.secret
		}
	}
	return v, nil
}

// raw is what a reference to p stands for. References in it are not replaced
// as such, but those to parameters further down are when their turn comes
// (recorded: parameters/use-refs, parameters/deploy-braces).
func (p *Parameter) raw() Value {
	if p.Value.IsSet() {
		return p.Value.in(p.Tags)
	}
	return p.Default.in(p.Tags)
}

// replaceReference replaces every {name} in text and counts them.
func replaceReference(text, name, with string) (string, int) {
	var b strings.Builder
	n := 0
	for b.Len() <= maxValue {
		i, end := findReference(text, name)
		if i < 0 {
			break
		}
		n++
		b.WriteString(text[:i])
		b.WriteString(with)
		text = text[end:]
	}
	b.WriteString(text)
	return b.String(), n
}

// findReference returns where the first {name} in text begins and ends. Names
// may hold braces, so every closing one is tried that is not too far away.
func findReference(text, name string) (start, end int) {
	const widest = 3 // bytes that one of a name may take in another case
	for i := 0; i < len(text); i++ {
		if text[i] != '{' {
			continue
		}
		rest := text[i+1:]
		for j := 0; j < len(rest) && j <= len(name)*widest; j++ {
			if rest[j] == '}' && strings.EqualFold(rest[:j], name) {
				return i, i + j + len("{}")
			}
		}
	}
	return -1, -1
}
