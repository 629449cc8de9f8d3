package confedit_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/confedit"
)

// Only the bytes of the value change: comments, layout, line ends and lines that
// assign nothing stay.
func TestEnvEdits(t *testing.T) {
	testEdits(t, confedit.Env, []editCase{
		{"# A=c\r\n\r\n export  A = x y # c\r\nB='z'\r\n", "A", "1 2", "# A=c\r\n\r\n export  A = 1 2 # c\r\nB='z'\r\n"},
		{"A=1\nA: 2\nB C=3\necho A=4\nA", "A", "x", "A=x\nA: 2\nB C=3\necho A=4\nA"},
		{"A=1\nB=2\nA='3'", "A", "x", "A=x\nB=2\nA='x'"},
		{"a=1\nA=2", "A", "x", "a=1\nA=x"},
		{"A=1", "a", "x", "A=1"},
		{"Logging__Level.X-y[0]=1\nÄ=1", "$[*]", "x", "Logging__Level.X-y[0]=x\nÄ=x"},
		{"export=1\nexport =2", "export", "x", "export=x\nexport =x"},
		{"=1\nA=1", "$.*", "x", "=1\nA=x"},
		// Where a value ends.
		{"A=", "A", "x", "A=x"},
		{"A = \t\r\nB=", "A", "x", "A =x \t\r\nB="},
		{"A= # c", "A", "x", "A=x # c"},
		{"A=#c", "A", "x", "A=x"},
		{"A=x#y\t#z #c", "A", "w", "A=w #c"},
		{"A=x='y'\"z\" # c", "A", "w", "A=w # c"},
		{"A='x # y' # it's\nB=1", "A", "w", "A='w' # it's\nB=1"},
		{"A=\"x\\\"#\"#c\nB=1", "A", "w", "A=\"w\"#c\nB=1"},
		{"A='it\\'s'\nB=1", "A", "w", "A='w'\nB=1"},
		{"A='x\nB=1\n'\nB=2", "B", "w", "A='x\nB=1\n'\nB=w"},
		{"A=\"x\n# y\" # c\nB=2", "A", "w", "A=\"w\" # c\nB=2"},
		{"A=`x'\"\n` \t\nB=2", "A", "w'\"", "A=`w'\"` \t\nB=2"},
		{"A=${B:-'x y'} z", "A", "w", "A=w"},
		// The quotes stay, or become what can hold the value.
		{"A=x", "A", "", "A="},
		{"A=x # c", "A", "", "A='' # c"},
		{"A= # c", "A", "", "A='' # c"},
		{"A=x", "A", " x", "A=' x'"},
		{"A=x", "A", "x\t", "A='x\t'"},
		{"A=x", "A", "\ufeffx", "A='\ufeffx'"},
		{"A=x", "A", "a\u00a0b", "A='a\u00a0b'"},
		{"A=x", "A", "a#b", "A='a#b'"},
		{"A=x", "A", `C:\a`, `A='C:\a'`},
		{"A=x", "A", `$x "y"`, `A='$x "y"'`},
		{"A=x", "A", "`x`", "A='`x`'"},
		{"A=x", "A", "it's", `A="it's"`},
		{"A=x", "A", `it's $5\"`, `A="it's \$5\\\""`},
		{"A=x", "A", `\\server\`, `A="\\\\server\\"`},
		{"A=x", "A", "a\nB=b", `A="a\nB=b"`},
		{"A=x", "A", "a\rb", `A="a\rb"`},
		{`A="x"`, "A", "a # b", `A="a # b"`},
		{`A="x"`, "A", "", `A=""`},
		{`A="x"`, "A", "a$b", `A='a$b'`},
		{`A="x"`, "A", "a\nb", `A="a\nb"`},
		{"A=\"x\ny\"", "A", "a\nb", "A=\"a\nb\""},
		{"A=\"x\ny\"", "A", "a'\"\nb", "A=\"a'\\\"\nb\""},
		{"A='x\ny'", "A", "a\nb", "A='a\nb'"},
		{"A='x'", "A", "a\nb", `A="a\nb"`},
		{"A='x'", "A", "$", "A='$'"},
		{"A=`x`", "A", "a`b", "A='a`b'"},
	})
}

// What a reader gets is what JSONPath compares with.
func TestEnvValues(t *testing.T) {
	for text, want := range map[string]string{
		"A= x y  # c": "x y", "A=x\\n$B": "x\\n$B", "A='x\\n\\'$B'": "x\\n\\'$B", `A="\n\r\t\"\\\$$B\x\\n"`: "\n\r\t\"\\$$B\\x\\n", "A=`\\n`": "\\n",
		"A=": "", "A= #": "", "A=''": "", "A=#c": "#c", "A=\"x\r\ny\"\r\n": "x\r\ny",
	} {
		d, err := confedit.Parse(confedit.Env, text)
		require.NoError(t, err)
		p, err := confedit.Compile("A")
		require.NoError(t, err)
		list, err := d.Select(p)
		require.NoError(t, err)
		require.Len(t, list, 1)
		require.Equal(t, want, list[0].Value, text)
	}
	require.Equal(t, []string{"B"}, selected(t, confedit.Env, "A=1\nB='2'", "$[?@ == '2']"))
}

// A value that readers do not agree on is not replaced, other ones are.
func TestEnvDoubts(t *testing.T) {
	for _, line := range []string{`A="x"y`, `A="x":"y"`, `A='x' y`, `A='it's`, "A=x\rB=y", "A='x\\'\n# don'", "A=`\\`\n`"} {
		_, err := edit(confedit.Env, line, "A", "z", false)
		require.ErrorIs(t, err, confedit.ErrUnsafe, line)
		got, err := edit(confedit.Env, line+"\nC=1", "C", "2", false)
		require.NoError(t, err)
		require.Equal(t, line+"\nC=2", got)
	}
	_, err := edit(confedit.Env, "A=1", "$", "{}", false)
	require.ErrorIs(t, err, confedit.ErrUnsafe)
	_, err = edit(confedit.Env, "A=1", "A", "x\x00y", false)
	require.ErrorIs(t, err, confedit.ErrNotWritable)
}

func TestMalformedEnv(t *testing.T) {
	for text, want := range map[string][2]int{
		"A='s3cret": {1, 3}, "\né= \"s3cret\\\"\n": {2, 4}, "A=1\r\nB=`\n": {2, 3}, "A='\\": {1, 3},
	} {
		_, err := confedit.Parse(confedit.Env, text)
		var syntax *confedit.SyntaxError
		require.ErrorAs(t, err, &syntax, text)
		require.Equal(t, want, [2]int{syntax.Line, syntax.Column}, text)
		require.NotContains(t, err.Error(), "s3cret")
	}
}

func TestHostileEnv(t *testing.T) {
	_, err := confedit.Parse(confedit.Env, strings.Repeat("A=1\n", 300_000))
	require.ErrorIs(t, err, confedit.ErrTooLarge)
	for _, text := range []string{
		strings.Repeat("A='\\''\n", 240_000), strings.Repeat("A=\"\\\\\n\"\n", 100_000), strings.Repeat("A='x'y\n", 240_000), strings.Repeat("export ", 1_000_000) + "A=1\nA=1",
		strings.Repeat(" ", 1_000_000) + "A=" + strings.Repeat(" ", 1_000_000), strings.Repeat("\n", 240_000) + "A='" + strings.Repeat("\\", 1_000_000) + "'",
	} {
		_, err := edit(confedit.Env, text, "A", "it's\n", false)
		require.True(t, err == nil || strings.Contains(text, "'y"), "%v", err)
	}
}

// Whatever a variable is set to is what is read afterwards.
func TestEnvRandomValues(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	p, err := confedit.Compile("A")
	require.NoError(t, err)
	for range 1000 {
		value := strings.ReplaceAll(randomText(random), "\x00", "")
		for _, form := range []string{"x", "", " # c", "x # c", "'x'", `"x"`, "`x`", "'x\ny'", "\"x\ny\" # c", "`x\ny`"} {
			const before, after = "# c\nB='x\ny'\n", "\nC=\"z\"\n"
			text := fmt.Sprintf("%sexport A=%s%s", before, form, after)
			got, err := edit(confedit.Env, text, "A", value, false)
			require.NoError(t, err)
			require.True(t, strings.HasPrefix(got, before) && strings.HasSuffix(got, after))
			d, err := confedit.Parse(confedit.Env, got)
			require.NoError(t, err)
			list, err := d.Select(p)
			require.NoError(t, err)
			require.Equal(t, []string{"B", "A", "C"}, d.Leaves(9))
			require.Equal(t, value, list[0].Value, got)
		}
	}
}

func FuzzEnv(f *testing.F) {
	for _, s := range []string{
		"# c\nexport A=x # c\r\nB = 'y' # c\nC=\"z\\n\\\"\"\nD=`w`\nE=", "A='x\ny'\nA=\"x\ny\"", "A=\"x\"y\nB=#c\n C= # c\n", "A=x\rB=y\n\ufeffA=1", "a.b-c_[0]=\\'\"",
	} {
		for _, v := range []string{"a\"\\\u2028é", "it's $x\n", " ", "", "`#\r", "\\\\x"} {
			f.Add(s, v)
		}
	}
	fuzz(f, confedit.Env)
}
