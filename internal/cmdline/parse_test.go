package cmdline_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
)

// TestParseArgs shows what differs from a raw line: items are not split again.
func TestParseArgs(t *testing.T) {
	c, err := cmdline.Parse([]string{
		"-verb:sync", "-source:dirPath=/a b", "-dest:dirPath='/c, d'", "-skip:absolutePath=x y,objectName=z",
		"-setParamFile: f.xml",
	})
	require.NoError(t, err)
	require.Equal(t, &cmdline.Command{
		Verb:         cmdline.VerbSync,
		Source:       obj("dirPath", "/a b"),
		Dest:         obj("dirPath", "/c, d"),
		Skips:        []cmdline.Pairs{{set("absolutePath", "x y"), set("objectName", "z")}},
		SetParamFile: " f.xml",
	}, c)

	_, err = cmdline.Parse([]string{""})
	require.EqualError(t, err, `Unrecognized argument ''. All arguments must begin with "-".`)
	_, err = cmdline.Parse(nil)
	require.EqualError(t, err, "The verb must be specified by using the -verb argument.")
}

// TestPrecedence fixes which of two errors is reported.
func TestPrecedence(t *testing.T) {
	for _, tt := range []struct{ name, line, want string }{
		{"items in order: unknown, missing", `-verb:dump -bogus -source`, `Unrecognized argument '-bogus'.`},
		{"items in order: missing, unknown", `-verb:dump -source -bogus`, `Argument '-source' must have a value specified.`},
		{"items in order: twice, no dash", `-verb:dump -verb:dump x`, `Argument '-verb' may only be specified once.`},
		{"item before verb", `-source:a -xpath`, `Argument '-xpath' must have a value specified.`},
		{"item before setting", `-verb:dump -source:a,b=1,b=2 -bogus`, `Unrecognized argument '-bogus'.`},
		{"item before number", `-verb:dump -source:a -retryAttempts:x -bogus`, `Unrecognized argument '-bogus'.`},
		{"verb missing before source", `-dest:a`, `The verb must be specified by using the -verb argument.`},
		{"verb unknown before source", `-verb:migrate`,
			`Unrecognized verb 'migrate'. Must be one of the following: sync, dump, delete, getDependencies, getParameters, getSystemInfo.`},
		{"source before dest missing", `-verb:sync`, `The source must be specified by using the -source argument.`},
		{"source before dest unsupported", `-verb:dump -dest:a`, `The source must be specified by using the -source argument.`},
		{"source before rules", `-verb:dump -enableRule:a`, `The source must be specified by using the -source argument.`},
		{"dest before rules", `-verb:getSystemInfo -source:a -dest:b -replace:a=b`,
			`The argument '-dest' is not supported with the 'getSystemInfo' verb.`},
		{"rules before settings", `-verb:dump -source:a,b=1,b=2 -disableRule:x`,
			`Rule changing is supported only for the Sync verb.`},
		{"verb before numbers", `-verb:dump -retryAttempts:x`, `The source must be specified by using the -source argument.`},
		{"canonical name of the switch", `-VERB`, `Argument '-verb' must have a value specified.`},
		{"canonical name of the verb", `-verb:DELETE`, `A '-dest' argument must be specified with the 'delete' verb.`},
		{"name of an unknown switch as typed", `-BoGus:x`, `Unrecognized argument '-BoGus'.`},
		{"only quotes are no value", `-verb:''`, `Argument '-verb' must have a value specified.`},
		{"only commas are no value", `-verb:dump -source:,,`, `Argument '-source' must have a value specified.`},
		{"last number counts", `-verb:dump -source:a -retryAttempts:1 -retryAttempts:x`,
			`The value of argument -retryAttempts should be an integer. The value 'x' is not valid.`},
		{"setting twice in another case", `-verb:sync -source:a -dest:b,c=1,C`, `The setting 'C' must only be specified once.`},
		{"preSync setting twice", `-verb:sync -source:a -dest:b -preSync:c,d=1,d=1`, `The setting 'd' must only be specified once.`},
		{"postSync twice", `-verb:sync -source:a -dest:b -postSync:c -postSync:c`, `Argument '-postSync' may only be specified once.`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := cmdline.ParseLine(tt.line)
			require.EqualError(t, err, tt.want)
		})
	}
}

