package rules_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

// What a command line says about rules becomes a chain.
func ExampleSelection() {
	s := rules.NewSelection()
	skip, err := rules.ParseSkip(`objectName=filePath,absolutePath=\\web\.config$`)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := s.Skip(skip); err != nil {
		fmt.Println(err)
		return
	}
	for _, pattern := range []string{"DoNotDelete", "NoSuchRule"} {
		if err := s.Enable(pattern); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println(strings.Join(s.Notices(), "\n"))
	for _, r := range s.Chain() {
		fmt.Println(r.Name)
	}
	// Output:
	// No rule was found that matched the regular expression 'NoSuchRule'.
	// ConfigProtectedData
	// CommandLineSkipDirective 1
	// BlockHarmfulDeleteOperations
	// BlockUnsupportedDeleteOperations
	// DoNotDeleteRule
	// SkipInvalidSource
	// SkipUNC
	// SyncGeneral
	// IgnoreFileLastWriteTime
}

// Uploads of users stay whatever the deployment does.
func ExampleDirective() {
	keep, err := rules.Directive("keep uploads", rules.Skip{ObjectName: "^dirPath$", AbsolutePath: "/uploads$"})
	if err != nil {
		fmt.Println(err)
		return
	}
	src := newDisk("/src", map[string]string{"index.html": "new"})
	dst := newDisk("/srv", map[string]string{"index.html": "old!", "uploads/cat.jpg": "=^.^=", "logs/a.log": "x"})
	sum, err := websync.Run(context.Background(), provider.Document(src), provider.DocumentTarget(dst), &websync.Options{
		Rules:   append(rules.Default(), keep),
		Observe: func(e websync.Event) { fmt.Println(e.Message) },
	})
	fmt.Println(sum, err)
	// Output:
	// Updating file (/srv/index.html).
	// Deleting file (/srv/logs/a.log).
	// Deleting directory (/srv/logs).
	// Object dirPath (/srv/uploads) skipped due to skip directive 'keep uploads'.
	// Total changes: 3 (0 added, 2 deleted, 1 updated, 0 parameters changed, 3 bytes copied) <nil>
}

// A rule of one's own is a value with the hooks that it needs.
func ExampleRule() {
	noExecutables := &rules.Rule{
		Name: "NoExecutables",
		Doc:  "Refuse to deploy programs.",
		Change: func(_ context.Context, c *provider.Change) (*provider.Change, error) {
			if c.New != nil && strings.HasSuffix(c.New.Key, ".exe") {
				return nil, fmt.Errorf("%s is a program", c.Source.Path)
			}
			return c, nil
		},
	}
	src := newDisk("/src", map[string]string{"a.txt": "", "setup.exe": ""})
	dst := newDisk("/srv", map[string]string{})
	_, err := websync.Run(context.Background(), provider.Document(src), provider.DocumentTarget(dst),
		&websync.Options{Rules: append(rules.Default(), noExecutables)})
	fmt.Println(err)
	// Output:
	// /src/setup.exe is a program
}

// A folder is renamed on its way.
func ExampleReplacement() {
	rename, err := rules.Replacement("rename", rules.Replace{
		ObjectName: "^dirPath$", TargetAttributeName: "^path$", Match: "^wwwroot-(.*)$", Replace: "$1",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	src := newDisk("/src", map[string]string{"wwwroot-shop/index.html": "hello"})
	dst := newDisk("/srv", map[string]string{})
	_, err = websync.Run(context.Background(), provider.Document(src), provider.DocumentTarget(dst), &websync.Options{
		Rules:   append(rules.Default(), rename),
		Observe: func(e websync.Event) { fmt.Println(e.Message) },
	})
	fmt.Println(err)
	// Output:
	// Adding directory (/srv/shop).
	// Adding file (/srv/shop/index.html).
	// <nil>
}

// Visitors see a page while files change, and never afterwards.
func ExampleAppOffline() {
	chain := append(rules.Default(), rules.AppOffline(&rules.OfflineOptions{Page: []byte("<h1>One moment, please.</h1>")}))
	src := newDisk("/src", map[string]string{"index.html": "new"})
	dst := newDisk("/srv", map[string]string{"index.html": "old!"})
	_, err := websync.Run(context.Background(), provider.Document(src), provider.DocumentTarget(dst), &websync.Options{
		Rules:   chain,
		Observe: func(e websync.Event) { fmt.Println(e.Message) },
		Level:   provider.LevelVerbose,
	})
	fmt.Println(err, dst.list())
	// Output:
	// Performing synchronization pass #1.
	// Source filePath (/src/index.html) does not match destination (/srv/index.html) differing in attributes (size['3','4']). Update pending.
	// The application (/srv) is offline while its files change.
	// Updating file (/srv/index.html).
	// The application (/srv) is online again.
	// The synchronization completed in 1 pass(es).
	// <nil> map[index.html:new]
}
