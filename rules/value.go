package rules

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/webdeploy-go/webdeploy/provider"
)

// parseValue returns the value that the rewritten text is of attribute a of o
// (recorded: skip-replace/replace-missing-target).
func parseValue(o *provider.Object, a *provider.Attr, text string) (provider.Value, error) {
	v, err := a.Value.Parse(text)
	if err != nil && a.Value.Kind() == provider.TimeKind {
		v, err = parseTime(text)
	}
	if err == nil && isFileAttributes(o, a) && !validFileAttributes(text) {
		err = errNoFileAttribute
	}
	if err != nil {
		return v, &provider.Error{
			Op: "rewrite", Msg: "The attribute '" + a.Name + "' cannot have the value '" + shown(a, text) + "'.",
			Hint: "name the attributes to rewrite with targetAttributeName",
		}
	}
	return v, nil
}

var errNoFileAttribute = errors.New("no such file attribute")

// shown returns text, a value of a, unless it is secret.
func shown(a *provider.Attr, text string) string {
	if a.Flags&provider.Secret != 0 {
		return "******"
	}
	return text
}

// parseTime accepts more forms of a time than listings have, all in UTC.
func parseTime(text string) (provider.Value, error) {
	for _, layout := range []string{
		"01/02/2006", "01/02/2006 15:04",
		"2006-01-02", "2006-01-02 15:04:05", "2006-01-02T15:04:05", time.RFC3339,
	} {
		if t, err := time.Parse(layout, text); err == nil {
			return provider.Time(t), nil
		}
	}
	return provider.Value{}, errors.New("not a time")
}

// isFileAttributes reports whether a holds the attributes that Windows keeps of
// a file or folder.
func isFileAttributes(o *provider.Object, a *provider.Attr) bool {
	return strings.EqualFold(a.Name, provider.AttrAttributes) && (o.Kind.Is(provider.FilePath) || o.Kind.Is(provider.DirPath))
}

// validFileAttributes reports whether text is a list of file attributes, or
// the number that stands for one.
func validFileAttributes(text string) bool {
	if _, err := strconv.ParseInt(text, 10, 32); err == nil {
		return true
	}
	for name := range strings.SplitSeq(text, ",") {
		if !slices.Contains(fileAttributes(), strings.TrimSpace(name)) {
			return false
		}
	}
	return true
}

func fileAttributes() []string {
	return []string{
		"ReadOnly", "Hidden", "System", "Directory", "Archive", "Device", "Normal", "Temporary", "SparseFile",
		"ReparsePoint", "Compressed", "Offline", "NotContentIndexed", "Encrypted", "IntegrityStream", "NoScrubData",
	}
}

// notText says that a cannot be matched by its value (recorded:
// skip-replace/replace-scope-size).
func notText(a *provider.Attr) error {
	return &provider.Error{
		Op: "match",
		Msg: "The attribute '" + a.Name + "' (value ='" + shown(a, a.Value.String()) +
			"') cannot be converted to the type 'System.String'.",
	}
}

// checkName refuses a name that would make o the folder it is in, or something
// outside it.
func checkName(o *provider.Object, name string) error {
	if o.Link != "" || !o.Kind.Is(provider.FilePath) && !o.Kind.Is(provider.DirPath) {
		return nil
	}
	for part := range strings.SplitSeq(strings.ReplaceAll(name, `\`, "/"), "/") {
		if part == "" || part == "." || part == ".." {
			return &provider.Error{
				Op: "rewrite", Msg: "'" + name + "' cannot be the name of a file or folder.",
				Hint: "anchor the pattern, or name the objects with objectName",
			}
		}
	}
	return nil
}

// contentSize is the attribute in which a rule that rewrites the size of an
// object notes the size of its content.
const contentSize = "webdeploy.contentSize"

// rememberSize returns attrs with the size of the content, unless that is noted
// already.
func rememberSize(attrs provider.Attrs, size provider.Value) provider.Attrs {
	if _, ok := attrs.Get(contentSize); ok {
		return attrs
	}
	return append(attrs, provider.Attr{Name: contentSize, Value: size, Flags: provider.NoCompare | provider.Hidden | provider.Optional})
}

// withTrueSize returns c with an object that states the size of its content:
// the target relies on it.
func withTrueSize(c *provider.Change) *provider.Change {
	if c.New == nil {
		return c
	}
	size, ok := c.New.Attrs.Get(contentSize)
	if !ok {
		return c
	}
	n := *c.New
	n.Attrs = slices.DeleteFunc(n.Attrs.With(provider.AttrSize, size), func(a provider.Attr) bool { return a.Name == contentSize })
	out := *c
	out.New = &n
	return &out
}
