package param_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/param"
)

const recordedReferences = `<parameters>
  <parameter name="Base" defaultValue="http://h" />
  <parameter name="Mid" defaultValue="{Base}/mid" />
  <parameter name="Leaf" defaultValue="{Mid}/leaf?b={Base}"><parameterEntry kind="TextFile" scope="settings" match="@HOST@"/></parameter>
</parameters>`

func oneReference(def string) string {
	return `<parameters><parameter name="P" defaultValue="` + def + `"><parameterEntry kind="TextFile" scope="settings" match="@HOST@"/></parameter>
<parameter name="Q" defaultValue="{P}"/></parameters>`
}

func TestReferences(t *testing.T) {
	hostAndURL := `<parameters><parameter name="Host"><parameterEntry kind="TextFile" scope="settings" match="@HOST@"/></parameter>
<parameter name="Url" defaultValue="http://{host}/app"><parameterEntry kind="TextFile" scope="settings" match="URL"/></parameter></parameters>`
	for _, c := range []struct {
		name, set string
		args      []string
		want      string
	}{
		{"use-refs", recordedReferences, nil, "host={Base}/mid/leaf?b=http://h;URL"},
		{"refs-override", recordedReferences, []string{"Base=https://other"}, "host={Base}/mid/leaf?b=https://other;URL"},
		{"refs-override-mid", recordedReferences, []string{"Mid=literal"}, "host=literal/leaf?b=http://h;URL"},
		{"use-braces", oneReference("{{x}} {} {unclosed"), nil, "host={{x}} {} {unclosed;URL"},
		{"use-cyclic", oneReference("{Q}"), nil, "host={P};URL"},
		{"use-selfref", oneReference("x{P}"), nil, "host=xx{P};URL"},
		{"use-missingref", oneReference("a{Nope}b"), nil, "host=a{Nope}b;URL"},
		{"use-casing", hostAndURL, []string{"Host=dh"}, "host=dh;http://dh/app"},
		{"deploy-braces", hostAndURL, []string{"Host={Url}"}, "host={http://http://{host}/app/app};http://http://{host}/app/app"},
		{"deploy-empty", strings.Replace(hostAndURL, `name="Host">`, `name="Host"><parameterValidation kind="AllowEmpty"/>`, 1), []string{"Host="}, "host=;http:///app"},
		{"twice in one", oneReference("{q}{Q}"), []string{"Q=1"}, "host=11;URL"},
		{"dollars are literal", oneReference("{Q}"), []string{"Q=$1$&"}, "host=$1$&;URL"},
	} {
		t.Run(c.name, func(t *testing.T) {
			set, err := assign(t, parseSet(t, c.set), c.args...)
			require.NoError(t, err)
			out, _ := rewritten(t, set, nil, &file{path: "/site/settings.txt", text: "host=@HOST@;URL"})
			if c.name == "deploy-braces" {
				// The value of Host itself is not expanded, but holds what the next entry matches.
				require.Equal(t, "host={http://http://{host}/app/app};http://http://{host}/app/app", out)
				return
			}
			require.Equal(t, c.want, out)
		})
	}
}

// References that multiply are stopped.
func TestReferencesExplode(t *testing.T) {
	var b strings.Builder
	b.WriteString("<parameters>")
	for i := range 30 {
		fmt.Fprintf(&b, `<parameter name="p%d" defaultValue="%s"/>`, i, strings.Repeat(fmt.Sprintf("{p%d}", i+1), 10))
	}
	b.WriteString("</parameters>")
	start := time.Now()
	_, err := param.Bind(parseSet(t, b.String()), nil)
	require.ErrorContains(t, err, "grows too large")
	require.Less(t, time.Since(start), 10*time.Second)
}
