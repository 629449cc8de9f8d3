package cmdline_test

import (
	"errors"
	"fmt"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
)

func ExampleParseLine() {
	c, err := cmdline.ParseLine(`-verb:sync -source:contentPath='/srv/my site' -dest:auto,userName=u,password=p -skip:Directory=logs -whatif`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Verb, c.Source.Provider, c.Source.Path)
	fmt.Println(c.Skips[0].Lookup("directory"))
	fmt.Println(c)
	// Output:
	// sync contentPath /srv/my site
	// logs true
	// -verb:sync -source:contentPath="/srv/my site" -dest:auto,userName=u,password=****** -whatif -skip:Directory=logs
}

func ExampleError() {
	_, err := cmdline.Parse([]string{"-verb:dump", "-source:dirPath=/srv", "-retryAttempts:many"})
	for ; err != nil; err = errors.Unwrap(err) {
		fmt.Println("Error:", err)
	}
	// Output:
	// Error: The value of argument -retryAttempts should be an integer. The value 'many' is not valid.
	// Error: a whole number in decimal digits was expected
}

func ExampleSwitches() {
	for _, s := range cmdline.Switches() {
		if s.Extension && s.Need == cmdline.Required {
			fmt.Printf("-%s:%s  %s\n", s.Name, s.Form, s.Doc)
		}
	}
	// Output:
	// -publish:FOLDER|PACKAGE  Deploy the package that publishing a project has left, with the parameter values beside it; -verb, -source, -dest and -setParamFile need not be given.
	// -parallel:N  Copy up to N files at a time; the output stays the same.
	// -appOfflineTemplate:FILE  Show this page while rule AppOffline keeps the application offline.
	// -siteMap:SITE[/APP]=FOLDER or FILE  Say in which folder a site or an application is, or read a file that says so in a line for each.
	// -aclUser:NAME=USER  Say which user or group of this machine the setAclUser NAME is; ApplicationPoolIdentity is an empty one.
	// -maxEntries:N  Refuse packages with more than N entries.
	// -maxSize:BYTES  Refuse packages that unpack to more bytes.
	// -maxRatio:N  Refuse package entries that unpack to more than N times their packed size.
	// -level:N  Compress packages that hard: 0, not at all, 1, fastest, to 9, smallest; 6 if it is not given.
	// -sumCache:FILE  Remember in FILE the checksums that are worked out to compare contents, also with -whatif, and read no file again that has not changed since.
	// -xmlEdit:lossless|msdeploy  Change only the bytes of a value in XML files, or write the files anew as Web Deploy does.
}
