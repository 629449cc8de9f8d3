package command_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// asCommand makes the test binary one of the commands that tests run.
const asCommand = "as-command"

func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == asCommand {
		act(os.Args[2], os.Args[3:])
		return
	}
	os.Exit(m.Run())
}

// self returns the command line that runs one of the commands below.
func self(args ...string) string {
	exe, err := os.Executable()
	if err != nil {
		panic(err)
	}
	return `"` + exe + `" ` + asCommand + " " + strings.Join(args, " ")
}

const megabyte = 1 << 20

func act(what string, args []string) {
	switch what {
	case "print":
		fmt.Println("to the output")
		fmt.Fprintln(os.Stderr, "to the error")
	case "exit":
		code, _ := strconv.Atoi(args[0])
		os.Exit(code)
	case "hang":
		fmt.Println("hanging")
		hang()
	case "stdin":
		b, err := io.ReadAll(os.Stdin)
		fmt.Println(len(b), err)
	case "session":
		fmt.Println("a session of its own:", leadsSession())
	case "arguments":
		fmt.Printf("%q\n", args)
	case "long": // a line that is cut amid a word
		fmt.Println(strings.Repeat("x", 16<<10-3) + args[0])
	case "flood": // a hundred megabytes, in lines or in one
		piece := bytes.Repeat([]byte("0123456789abcdef"), megabyte/16)
		if args[0] == "lines" {
			piece = bytes.Repeat(append(piece[:1023], '\n'), 1024)
		}
		for range 100 {
			os.Stdout.Write(piece)
		}
	case "parent": // starts a child; ends when it is told to
		me := call(args[0], what)
		child := exec.Command(os.Args[0], asCommand, "child", args[0])
		if len(args) > 1 { // it holds on to the outputs
			child.Stdout, child.Stderr = os.Stdout, os.Stderr
		}
		if err := child.Start(); err != nil {
			panic(err)
		}
		fmt.Fprintln(me, "started")
		me.listen()
	case "child":
		call(args[0], what).listen()
	}
}

func hang() {
	for {
		time.Sleep(time.Hour)
	}
}

// A caller is connected with the test that started its process, or an ancestor
// of it: who is gone hangs up.
type caller struct{ net.Conn }

func call(address, name string) caller {
	c, err := net.Dial("tcp", address)
	if err != nil {
		panic(err)
	}
	fmt.Fprintln(c, name)
	return caller{c}
}

// listen answers until it is told to end, or the test ends.
func (c caller) listen() {
	for in := bufio.NewScanner(c); in.Scan() && in.Text() != "end"; {
		fmt.Fprintln(c, in.Text())
	}
}
