package cmdline_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
)

// A refusal is a recorded command line that is refused for what it says, whatever
// is on disk.
type refusal struct {
	name, line string // of the recording
	want       string // its first line on standard error, without "Error: "
	inner      bool   // whether a second line of the runtime followed
}

func refused(t *testing.T, refusals []refusal) {
	t.Helper()
	for _, tt := range refusals {
		t.Run(tt.name, func(t *testing.T) {
			c, err := cmdline.ParseLine(tt.line)
			require.Nil(t, c)
			var e *cmdline.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, tt.want, e.Error())
			require.Equal(t, tt.inner, e.Unwrap() != nil)
		})
	}
}

// The recorded errors of items that are no switch.
func TestRecordedUnknownError(t *testing.T) {
	refused(t, []refusal{
		{"cmdline/abbreviated", `-verb:dump -sou:dirPath=$W/site2`,
			`Unrecognized argument '-sou'.`, false},
		{"cmdline/colon-only", `-:x`,
			`Unrecognized argument '-'.`, false},
		{"cmdline/comma-space", `-verb:sync -source:filePath=$W/txt/tokens.txt -dest:filePath=$W/o.txt -setParam:kind=TextFile, scope=tokens,match=@HOST@,value=x`,
			`Unrecognized argument 'scope=tokens,match=@HOST@,value=x'. All arguments must begin with "-".`, false},
		{"cmdline/disablecryptography", `-verb:dump -source:dirPath=$W/site2 -disableCryptography`,
			`Unrecognized argument '-disableCryptography'.`, false},
		{"cmdline/double-dash", `--verb:dump --source:dirPath=$W/site2`,
			`Unrecognized argument '--verb'.`, false},
		{"cmdline/empty-dash", `-`,
			`Unrecognized argument '-'.`, false},
		{"cmdline/not-dash", `foo`,
			`Unrecognized argument 'foo'. All arguments must begin with "-".`, false},
		{"cmdline/quotes-whole", `-verb:dump "-source:dirPath=$W/site/with space"`,
			`Unrecognized argument '"-source:dirPath=$W/site/with space"'. All arguments must begin with "-".`, false},
		{"cmdline/slash", `/verb:dump /source:dirPath=$W/site2`,
			`Unrecognized argument '/verb:dump'. All arguments must begin with "-".`, false},
		{"cmdline/unknown", `-verb:dump -source:dirPath=$W/site -bogus:1`,
			`Unrecognized argument '-bogus'.`, false},
		{"cmdline/unknown-first", `-bogus -verb:dump`,
			`Unrecognized argument '-bogus'.`, false},
	})
}

// The recorded errors of values that are missing or wrong.
func TestRecordedValueError(t *testing.T) {
	refused(t, []refusal{
		{"cmdline/dest-empty", `-verb:sync -source:dirPath=$W/site2 -dest:`,
			`Argument '-dest' must have a value specified.`, false},
		{"cmdline/key-spaces", `-verb:sync -source:filePath=$W/txt/tokens.txt -dest:filePath=$W/o.txt -setParam: kind=TextFile`,
			`Argument '-setParam' must have a value specified.`, false},
		{"cmdline/retry-bad", `-verb:dump -source:dirPath=$W/site2 -retryAttempts:abc`,
			`The value of argument -retryAttempts should be an integer. The value 'abc' is not valid.`, true},
		{"cmdline/retry-interval-bad", `-verb:dump -source:dirPath=$W/site2 -retryInterval:x`,
			`The value of argument -retryInterval should be an integer. The value 'x' is not valid.`, true},
		{"cmdline/retry-negative", `-verb:dump -source:dirPath=$W/site2 -retryAttempts:-1`,
			`The value '-1' for 'RetryAttempts' is not valid. Acceptable values are in the range '0' to '2147483647'.`, false},
		{"cmdline/retry-novalue", `-verb:dump -source:dirPath=$W/site2 -retryAttempts`,
			`Argument '-retryAttempts' must have a value specified.`, false},
		{"cmdline/setting-twice", `-verb:dump -source:dirPath=$W/site2,ignoreErrors=1,ignoreErrors=2`,
			`The setting 'ignoreErrors' must only be specified once.`, false},
		{"cmdline/source-empty", `-verb:dump -source:`,
			`Argument '-source' must have a value specified.`, false},
		{"cmdline/source-novalue", `-verb:dump -source`,
			`Argument '-source' must have a value specified.`, false},
		{"cmdline/space-after-colon", `-verb:dump -source: dirPath=$W/site2`,
			`Argument '-source' must have a value specified.`, false},
		{"cmdline/space-before-colon", `-verb :dump -source:dirPath=$W/site2`,
			`Argument '-verb' must have a value specified.`, false},
		{"cmdline/verb-empty", `-verb: -source:dirPath=$W/site2`,
			`Argument '-verb' must have a value specified.`, false},
		{"cmdline/verbose-false", `-verb:dump -source:dirPath=$W/site2 -verbose:false`,
			`Argument -verbose must be one of the following: Off, Info, Warning, Error, or Verbose.`, true},
		{"cmdline/xpath-novalue", `-verb:dump -source:dirPath=$W/site2 -xpath`,
			`Argument '-xpath' must have a value specified.`, false},
		{"presync/no-value", `-verb:sync -source:dirPath=$W/site2 -dest:dirPath=$W/d -preSync -whatif`,
			`Argument '-preSync' must have a value specified.`, false},
		{"skip-replace/skip-no-value", `-verb:sync -source:dirPath=$W/site -dest:dirPath=$W/d -skip`,
			`Argument '-skip' must have a value specified.`, false},
	})
}

