package main

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/pkg"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/sync"
)

// verb does what the command asks for.
func (s *session) verb(ctx context.Context) error {
	switch s.cmd.Verb {
	case cmdline.VerbSync:
		return s.sync(ctx)
	case cmdline.VerbDelete:
		return s.delete(ctx)
	case cmdline.VerbDump:
		return s.dump(ctx)
	case cmdline.VerbGetParameters:
		return s.getParameters(ctx)
	case cmdline.VerbGetSystemInfo:
		return s.getSystemInfo(ctx)
	case cmdline.VerbGetDependencies:
		return s.getDependencies(ctx)
	}
	return &provider.Error{Op: "carry out", Path: string(s.cmd.Verb), Err: errors.ErrUnsupported}
}

// source opens the source of the command.
func (s *session) source(ctx context.Context) (provider.Tree, error) {
	t, err := provider.OpenSource(ctx, s.env, s.srcRef)
	if err != nil {
		return nil, err
	}
	s.keep(t)
	return t, s.verify(ctx, t)
}

// asXML reports whether the output is XML.
func (s *session) asXML() bool { return s.cmd.XML || s.cmd.XPath != "" }

func (s *session) dump(ctx context.Context) error {
	if !s.asXML() {
		events := &textPrinter{w: s.inv.stdout, max: s.cmd.Verbose, color: s.inv.color}
		ctx = s.reporting(ctx, events.event)
		t, err := s.source(ctx)
		if err != nil {
			return err
		}
		tellDigest(ctx, t)
		return dumpText(ctx, s.inv.stdout, t.Root(), s)
	}
	var early []sync.Event // of opening the source; they go inside the document
	opening := s.reporting(ctx, func(e sync.Event) { early = append(early, e) })
	t, err := s.source(opening)
	if err != nil {
		return err
	}
	tellDigest(opening, t)
	return s.document(func(x *xmlWriter) error {
		for _, e := range early {
			traceEvent(x, e, s.cmd.Verbose)
		}
		return dumpXML(ctx, x, t.Root(), s)
	})
}

// document prints what write writes, or what -xpath selects of it.
func (s *session) document(write func(*xmlWriter) error) error {
	return s.xmlTo(func(w io.Writer) error {
		x := newXMLWriter(w)
		if s.cmd.XPath == "" {
			x.start("output", nil)
			if err := write(x); err != nil {
				return err
			}
			x.end()
			return x.flush()
		}
		var whole bytes.Buffer
		all := newXMLWriter(&whole)
		if err := errors.Join(write(all), all.flush()); err != nil {
			return err
		}
		doc, err := readXML(&whole)
		if err != nil {
			return err
		}
		return errors.Join(selectXML(x, doc, s.cmd.XPath), x.flush())
	})
}

// copyXML prints a document that the library wrote.
func (s *session) copyXML(doc []byte) error {
	n, err := readXML(bytes.NewReader(bytes.TrimPrefix(doc, []byte("\ufeff"))))
	if err != nil {
		return err
	}
	return s.document(func(x *xmlWriter) error {
		for _, k := range n.ChildElements() {
			writeElement(x, k)
		}
		return nil
	})
}

// xmlTo gives write the place where XML goes.
func (s *session) xmlTo(write func(io.Writer) error) error {
	if s.cmd.XMLFile == "" {
		return write(s.inv.stdout)
	}
	out, err := createOut(s.cmd.XMLFile)
	if err != nil {
		return err
	}
	if err := write(out); err != nil {
		out.discard()
		return err
	}
	return out.commit()
}

// printing gives f a printer and closes it.
func (s *session) printing(f func(printer) error) error {
	if !s.asXML() {
		return f(&textPrinter{w: s.inv.stdout, max: s.cmd.Verbose, color: s.inv.color})
	}
	return s.xmlTo(func(w io.Writer) error {
		p := &eventPrinter{w: s.inv.stdout, x: newXMLWriter(w), max: s.cmd.Verbose, onlyTotal: s.cmd.XPath != ""}
		return errors.Join(f(p), p.close())
	})
}

func (s *session) delete(ctx context.Context) error {
	if err := s.mayDelete(ctx); err != nil {
		return err
	}
	return s.printing(func(p printer) error {
		return s.between(ctx, p, func() (sync.Summary, error) {
			dst, err := s.destination(s.reporting(ctx, p.event))
			if err != nil {
				return sync.Summary{}, err
			}
			return sync.Delete(ctx, dst, s.options(p.event))
		})
	})
}

// getDependencies answers for a system without IIS, the only kind that this
// program knows (recorded: package/getdependencies).
func (s *session) getDependencies(ctx context.Context) error {
	if _, err := s.source(ctx); err != nil {
		return err
	}
	return s.document(func(x *xmlWriter) error {
		x.start("dependencyInfo", nil)
		x.start("noIisSystem", nil)
		x.end()
		x.end()
		return nil
	})
}

// getParameters prints the parameters that a package declares.
func (s *session) getParameters(ctx context.Context) error {
	t, err := s.source(ctx)
	if err != nil {
		return err
	}
	if _, ok := t.(*pkg.Reader); !ok {
		return param.Unsupported(t.Root())
	}
	set, err := parameters(t)
	if err != nil {
		return err
	}
	return s.copyXML([]byte(set.Format("  ")))
}

// getSystemInfo prints what is known of the system that a source comes from:
// for a package what it says, else this one.
func (s *session) getSystemInfo(ctx context.Context) error {
	t, err := s.source(ctx)
	if err != nil {
		return err
	}
	info := pkg.LocalSystem().XML()
	if r, ok := t.(*pkg.Reader); ok {
		if info, err = r.SystemInfo(); err != nil {
			return err
		}
	}
	return s.copyXML(info)
}
