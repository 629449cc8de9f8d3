package cmdline_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/cmdline"
)

func TestRedacted(t *testing.T) {
	for _, tt := range []struct{ name, line, want string }{
		{"password",
			`-verb:sync -source:a,Password=secret -dest:b,userName=u,PASSWORD="'secret'",encryptPassword=secret,x=1`,
			`-verb:sync -source:a,Password=****** -dest:b,userName=u,PASSWORD=******,encryptPassword=******,x=1`},
		{"password of a nested provider",
			`-verb:sync -source:a,dbFullSql.password=secret -dest:b`,
			`-verb:sync -source:a,dbFullSql.password=****** -dest:b`},
		{"password in place of the provider",
			`-verb:sync -source:a -dest:password=secret,auto=true`,
			`-verb:sync -source:a -dest:password=******,auto=true`},
		{"password without a value",
			`-verb:sync -source:a,password -dest:b,password=`,
			`-verb:sync -source:a,password -dest:b,password=******`},
		{"commands before and after",
			`-verb:sync -source:a -dest:b -preSync:runCommand='x y',password=secret -postSync:runCommand=z,password=secret`,
			`-verb:sync -source:a -dest:b -preSync:runCommand="x y",password=****** -postSync:runCommand=z,password=******`},
		{"parameters",
			`-verb:sync -source:a -dest:b -setParam:name=n,VALUE=secret -setParam:'App Name'=secret -setParam:kind=k,scope=s,match=m,value=secret`,
			`-verb:sync -source:a -dest:b -setParam:name=n,VALUE=****** -setParam:"App Name"=****** -setParam:kind=k,scope=s,match=m,value=******`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := cmdline.ParseLine(tt.line)
			require.NoError(t, err)
			require.Equal(t, tt.want, c.Redacted())
			require.Equal(t, tt.want, c.String())
			for _, s := range []string{fmt.Sprint(c), fmt.Sprintf("%+v %s", c, c), fmt.Sprint(*c), fmt.Sprint(c.Source, c.Dest, *c.Dest)} {
				require.NotContains(t, s, "secret")
			}
			again, err := cmdline.ParseLine(tt.line)
			require.NoError(t, err)
			require.Equal(t, again, c, "the command itself keeps its secrets")
		})
	}
}

func TestRedactedNeverFails(t *testing.T) {
	c := &cmdline.Command{XPath: `"a`, Dest: obj(`"b`, `c"`, set("password", `"secret"`), set("x", `, ' , " , ' ,`))}
	require.Equal(t, `-dest:"b=c",password=******,x=, ' , " , ' , -xpath:"a`, c.Redacted())
}
