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

// deployed syncs one file with set applied and returns what becomes of it.
func deployed(name, text string, set param.Set) (string, error) {
	binding, err := param.Bind(set, nil)
	if err != nil {
		return "", err
	}
	src, dst := memory.New("/site", map[string]string{name: text}), memory.Absent("/srv")
	_, err = sync.Run(context.Background(), provider.Document(src), provider.DocumentTarget(dst), &sync.Options{Rules: rules.Chain{binding.Rule()}})
	return dst.Files()[name], err
}

// A value of a JSON file, found by JSONPath. Its type stays, and so do comments
// and layout.
func ExampleKind_json() {
	set, err := param.Assign(nil, param.ParsePairs(`kind=JsonFile,scope=appsettings\.json$,match=$.Servers[?@.Name=='db'].Port,value=5433`), param.Literal)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(deployed("appsettings.json", `{
  "Servers": [
    { "Name": "web", "Port": 80 },
    { "Name": "db",  "Port": 5432 }, // see the wiki
  ]
}`, set))
	// Output:
	// {
	//   "Servers": [
	//     { "Name": "web", "Port": 80 },
	//     { "Name": "db",  "Port": 5433 }, // see the wiki
	//   ]
	// } <nil>
}

// What -declareParam says: a parameter with two places.
func ExampleDeclare() {
	var set param.Set
	var err error
	for _, argument := range []string{
		`name=Host,defaultValue=localhost,description="Where the database is",kind=TextFile,scope=\.ini$,match=@HOST@`,
		`name=Host,kind=JsonFile,scope=\.json$,match=Database:Host`,
	} {
		if set, err = param.Declare(set, param.ParsePairs(argument)); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println(set.Format(""))
	// Output:
	// <parameters>
	//   <parameter name="Host" description="Where the database is" defaultValue="localhost">
	//     <parameterEntry kind="TextFile" scope="\.ini$" match="@HOST@" />
	//     <parameterEntry kind="JsonFile" scope="\.json$" match="Database:Host" />
	//   </parameter>
	// </parameters>
}

// Values from a SetParameters.xml.
func ExampleParseValues() {
	set := param.Set{{Name: "Host", Default: param.Plain("localhost"), Entries: []param.Entry{{Kind: param.EnvFile, Scope: `\.env$`, Match: "DB_HOST"}}}}
	values, err := param.ParseValues(strings.NewReader(`<parameters><setParameter name="Host" value="db.example.org" /></parameters>`))
	if err != nil {
		fmt.Println(err)
		return
	}
	if set, err = values.Apply(set); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(deployed(".env", "# where\nDB_HOST=localhost\n", set))
	// Output:
	// # where
	// DB_HOST=db.example.org
	//  <nil>
}

// A strict binding finds a mistake before anything is changed.
func ExampleBinding_Rehearse() {
	set := param.Set{{Name: "Level", Value: param.Plain("Debug"), Entries: []param.Entry{
		{Kind: param.JSONFile, Scope: `\.json$`, Match: "Logging:LogLevle:Default"},
	}}}
	binding, err := param.Bind(set, &param.Options{Strict: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	src := provider.Document(memory.New("/site", map[string]string{"app.json": `{"Logging":{"LogLevel":{"Default":"Warning"}}}`}))
	fmt.Println(binding.Rehearse(context.Background(), src, rules.Chain{binding.Rule()}))
	// Output:
	// Parameter entry 'Level/1' could not be applied to '/site/app.json'. No matches were found for the search string 'Logging:LogLevle:Default' (type 'JsonFile'). Near to it: 'Logging:LogLevel:Default'.
}

// A value that is read at run time, and printed nowhere.
func ExampleReferences() {
	environment := map[string]string{"DB_PASSWORD": "hunter2"}
	read := param.References(func(name string) (string, bool) { v, ok := environment[name]; return v, ok })
	set := param.Set{{Name: "Password", Entries: []param.Entry{{Kind: param.JSONFile, Scope: ".", Match: "Password"}}}}
	set, err := param.Assign(set, param.ParsePairs("Password=@env:DB_PASSWORD"), read)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(set.Lookup("Password").Value)
	fmt.Println(deployed("app.json", `{"Password":""}`, set))
	// Output:
	// ******
	// {"Password":"hunter2"} <nil>
}

// What a program needs to draw a form.
func ExampleSet_Fields() {
	set := param.Set{
		{Name: "Mode", FriendlyName: "Mode of the site", Default: param.Plain("release"), Validation: param.Validation{Check: param.Enumeration, Text: "release,debug"}},
		{Name: "Password", Tags: "Password"},
	}
	fields, err := set.Fields("en")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range fields {
		fmt.Printf("%s: %q %q required=%t secret=%t\n", f.Title, f.Value, f.Choices, f.Required, f.Secret)
	}
	// Output:
	// Mode of the site: "release" ["release" "debug"] required=false secret=false
	// Password: "" [] required=true secret=true
}
