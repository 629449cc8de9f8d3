package sync_test

import (
	"context"
	"fmt"
	"log"

	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/rules"
	websync "github.com/webdeploy-go/webdeploy/sync"
)

func ExampleRun() {
	src := memory.New("/build", map[string]string{
		"index.html":  "<h1>new</h1>",
		"bin/app.dll": "v2",
	})
	dst := memory.New("/srv/site", map[string]string{
		"index.html": "<h1>old!</h1>",
		"old/x.txt":  "",
	})
	sum, err := websync.Run(context.Background(), src, dst, &websync.Options{
		Observe: func(e websync.Event) {
			if e.Path != "" {
				fmt.Println(e.Op, e.Path)
			}
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sum)

	// Output:
	// AddChild /srv/site/bin
	// AddChild /srv/site/bin/app.dll
	// Update /srv/site/index.html
	// Delete /srv/site/old/x.txt
	// Delete /srv/site/old
	// Total changes: 5 (2 added, 2 deleted, 1 updated, 0 parameters changed, 14 bytes copied)
}

// A plan is data: looping over it changes nothing.
func ExamplePlan() {
	src := memory.New("/build", map[string]string{"a.txt": "1"})
	dst := memory.New("/srv/site", map[string]string{"b.txt": "2"})
	opts := &websync.Options{Rules: rules.Chain{rules.DoNotDelete()}}
	for c, err := range websync.Plan(context.Background(), src, dst, opts) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(c.Op(), c.Object().Path)
	}
	// Output: AddChild /srv/site/a.txt
}

func ExampleDelete() {
	dst := memory.New("/srv/site", map[string]string{"a.txt": "1"})
	sum, err := websync.Delete(context.Background(), dst, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sum.Deleted, dst.Exists(""))
	// Output: 2 false
}
