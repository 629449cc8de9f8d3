package rules

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/webdeploy-go/webdeploy/provider"
)

// DefaultOfflinePage returns the page that [AppOffline] shows unless it is
// given another. Some browsers show a page of their own instead of one that is
// shorter than 512 bytes.
func DefaultOfflinePage() []byte {
	return []byte(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="15">
<title>Be right back</title>
<style>
body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem; color: #333; }
h1 { font-size: 1.6rem; font-weight: 600; }
</style>
</head>
<body>
<h1>Be right back</h1>
<p>This application is being updated. It will be available again in a moment; this page looks for it by itself.</p>
</body>
</html>
<!-- Placed by a deployment while it changes files, and removed at its end. -->
`)
}

// takeOffline sees to it that root has a page.
func (a *offline) takeOffline(ctx context.Context, root *provider.Object) error {
	template := templateName(root)
	there, source, err := find(ctx, root, template)
	if err != nil {
		return err
	}
	page, err := a.page(ctx, root, source)
	if err != nil {
		return err
	}
	if template != "" && source == nil {
		provider.Warn(ctx, "There is no file '"+template+"' in '"+root.Path+"' to show while the application is offline.")
	}
	if there != nil {
		return a.keep(ctx, offlinePage{root, there}, page)
	}
	file, err := a.dst.Place(root, pageObject(root, page))
	if err != nil {
		return err
	}
	if err := a.dst.Apply(ctx, &provider.Change{New: file}); err != nil {
		return err
	}
	a.pages = append(a.pages, offlinePage{root, file})
	verbose(ctx, "The application ("+root.Path+") is offline while its files change.")
	return nil
}

// keep leaves a page alone that is there, which will be removed only if it is
// what an earlier run left behind.
func (a *offline) keep(ctx context.Context, p offlinePage, page []byte) error {
	was, err := read(ctx, p.file, len(page))
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err == nil && bytes.Equal(was, page) {
		a.pages = append(a.pages, p)
		return nil
	}
	verbose(ctx, "The application ("+p.root.Path+") is offline already, and will stay so.")
	return nil
}

// page returns the page to show for the application at root.
func (a *offline) page(ctx context.Context, root, template *provider.Object) ([]byte, error) {
	switch {
	case template != nil:
		page, err := read(ctx, template, maxTemplate)
		if len(page) > maxTemplate {
			return nil, &provider.Error{
				Op: "read", Kind: template.Kind, Path: template.Path, Side: provider.DestinationSide,
				Msg: fmt.Sprintf("The page '%s' is larger than %d bytes.", template.Path, maxTemplate),
			}
		}
		return page, err
	case a.opts.PageFor != nil:
		return a.opts.PageFor(ctx, root)
	case a.opts.Page != nil:
		return a.opts.Page, nil
	}
	return DefaultOfflinePage(), nil
}

// templateName returns the file that the settings of the application at root
// name as the page, or "".
func templateName(root *provider.Object) string {
	for o := root; o != nil; o = o.Parent {
		if name, ok := o.Settings.Lookup(offlineTemplate); ok {
			return name
		}
	}
	return ""
}

// find returns the page and the template in root, nil if there is none.
func find(ctx context.Context, root *provider.Object, template string) (page, source *provider.Object, err error) {
	for o, err := range root.Below(ctx) {
		if err != nil {
			return nil, nil, err
		}
		if !o.Kind.Is(provider.FilePath) {
			continue
		}
		if strings.EqualFold(o.Key, OfflineFile) {
			page = o
		}
		if template != "" && strings.EqualFold(o.Key, template) {
			source = o
		}
	}
	return page, source, nil
}

// read returns the content of o, or if it has more than limit bytes, one more
// than that.
func read(ctx context.Context, o *provider.Object, limit int) ([]byte, error) {
	if o.Content == nil {
		return nil, nil
	}
	r, err := o.Content(ctx)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, int64(limit)+1))
}

// pageObject returns the source object that a page in root is a copy of.
func pageObject(root *provider.Object, page []byte) *provider.Object {
	return &provider.Object{
		Parent: root, Kind: provider.FilePath, Key: OfflineFile, Path: OfflineFile,
		Attrs: provider.Attrs{
			{Name: provider.AttrSize, Value: provider.Int(int64(len(page)))},
			{Name: provider.AttrAttributes, Value: provider.String("Normal")},
			{Name: provider.AttrLastWriteTime, Value: provider.Time(time.Now())},
		},
		Content: func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(page)), nil
		},
	}
}