// What -publish stands for need not be given, and can be.
func TestPublish(t *testing.T) {
	for _, tt := range []struct {
		line string
		want cmdline.Command
		err  string
	}{
		{line: `-publish:out`, want: cmdline.Command{Verb: cmdline.VerbSync, Publish: "out"}},
		{line: `-publish:'my out' -verb:SYNC -whatif`, want: cmdline.Command{Verb: cmdline.VerbSync, WhatIf: true, Publish: "my out"}},
		{line: `-dest:dirPath=d -publish=out -enableRule:x`, want: cmdline.Command{
			Verb: cmdline.VerbSync, Dest: obj("dirPath", "d"), EnableRules: []string{"x"}, Publish: "out"}},
		{line: `-publish:out -verb:getParameters`, want: cmdline.Command{Verb: cmdline.VerbGetParameters, Publish: "out"}},
		{line: `-publish:out -verb:dump -dest:auto`, err: `The argument '-dest' is not supported with the 'dump' verb.`},
		{line: `-publish:out -verb:dump -enableRule:x`, err: `Rule changing is supported only for the Sync verb.`},
		{line: `-publish:out -verb:delete`, err: `A '-dest' argument must be specified with the 'delete' verb.`},
		{line: `-publish:out -verb:nothing`, err: `Unrecognized verb 'nothing'. Must be one of the following: sync, dump, delete, getDependencies, getParameters, getSystemInfo.`},
		{line: `-publish:""`, err: `Argument '-publish' must have a value specified.`},
	} {
		t.Run(tt.line, func(t *testing.T) {
			c, err := cmdline.ParseLine(tt.line)
			if tt.err != "" {
				require.EqualError(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			tt.want.Verbose = c.Verbose
			require.Equal(t, &tt.want, c)
			requireSame(t, c)
		})
	}
}

func TestNumbers(t *testing.T) {
	for _, tt := range []struct {
		name, more string
		want       int64
		err        string
	}{
		{"zero", `-retryAttempts:0`, 0, ""},
		{"greatest", `-retryAttempts:2147483647`, 2147483647, ""},
		{"sign", `-retryAttempts:+3`, 3, ""},
		{"quoted blanks", `-retryAttempts:" 3 "`, 3, ""},
		{"too great", `-retryAttempts:2147483648`, 0,
			"The value of argument -retryAttempts should be an integer. The value '2147483648' is not valid."},
		{"far too great", `-retryAttempts:99999999999999999999`, 0,
			"The value of argument -retryAttempts should be an integer. The value '99999999999999999999' is not valid."},
		{"fraction", `-retryAttempts:1.5`, 0,
			"The value of argument -retryAttempts should be an integer. The value '1.5' is not valid."},
		{"negative interval", `-retryInterval:-1`, 0,
			"The value '-1' for 'RetryInterval' is not valid. Acceptable values are in the range '0' to '2147483647'."},
		{"no copies", `-parallel:0`, 0, "The value '0' for 'Parallel' is not valid. Acceptable values are in the range '1' to '1024'."},
		{"many copies", `-parallel:1025`, 0,
			"The value '1025' for 'Parallel' is not valid. Acceptable values are in the range '1' to '1024'."},
		{"no bytes", `-maxSize:0`, 0,
			"The value '0' for 'MaxSize' is not valid. Acceptable values are in the range '1' to '9223372036854775807'."},
		{"size in words", `-maxSize:1GB`, 0, "The value of argument -maxSize should be an integer. The value '1GB' is not valid."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := cmdline.ParseLine("-verb:dump -source:a " + tt.more)
			if tt.err != "" {
				require.EqualError(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, cmdline.Number{Value: tt.want, Set: true}, c.RetryAttempts)
			require.Equal(t, tt.want, c.RetryAttempts.Or(cmdline.DefaultRetryAttempts))
			require.EqualValues(t, 1000, c.RetryInterval.Or(cmdline.DefaultRetryInterval))
		})
	}
	_, err := cmdline.ParseLine("-verb:dump -source:a -maxSize:9223372036854775807 -maxEntries:1 -maxRatio:2")
	require.NoError(t, err)
}

func TestLevels(t *testing.T) {
	for _, tt := range []struct {
		more string
		want cmdline.Level
		name string
	}{
		{``, cmdline.LevelInfo, "Info"},
		{`-verbose`, cmdline.LevelVerbose, "Verbose"},
		{`-verbose:`, cmdline.LevelVerbose, "Verbose"},
		{`-verbose:""`, cmdline.LevelVerbose, "Verbose"},
		{`-verbose:"warning"`, cmdline.LevelWarning, "Warning"},
		{`-verbose:OFF`, cmdline.LevelOff, "Off"},
		{`-verbose:0`, cmdline.LevelOff, "Off"},
		{`-verbose:1`, cmdline.LevelError, "Error"},
		{`-verbose:2`, cmdline.LevelWarning, "Warning"},
		{`-verbose:3`, cmdline.LevelInfo, "Info"},
		{`-verbose:4`, cmdline.LevelVerbose, "Verbose"},
		{`-verbose:-1`, cmdline.LevelOff, "Off"},
		{`-verbose:2147483647`, cmdline.LevelVerbose, "Verbose"},
		{`-verbose:1 -verbose:2`, cmdline.LevelWarning, "Warning"},
	} {
		t.Run(tt.more, func(t *testing.T) {
			c, err := cmdline.ParseLine("-verb:dump -source:a " + tt.more)
			require.NoError(t, err)
			require.Equal(t, tt.want, c.Verbose)
			require.Equal(t, tt.name, c.Verbose.String())
		})
	}
	for _, bad := range []string{"false", "5x", "2147483648", "Trace"} {
		_, err := cmdline.ParseLine("-verb:dump -source:a -verbose:" + bad)
		require.EqualError(t, err, "Argument -verbose must be one of the following: Off, Info, Warning, Error, or Verbose.")
		require.ErrorContains(t, errors.Unwrap(err), bad)
	}
	require.Equal(t, "Off", cmdline.Level(-9).String())
	require.Equal(t, "Verbose", cmdline.Level(9).String())
}

func TestFlags(t *testing.T) {
	const line = "-verb:dump -source:a "
	for _, tt := range []struct {
		more string
		want cmdline.Command
	}{
		{`-allowUntrusted:true`, cmdline.Command{AllowUntrusted: true}},
		{`-allowUntrusted="True"`, cmdline.Command{AllowUntrusted: true}},
		{`-allowUntrusted:false`, cmdline.Command{}},
		{`-showSecure:FALSE`, cmdline.Command{}},
		{`-showSecure -showSecure:false`, cmdline.Command{}},
		{`-showSecure:false -showSecure`, cmdline.Command{ShowSecure: true}},
		{`-showSecure:0`, cmdline.Command{ShowSecure: true}},
		{`-whatif:'False'`, cmdline.Command{WhatIf: true}},
		{`-useCheckSum:FALSE`, cmdline.Command{UseChecksum: true}},
		{`-xml:a -xml`, cmdline.Command{XML: true}},
		{`-incremental -enableTransaction -strictParams -disableAppStore -debug`, cmdline.Command{
			Incremental: true, EnableTransaction: true, StrictParams: true, DisableAppStore: true, Debug: true,
		}},
		{`-xmlEdit:Lossless`, cmdline.Command{XMLEdit: cmdline.XMLEditLossless}},
		{`-xmlEdit:MSDEPLOY`, cmdline.Command{XMLEdit: cmdline.XMLEditMSDeploy}},
	} {
		t.Run(tt.more, func(t *testing.T) {
			tt.want.Verb, tt.want.Source = cmdline.VerbDump, obj("a", "")
			parsed(t, line+tt.more, &tt.want)
		})
	}
	_, err := cmdline.ParseLine(line + "-xmlEdit:none")
	require.EqualError(t, err, "Argument -xmlEdit must be one of the following: lossless, msdeploy.")
}

func TestHelp(t *testing.T) {
	for _, tt := range []struct {
		line string
		want cmdline.Command
	}{
		{`-help`, cmdline.Command{Help: true}},
		{`-?`, cmdline.Command{Help: true}},
		{`-HELP:skip`, cmdline.Command{Help: true, HelpTopic: "skip"}},
		{`-?=skip`, cmdline.Command{Help: true, HelpTopic: "skip"}},
		{`-Help -Source:dbDacFx`, cmdline.Command{Help: true, Source: obj("dbDacFx", "")}},
		{`-verb:dump -help`, cmdline.Command{Help: true, Verb: cmdline.VerbDump}},
		{`-verb:dump -help -enableRule:x`, cmdline.Command{Help: true, Verb: cmdline.VerbDump, EnableRules: []string{"x"}}},
	} {
		t.Run(tt.line, func(t *testing.T) { parsed(t, tt.line, &tt.want) })
	}
	_, err := cmdline.ParseLine("-help -bogus")
	require.EqualError(t, err, "Unrecognized argument '-bogus'.")
	_, err = cmdline.ParseLine("-help -verb:bogus")
	require.ErrorContains(t, err, "Unrecognized verb 'bogus'.")
}

func TestLookup(t *testing.T) {
	o := obj("auto", "", set("UserName", "u"), cmdline.Setting{Name: "tempAgent"})
	v, ok := o.Setting("username")
	require.True(t, ok)
	require.Equal(t, "u", v)
	v, ok = o.Setting("TEMPAGENT")
	require.True(t, ok)
	require.Empty(t, v)
	_, ok = o.Setting("password")
	require.False(t, ok)
}
