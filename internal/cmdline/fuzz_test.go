package cmdline_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
)

func seeds() []string {
	return []string{
		``,
		`-`,
		`-:x`,
		`-verb:dump -source:dirPath=/srv/site`,
		`-VERB=sync -source=contentPath='/a b' -dest=contentPath="/c,d",includeAcls=False -whatif:false`,
		`-verb:sync -source:package=p.zip -dest:auto,password="it's",userName='$a' -setParam:"App Name"='x y' -skip:objectName=filePath,absolutePath=a\.b$`,
		`-verb:sync -source:a -dest:b -setParam:name=x,value='a"b' -whatif`,
		`-verb:delete -dest:a=b,c -verbose:2 -xml:out.xml -retryAttempts:7 -retryInterval:0 -disableRule:x -enableLink:y`,
		`-verb:dump -source:"a=b",,c -xpath:"//a[@b='c']" -verbose:99 -debug -incremental -help:dirPath`,
		`-? -parallel:4 -maxSize:1 -xmlEdit:LOSSLESS -strictParams -useCheckSum:no -preSync:runCommand='x y',waitInterval=1`,
		`-verb:sync -source:package=p.zip -dest:auto -siteMap:"Default Web Site=/srv/my www" -siteMap:sites.txt -aclUser:a="b c"`,
		"-verb:sync\t-source:''=\"\"\n-dest:''''",
		`-verb:dump –source:a /x --y "-z"`,
	}
}

// requireSame checks that a command survives being written and read.
func requireSame(t *testing.T, c *cmdline.Command) {
	t.Helper()
	args, err := c.Args()
	require.NoError(t, err)
	again, err := cmdline.Parse(args)
	require.NoError(t, err, "%q", args)
	require.Equal(t, c, again, "%q", args)
}

func requireSameLine(t *testing.T, c *cmdline.Command, line string) {
	t.Helper()
	again, err := cmdline.ParseLine(line)
	require.NoError(t, err, "%q", line)
	require.Equal(t, c, again, "%q", line)
}

func requireTyped(t *testing.T, err error) {
	t.Helper()
	var e *cmdline.Error
	require.ErrorAs(t, err, &e)
	require.NotEmpty(t, e.Msg)
}

func FuzzParseLine(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		c, err := cmdline.ParseLine(line)
		if err != nil {
			requireTyped(t, err)
			return
		}
		_ = c.String()
		requireSame(t, c)
		written, err := c.Line()
		require.NoError(t, err)
		requireSameLine(t, c, written)
	})
}

// FuzzParseArgs takes the items one a line.
func FuzzParseArgs(f *testing.F) {
	for _, s := range seeds() {
		f.Add(strings.Join(cmdline.Split(s), "\n"))
	}
	f.Add("-verb:dump\n-source:dirPath=a b 'c \"d 'e\n-xpath: ' \" ' ")
	f.Fuzz(func(t *testing.T, items string) {
		c, err := cmdline.Parse(strings.Split(items, "\n"))
		if err != nil {
			requireTyped(t, err)
			return
		}
		_ = c.String()
		requireSame(t, c)
		if line, err := c.Line(); err != nil {
			requireTyped(t, err)
		} else {
			requireSameLine(t, c, line)
		}
	})
}
