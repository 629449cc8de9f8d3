package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/builtin"
	"github.com/webdeploy-go/webdeploy/rules"
)

// A topic is a page of help.
type topic struct {
	name  string
	doc   string // one sentence
	print func(w io.Writer)
}

// verbs returns the pages of the verbs.
func verbTopics() []topic {
	return []topic{
		{"sync", "Make the destination look like the source.", text(
			"Needs -source and -dest of the same provider. A package or an archive folder takes any source, and",
			"as a source counts as what is packed in it; -dest:auto stands for what the source is and says of itself.",
			"Objects that only the source has are added, those that differ are updated, those that only the",
			"destination has are deleted unless DoNotDeleteRule is on. -whatif shows the changes without making them.",
			"The setting publishSettings of -dest names a publish profile to follow, if that needs no server.")},
		{"dump", "List the source.", text(
			"Needs -source. Prints a path a line; -verbose adds names and links, -xml all attributes,",
			"-xpath what an expression selects of the XML.")},
		{"delete", "Delete the destination.", text(
			"Needs -dest. Deletes the object and everything in it; -whatif shows what would go.")},
		{"getParameters", "Print the parameters that a package declares.", text(
			"Needs -source, a package or an archive folder.")},
		{"getSystemInfo", "Print what is known of the system a source comes from.", text(
			"Needs -source. For a package, that of the machine that made it.")},
		{"getDependencies", "Print the IIS components that a source depends on.", text(
			"Needs -source. On a system without IIS there are none, and the answer says so.")},
	}
}

func text(lines ...string) func(io.Writer) {
	return func(w io.Writer) {
		for _, l := range lines {
			fmt.Fprintln(w, l)
		}
	}
}

// switchTopics returns the pages of the switches.
func switchTopics() []topic {
	var out []topic
	for _, s := range cmdline.Switches() {
		doc := s.Doc
		if s.Extension {
			doc += " (not in msdeploy)"
		}
		out = append(out, topic{"-" + s.Name, doc, func(w io.Writer) {
			form := "-" + s.Name
			if s.Form != "" {
				form += ":" + s.Form
			}
			fmt.Fprintln(w, form)
			switch s.Repeat {
			case cmdline.Each:
				fmt.Fprintln(w, "May be given several times.")
			case cmdline.Once:
				fmt.Fprintln(w, "May be given once.")
			}
		}})
	}
	return out
}

// providerTopics returns the pages of the providers.
func providerTopics() []topic {
	var out []topic
	for p := range provider.NewRegistry(builtin.Providers(nil)...).All() {
		doc := provider.DocOf(p)
		out = append(out, topic{string(p.Kind()), doc.Summary, func(w io.Writer) {
			if doc.Example != "" {
				side := "-source"
				if _, ok := p.(provider.Deployer); ok {
					side = "-dest"
				}
				fmt.Fprintf(w, "Example: %s:%s\n", side, doc.Example)
			}
			fmt.Fprintln(w, "Settings:")
			table(w, settingRows(append(slices.Clone(doc.Settings), provider.CommonSettings()...)))
		}})
	}
	return out
}

func settingRows(docs []provider.SettingDoc) [][2]string {
	var rows [][2]string
	for _, d := range docs {
		rows = append(rows, [2]string{d.Name, d.Doc})
	}
	return rows
}

// ruleTopics returns the pages of the rules.
func ruleTopics() []topic {
	var out []topic
	for _, k := range rules.All() {
		state := "off by default"
		if k.Default {
			state = "on by default"
		}
		summary, rest, _ := strings.Cut(k.Rule.Doc, "\n")
		out = append(out, topic{k.Rule.Name, summary, func(w io.Writer) {
			fmt.Fprintf(w, "This rule is %s.\n", state)
			if rest = strings.TrimSpace(rest); rest != "" {
				fmt.Fprintln(w, rest)
			}
		}})
	}
	return out
}

// kindTopics returns the pages of the kinds of parameter entries.
func kindTopics() []topic {
	var out []topic
	for _, k := range param.Kinds() {
		summary, form := k.Doc()
		out = append(out, topic{string(k), summary, text(form)})
	}
	return out
}

// sections returns all pages, by heading.
func sections() []struct {
	title  string
	topics []topic
} {
	return []struct {
		title  string
		topics []topic
	}{
		{"Verbs (-verb:NAME)", verbTopics()},
		{"Providers (-source:NAME=PATH,SETTING=VALUE and -dest)", providerTopics()},
		{"Rules (-enableRule:NAME, -disableRule:NAME)", ruleTopics()},
		{"Kinds of entries (-declareParam, -setParam: kind=NAME,scope=PATTERN,match=PLACE)", kindTopics()},
		{"Switches", switchTopics()},
	}
}

// printOverview prints how to start.
func printOverview(w io.Writer) error {
	fmt.Fprintln(w, "webdeploy makes a destination look like a source. It understands the command language of msdeploy.")
	fmt.Fprintln(w)
	fmt.Fprintln(w, "  webdeploy -verb:sync -source:dirPath=site -dest:package=site.zip")
	fmt.Fprintln(w, "  webdeploy -verb:sync -source:package=site.zip -dest:dirPath=/srv/www -whatif")
	fmt.Fprintln(w, "  webdeploy -verb:dump -source:package=site.zip")
	fmt.Fprintln(w)
	for _, s := range sections()[:2] {
		fmt.Fprintln(w, s.title)
		table(w, rows(s.topics))
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w, "-help:all lists rules, kinds of parameter entries and switches as well; -help:NAME explains one of them.")
	return nil
}

func rows(topics []topic) [][2]string {
	var out [][2]string
	for _, t := range topics {
		out = append(out, [2]string{t.name, t.doc})
	}
	return out
}

func table(w io.Writer, rows [][2]string) {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintf(tw, "  %s\t%s\n", r[0], r[1])
	}
	tw.Flush()
}

// printHelp prints the page of a topic, matched without regard to case.
func printHelp(w io.Writer, name string) error {
	if name == "" {
		return printOverview(w)
	}
	found := false
	for _, s := range sections() {
		if strings.EqualFold(name, "all") {
			found = true
			fmt.Fprintln(w, s.title)
			table(w, rows(s.topics))
			fmt.Fprintln(w)
		}
		for _, t := range s.topics {
			if strings.EqualFold(strings.TrimPrefix(name, "-"), strings.TrimPrefix(t.name, "-")) {
				found = true
				fmt.Fprintf(w, "%s: %s\n", t.name, t.doc)
				t.print(w)
			}
		}
	}
	if !found {
		return &provider.Error{
			Op: "explain", Path: name, Msg: "There is no verb, provider, rule, kind or switch named '" + name + "'.",
			Hint: "-help:all lists them",
		}
	}
	return nil
}
