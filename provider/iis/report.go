package iis

import (
	"context"
	"log/slog"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
)

// warn reports what is not done about o.
func warn(ctx context.Context, o *provider.Object, message, detail string) {
	provider.Report(ctx, provider.Event{
		Level: slog.LevelWarn, Type: provider.EventGeneral, Kind: o.Kind, Path: o.Path, Message: message, Detail: detail,
	})
}

// details makes a text of sentences without their ends, some of which may be
// empty.
func details(sentences ...string) string {
	var b strings.Builder
	for _, s := range sentences {
		if s == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strings.ToUpper(s[:1]) + s[1:] + ".")
	}
	return b.String()
}

// wanted says what the application o, which may be nil, would be given: by
// the settings of the target or else by the attributes of the source.
func wanted(o *provider.Object, s provider.Settings) string {
	var list []string
	for _, name := range []string{runtimeVersion, enable32Bit, pipelineMode, attrPool} {
		value, _ := s.Lookup(name)
		if value == "" && o != nil {
			v, _ := o.Attrs.Get(name)
			value = v.String()
		}
		if value != "" {
			list = append(list, name+"="+value)
		}
	}
	if list == nil {
		return ""
	}
	return "it asks for " + strings.Join(list, ", ")
}
