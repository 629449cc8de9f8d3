package main

import (
	"fmt"
	"io"
	"log/slog"
	"strconv"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
	"github.com/webdeploy-go/webdeploy/internal/printable"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/sync"
)

// A printer shows what an operation does, as lines of text or as XML.
type printer interface {
	event(e sync.Event)
	summary(s sync.Summary)
	phase(f func() error, name string) error // wraps what -preSync and -postSync do
	close() error
}

// shown reports whether an event of level l is printed at -verbose:max
// (recorded: cmdline/verbose-level-*).
func shown(l slog.Level, max cmdline.Level) bool {
	switch {
	case l >= slog.LevelWarn:
		return max >= cmdline.LevelWarning
	case l >= slog.LevelInfo:
		return max >= cmdline.LevelInfo
	}
	return max >= cmdline.LevelVerbose
}

// levelName returns the word that begins the line of an event.
func levelName(l slog.Level) string {
	switch {
	case l >= slog.LevelError:
		return "Error"
	case l >= slog.LevelWarn:
		return "Warning"
	case l >= slog.LevelInfo:
		return "Info"
	}
	return "Verbose"
}

// A textPrinter prints a line an event and one for the summary.
type textPrinter struct {
	w     io.Writer
	max   cmdline.Level
	color bool
}

func (p *textPrinter) event(e sync.Event) {
	if !shown(e.Level, p.max) {
		return
	}
	message := printable.Line(e.Message) // a name must not begin a line of its own
	if e.Type == provider.EventParameter {
		message = lines(e.Message) // these have several (recorded: xmlfile/attr-missing)
	}
	fmt.Fprintf(p.w, "%s: %s\n", p.level(e), message)
	if e.Detail != "" {
		fmt.Fprintln(p.w, lines(e.Detail))
	}
}

// level returns the word that begins the line of e, in the colour of what e
// does if the output is a terminal.
func (p *textPrinter) level(e sync.Event) string {
	name := levelName(e.Level)
	if !p.color {
		return name
	}
	code := ""
	switch {
	case e.Level >= slog.LevelWarn:
		code = "33"
	case e.Level < slog.LevelInfo:
		code = "2"
	case e.Op == provider.Delete:
		code = "31"
	case e.Op == provider.Update:
		code = "36"
	case e.Op != 0:
		code = "32"
	}
	if code == "" {
		return name
	}
	return "\x1b[" + code + "m" + name + "\x1b[0m"
}

func (p *textPrinter) summary(s sync.Summary) { fmt.Fprintln(p.w, s) }

func (p *textPrinter) phase(f func() error, name string) error {
	fmt.Fprintf(p.w, "\nPerforming '-%s'...\n", name)
	err := f()
	fmt.Fprint(p.w, phaseEnd(name, err))
	return err
}

// phaseEnd returns the line that ends what -preSync or -postSync did.
func phaseEnd(name string, err error) string {
	if err != nil {
		return "Error during '-" + name + "'.\n\n"
	}
	return "Completed '-" + name + "'.\n\n"
}

func (p *textPrinter) close() error { return nil }

// An eventPrinter prints events and the summary as elements of one document.
type eventPrinter struct {
	w         io.Writer
	x         *xmlWriter
	max       cmdline.Level
	onlyTotal bool // -xpath leaves nothing but the summary (recorded: sync/xpath)
}

func (p *eventPrinter) root() {
	if len(p.x.open) == 0 {
		p.x.start("output", nil)
	}
}

func (p *eventPrinter) event(e sync.Event) {
	if p.onlyTotal || !shown(e.Level, p.max) {
		return
	}
	p.root()
	traceEvent(p.x, e, p.max)
}

// traceEvent writes e as an element if events of its level are printed.
func traceEvent(x *xmlWriter, e sync.Event, max cmdline.Level) {
	if shown(e.Level, max) {
		x.start("traceEvent", eventAttrs(e))
		x.end()
	}
}

// eventAttrs returns the attributes of a traceEvent. Only those of changes name
// the operation and the object, others the parameter or the rule (recorded:
// parameters/deploy-xml-verbose).
func eventAttrs(e sync.Event) []xmlAttr {
	message := e.Message
	if e.Detail != "" {
		message += "\n" + e.Detail
	}
	attrs := []xmlAttr{
		{"eventLevel", levelName(e.Level)},
		{"type", "Microsoft.Web.Deployment.Deployment" + string(e.Type) + "EventArgs"},
		{"message", message},
	}
	if e.Type == provider.EventChange {
		attrs = append(attrs,
			xmlAttr{"operationType", e.Op.String()}, xmlAttr{"providerName", string(e.Kind)}, xmlAttr{"path", e.Path})
	}
	if e.Name != "" {
		attrs = append(attrs, xmlAttr{"name", e.Name})
	}
	if e.Rule != "" {
		attrs = append(attrs, xmlAttr{"rule", e.Rule})
	}
	return attrs
}

func (p *eventPrinter) summary(s sync.Summary) {
	p.root()
	p.x.start("syncResults", []xmlAttr{
		{"errors", "0"},
		{"warnings", strconv.Itoa(s.Warnings)},
		{"bytesCopied", strconv.FormatInt(s.Bytes, 10)},
		{"objectsAdded", strconv.Itoa(s.Added)},
		{"objectsDeleted", strconv.Itoa(s.Deleted)},
		{"objectsUpdated", strconv.Itoa(s.Updated)},
		{"parameterChanges", strconv.Itoa(s.Parameters)},
	})
	p.x.end()
	p.x.end()
}

// phase writes its lines between the elements (recorded:
// presync/both-whatif-xml).
func (p *eventPrinter) phase(f func() error, name string) error {
	p.x.finishTag()
	p.x.flush()
	fmt.Fprintf(p.w, "\nPerforming '-%s'...\n", name)
	err := f()
	p.x.flush()
	fmt.Fprint(p.w, phaseEnd(name, err))
	return err
}

func (p *eventPrinter) close() error { return p.x.flush() }
