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

// A reporter is who listens to the events of a context.
type reporter struct {
	level slog.Level
	f     func(Event)
}

// WithReporter returns a context that delivers what [Report] is given to f, but
// for events below level. A nil f means that nobody listens.
func WithReporter(ctx context.Context, level slog.Level, f func(Event)) context.Context {
	return context.WithValue(ctx, reporterKey{}, reporter{level, f})
}

// Intercept returns a context that delivers to f what whoever listens to ctx
// would be told, and nothing if nobody listens.
func Intercept(ctx context.Context, f func(Event)) context.Context {
	r, _ := ctx.Value(reporterKey{}).(reporter)
	if r.f == nil {
		return ctx
	}
	return WithReporter(ctx, r.level, f)
}

// Reports reports whether anybody would see an event of the given level that is
// reported with ctx. What is told often asks before it makes the message.
func Reports(ctx context.Context, level slog.Level) bool {
	r, _ := ctx.Value(reporterKey{}).(reporter)
	return r.f != nil && level >= r.level
}

// Report tells whoever runs the operation about e. Providers and rules call it
// with the context they were called with; the sync brings the events of
// concurrent calls into the order of its plan. It does nothing if nobody listens
// to events of that level, see [Reports].
func Report(ctx context.Context, e Event) {
	if r, _ := ctx.Value(reporterKey{}).(reporter); r.f != nil && e.Level >= r.level {
		r.f(e)
	}
}

// Warn reports a warning.
func Warn(ctx context.Context, message string) {
	Report(ctx, Event{Level: slog.LevelWarn, Type: EventGeneral, Message: message})
}