// The recorded errors of switches that do not go together.
func TestRecordedUsageError(t *testing.T) {
	refused(t, []refusal{
		{"cmdline/dest-none", `-verb:sync -source:dirPath=$W/site`,
			`A '-dest' argument must be specified with the 'sync' verb.`, false},
		{"cmdline/dump-enablerule", `-verb:dump -source:dirPath=$W/site2 -enableRule:DoNotDeleteRule`,
			`Rule changing is supported only for the Sync verb.`, false},
		{"cmdline/dump-replace", `-verb:dump -source:dirPath=$W/site2 -replace:objectName=filePath,match=old,replace=new`,
			`Rule changing is supported only for the Sync verb.`, false},
		{"cmdline/dump-with-dest", `-verb:dump -source:dirPath=$W/site -dest:dirPath=$W/d`,
			`The argument '-dest' is not supported with the 'dump' verb.`, false},
		{"cmdline/getdependencies-nosource", `-verb:getDependencies`,
			`The source must be specified by using the -source argument.`, false},
		{"cmdline/getparameters-dest", `-verb:getParameters -source:package=$W/zips/params.zip -dest:auto`,
			`The argument '-dest' is not supported with the 'getParameters' verb.`, false},
		{"cmdline/getsysteminfo-nosource", `-verb:getSystemInfo`,
			`The source must be specified by using the -source argument.`, false},
		{"cmdline/source-none", `-verb:sync -dest:dirPath=$W/d`,
			`The source must be specified by using the -source argument.`, false},
		{"cmdline/twice-source", `-verb:dump -source:dirPath=$W/site -source:dirPath=$W/site2`,
			`Argument '-source' may only be specified once.`, false},
		{"cmdline/twice-verb", `-verb:dump -verb:sync -source:dirPath=$W/site2`,
			`Argument '-verb' may only be specified once.`, false},
		{"cmdline/value-odd-dq-eats", `-verb:sync -setParam:kind=TextFile,scope=tokens,match=@HOST@,value='a"b' -source:filePath=$W/txt/tokens.txt -dest:filePath=$W/o.txt`,
			`The source must be specified by using the -source argument.`, false},
		{"cmdline/value-odd-sq-eats", `-verb:sync -setParam:kind=TextFile,scope=tokens,match=@HOST@,value="a'b" -source:filePath=$W/txt/tokens.txt -dest:filePath=$W/o.txt`,
			`The source must be specified by using the -source argument.`, false},
		{"cmdline/verb-migrate", `-verb:migrate -source:dirPath=$W/site2 -dest:dirPath=$W/d`,
			`Unrecognized verb 'migrate'. Must be one of the following: sync, dump, delete, getDependencies, getParameters, getSystemInfo.`, false},
		{"cmdline/verb-none", `-source:dirPath=$W/site2`,
			`The verb must be specified by using the -verb argument.`, false},
		{"cmdline/verb-unknown", `-verb:frobnicate -source:dirPath=$W/site2`,
			`Unrecognized verb 'frobnicate'. Must be one of the following: sync, dump, delete, getDependencies, getParameters, getSystemInfo.`, false},
		{"delete/no-object", `-verb:delete`,
			`A '-dest' argument must be specified with the 'delete' verb.`, false},
		{"delete/source-only", `-verb:delete -source:dirPath=$W/site2`,
			`A '-dest' argument must be specified with the 'delete' verb.`, false},
		{"presync/twice", `-verb:sync -source:dirPath=$W/site2 -dest:dirPath=$W/d -preSync:runCommand='echo a' -preSync:runCommand='echo b' -whatif`,
			`Argument '-preSync' may only be specified once.`, false},
	})
}
