// Command webdeploy is a small deployment tool that understands the command
// language of msdeploy. It shows how a program puts the packages of this
// module together; it is not part of the library.
//
//	webdeploy -verb:sync -source:dirPath=site -dest:package=site.zip
//	webdeploy -verb:sync -source:package=site.zip -dest:dirPath=/srv/www -whatif
//	webdeploy -help
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/mattn/go-isatty"
)

func main() {
	collectByNeed()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the first signal asks to stop, the second one does it
	code := run(ctx, invocation{
		args:     os.Args[1:],
		stdout:   os.Stdout,
		stderr:   os.Stderr,
		terminal: isatty.IsTerminal(os.Stderr.Fd()),
		color:    isatty.IsTerminal(os.Stdout.Fd()) && os.Getenv("NO_COLOR") == "",
	})
	stop()
	os.Exit(code)
}
