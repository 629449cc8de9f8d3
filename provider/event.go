package provider

import (
	"context"
	"log/slog"
)

// LevelVerbose is the level of events that msdeploy prints with -verbose only.
const LevelVerbose = slog.LevelDebug

// An EventType says what an Event tells. Its value is the part of msdeploy's
// own event class name that differs between events.
type EventType string

// The events of a sync (recorded: sync/update-xml-verbose and others).
const (
	EventGeneral   EventType = "GeneralSync"                    // the sync starts, ends, or warns
	EventChange    EventType = "ObjectChanged"                  // a change is made
	EventSkipped   EventType = "SkipDirective"                  // a directive hides an object
	EventDiffers   EventType = "ObjectsDiffer"                  // two objects are not the same
	EventReplaced  EventType = "RuleReplaceSource"              // a rule rewrote a source object
	EventDeclared  EventType = "SyncParameterChanged"           // a parameter is declared in a package
	EventParameter EventType = "SyncParameterReplacedWithValue" // a parameter did or did not apply
	EventPackage   EventType = "PackageSerialization"           // an entry goes into a package
	EventRetry     EventType = "Retry"                          // a failed operation is tried again
)

// An Event tells what a sync or a provider does, as data.
type Event struct {
	Level   slog.Level // LevelVerbose, slog.LevelInfo or slog.LevelWarn
	Type    EventType
	Op      Op     // of the change, if the event is about one
	Kind    Kind   // of the object, if the event is about one
	Path    string // of the object, if the event is about one
	Name    string // of the parameter, if the event is about one
	Rule    string // that rewrote the object, if one did
	Message string // a sentence in the words of msdeploy
	Detail  string // a second sentence, such as the cause of a warning
	Size    int64  // bytes that a change copies
}

type reporterKey struct{}

// WithReporter returns a context that delivers what [Report] is given to f.
func WithReporter(ctx context.Context, f func(Event)) context.Context {
	return context.WithValue(ctx, reporterKey{}, f)
}

// Report tells whoever runs the operation about e. Providers and rules call it
// with the context they were called with; the sync brings the events of
// concurrent calls into the order of its plan. It does nothing in a context
// that nobody listens to.
func Report(ctx context.Context, e Event) {
	if f, ok := ctx.Value(reporterKey{}).(func(Event)); ok {
		f(e)
	}
}

// Warn reports a warning.
func Warn(ctx context.Context, message string) {
	Report(ctx, Event{Level: slog.LevelWarn, Type: EventGeneral, Message: message})
}
