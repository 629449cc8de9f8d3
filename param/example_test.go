package param_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/webdeploy-go/webdeploy/param"
	"github.com/webdeploy-go/webdeploy/provider"
	"github.com/webdeploy-go/webdeploy/provider/memory"
	"github.com/webdeploy-go/webdeploy/rules"
	"github.com/webdeploy-go/webdeploy/sync"
)

// A site asks for a connection string; whoever deploys it gives the parts.
// Only the value in web.config changes.
func Example() {
	set, err := param.Parse(strings.NewReader(`<parameters>
  <parameter name="Host" defaultValue="localhost" />
  <parameter name="Password" tags="Password" />
  <parameter name="Connection" defaultValue="Server={Host};Password={Password}">
    <parameterEntry kind="XmlFile" scope="\\web\.config$" match="//connectionStrings/add/@connectionString" />
  </parameter>
</parameters>`))
	if err != nil {
		fmt.Println(err)
		return
	}
	values := &param.Values{Assignments: []param.Assignment{
		{Name: "Host", Value: param.Plain("db.example.org")},
		{Name: "Password", Value: param.Secret("hunter2")},
	}}
	if set, err = values.Apply(set); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("the password is", set.Lookup("password").Value)

	binding, err := param.Bind(set, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	src := memory.New("/site", map[string]string{
		"web.config": "<configuration>\n  <connectionStrings>\n    <add name='Main' connectionString='' /> <!-- ask Joe -->\n  </connectionStrings>\n</configuration>",
	})
	dst := memory.Absent("/srv")
	sum, err := sync.Run(context.Background(), provider.Document(src), provider.DocumentTarget(dst), &sync.Options{Rules: rules.Chain{binding.Rule()}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(sum)
	fmt.Println(dst.Files()["web.config"])
	// Output:
	// the password is ******
	// Total changes: 3 (3 added, 0 deleted, 0 updated, 0 parameters changed, 176 bytes copied)
	// <configuration>
	//   <connectionStrings>
	//     <add name='Main' connectionString='Server=db.example.org;Password=hunter2' /> <!-- ask Joe -->
	//   </connectionStrings>
	// </configuration>
}

// What a package is to declare, as its parameters.xml shows it.
func ExampleSet_Format() {
	set := param.Set{{
		Name: "Mode", Default: param.Plain("release"),
		Validation: param.Validation{Check: param.Enumeration, Text: "release,debug"},
		Entries:    []param.Entry{{Kind: param.TextFile, Scope: `settings\.txt$`, Match: "@MODE@"}},
	}}
	fmt.Println(set.Format(""))
	// Output:
	// <parameters>
	//   <parameter name="Mode" defaultValue="release">
	//     <parameterValidation kind="Enumeration" validationString="release,debug" />
	//     <parameterEntry kind="TextFile" scope="settings\.txt$" match="@MODE@" />
	//   </parameter>
	// </parameters>
}
