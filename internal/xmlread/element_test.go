package xmlread_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/xmlread"
)

func TestElements(t *testing.T) {
	e, err := xmlread.Read(strings.NewReader("<?xml version='1.0'?>\n<p:Root xmlns='u' xmlns:p='v' A='1 &amp; 2' p:b='no'>" +
		"one<!-- not --><X/><![CDATA[<two>]]>\n <x c=''>&#65;</x></p:Root>"))
	require.NoError(t, err)
	require.Equal(t, "Root", e.Name())
	require.True(t, e.Is("root"))
	line, column := e.Position()
	require.Equal(t, []int{2, 1}, []int{line, column})
	attrs, err := e.Attributes()
	require.NoError(t, err)
	require.Equal(t, []xmlread.Attribute{{Name: "A", Value: "1 & 2"}}, attrs)
	for name, want := range map[string]string{"a": "1 & 2", "b": "", "xmlns": ""} {
		v, err := e.Attr(name)
		require.NoError(t, err)
		require.Equal(t, want, v, name)
	}
	text, err := e.Text()
	require.NoError(t, err)
	require.Equal(t, "one<two>\n ", text)
	kids := e.Children()
	require.Len(t, kids, 2)
	text, err = kids[1].Text()
	require.NoError(t, err)
	require.Equal(t, "A", text)
}

// Entities of a document type are no reason to refuse a document, but have no
// value.
func TestEntities(t *testing.T) {
	e, err := xmlread.Read(strings.NewReader("<!DOCTYPE r [<!ENTITY e 'x'>]>\n<r a='&e;'>&e;<b/></r>"))
	require.NoError(t, err)
	require.Len(t, e.Children(), 1)
	_, aerr := e.Attributes()
	_, verr := e.Attr("a")
	_, terr := e.Text()
	for _, err := range []error{aerr, verr, terr} {
		var s *xmlread.SyntaxError
		require.ErrorAs(t, err, &s)
		require.Equal(t, 2, s.Line)
		require.Contains(t, s.Reason, "Entities")
	}
}

func TestRefusals(t *testing.T) {
	_, err := xmlread.Read(strings.NewReader("<a>\n <b></a>"))
	var s *xmlread.SyntaxError
	require.ErrorAs(t, err, &s)
	require.Equal(t, 2, s.Line)

	_, err = xmlread.Read(io.MultiReader(strings.NewReader("<a>"), strings.NewReader(strings.Repeat(" ", xmlread.MaxSize))))
	require.ErrorIs(t, err, xmlread.ErrTooLarge)

	boom := errors.New("boom")
	_, err = xmlread.Read(iotest.ErrReader(boom))
	require.ErrorIs(t, err, boom)
}
