package param

import (
	"errors"
	"time"

	"github.com/webdeploy-go/webdeploy/internal/objxpath"
	"github.com/webdeploy-go/webdeploy/internal/xmledit"
)

// valid returns an error if e makes no sense by itself (recorded:
// parameters/file-noentryattrs, parameters/inline-kind-no-match,
// textfile/pos-bad-zero, xmlfile/bad-xpath).
func (e Entry) valid() error {
	if e.Scope == "" {
		return failure("The 'scope' setting must be a valid regular expression.", nil)
	}
	if _, err := compile(e.Scope); err != nil {
		return err
	}
	switch e.Kind {
	case TextFile:
		if e.Match == "" {
			return failure("The 'match' setting must be a valid regular expression.", nil)
		}
		_, err := compile(e.Match)
		return err
	case XMLFile:
		_, err := compileXPath(e.Match, 0)
		return err
	case ProviderPath, DestinationBinding, DestinationVirtualDirectory:
		_, err := compile(e.Match)
		return err
	case TextFilePosition:
		_, err := parsePosition(e.Match)
		return err
	case DeploymentObjectAttribute:
		_, err := objxpath.Compile(e.Match, false)
		return err
	}
	if _, ok := e.Kind.syntax(); ok {
		_, err := compileKeys(e.Match)
		return err
	}
	return nil
}

// compileXPath returns the XPath expression expr, which must select nodes
// (recorded: xmlfile/bad-xpath, xmlfile/xpath-scalar).
func compileXPath(expr string, timeout time.Duration) (*xmledit.XPath, error) {
	x, err := xmledit.Compile(expr, timeout)
	switch {
	case errors.Is(err, xmledit.ErrNotNodes):
		return nil, failure("The XPath expression '"+expr+"' does not select any attribute(s).", nil)
	case err != nil:
		return nil, failure("Invalid XPath expression '"+expr+"' specified for match.", err)
	}
	return x, nil
}
