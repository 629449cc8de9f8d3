package confedit_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/webdeploy-go/webdeploy/internal/confedit"
)

// replaceOne returns text with the only occurrence of old replaced.
func replaceOne(t *testing.T, text, old, to string) string {
	t.Helper()
	require.Equal(t, 1, strings.Count(text, old), old)
	return strings.Replace(text, old, to, 1)
}

const manifests = `# Deployed by the pipeline.
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  LOG_LEVEL: "info"
  app.properties: |
    # not a comment
    color=blue
    mode: dark
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {app: web, tier: "front"}
spec:
  replicas: 2   # raised at night
  template:
    spec:
      containers:
      - name: web
        image: registry.local/web:1.0
        args: ["--port=80", --verbose]
        env:
        - {name: MODE, value: 'a'}
        - name: TOKEN
          valueFrom:
            secretKeyRef: {name: t, key: k}

        resources:
          limits:
            cpu: 500m
      - name: sidecar
        image: registry.local/side:2.0
---
# nothing more
`

const compose = `version: '3.8'
x-common: &common
  restart: unless-stopped
  logging: &log
    driver: json-file
    options: {max-size: 10m}
services:
  web:
    <<: *common
    image: web:1
    ports:
      - "80:80"
      - 22:22
    environment:
      - A=1
      - B: two
    command: >-
      serve
      --fast

  db:
    <<: [*common, {cpus: 1}]
    logging: *log
`

const workflow = `name: CI
on: [push, pull_request]
env: &env
  GO: '1.26'
  EMPTY:
jobs:
  test:
    runs-on: ${{ matrix.os }}
    strategy:
      matrix:
        os: [ubuntu-latest, windows-latest]
    env: *env
    steps:
      - uses: actions/checkout@v4
      - name: Test
        if: github.event_name == 'push' && !cancelled()
        run: |
          go vet ./...

          go test ./...
        timeout-minutes: 10
`

// In files as people write them one value changes, and no other byte does.
func TestYAMLFilesKeepEverythingElse(t *testing.T) {
	for _, c := range []struct{ text, path, value, old, to string }{
		{manifests, "data:LOG_LEVEL", "debug", `"info"`, `"debug"`},
		{manifests, "data:app.properties", "a=b\n\n# c\n", "    # not a comment\n    color=blue\n    mode: dark\n", "    a=b\n\n    # c\n"},
		{manifests, "metadata:labels:tier", "back", `"front"`, `"back"`},
		{manifests, "spec:replicas", "3", "replicas: 2 ", "replicas: 3 "},
		{manifests, "spec:template:spec:containers:0:image", "registry.local/web:1.1", "web:1.0", "web:1.1"},
		{manifests, "$..containers[?@.name=='sidecar'].image", "a:b", "registry.local/side:2.0", "a:b"},
		{manifests, "$..args[1]", "--level={x}", "--verbose", `"--level={x}"`},
		{manifests, "$..env[?@.name=='MODE'].value", "it's", "'a'", "'it''s'"},
		{manifests, "$..cpu", "1", "cpu: 500m", `cpu: "1"`},
		{compose, "version", "3.9", "'3.8'", "'3.9'"},
		{compose, "services:web:ports:0", "81:80", `"80:80"`, `"81:80"`},
		{compose, "services:web:ports:1", "23:22", "22:22", "23:22"},
		{compose, "services:web:environment:1:B", "2", "two", `"2"`},
		{compose, "services:web:command", "serve", ">-\n      serve\n      --fast", "|-\n      serve"},
		{compose, "x-common:restart", "always", "unless-stopped", "always"},
		{compose, "x-common:logging:options:max-size", "1g", "10m", "1g"},
		{compose, "services:db:logging", "{}", "*log", "{}"},
		{compose, "services:web:<<", "{}", "<<: *common\n    image", "<<: {}\n    image"},
		{workflow, "on", `["push"]`, "[push, pull_request]", `["push"]`},
		{workflow, "env:GO", "1.27", "1.26", "1.27"},
		{workflow, "jobs:test:steps:1:run", "go test\n", "          go vet ./...\n\n          go test ./...\n", "          go test\n"},
		{workflow, "jobs:test:runs-on", "${{ x }}", "${{ matrix.os }}", "${{ x }}"},
		{workflow, "$..os[1]", "macos-latest", "windows-latest", "macos-latest"},
		{workflow, "jobs:test:steps:1:timeout-minutes", "20", "10", "20"},
		{workflow, "JOBS:Test:Steps:1:NAME", "Check", "name: Test", "name: Check"},
	} {
		want := replaceOne(t, c.text, c.old, c.to)
		for _, brk := range []string{"\n", "\r\n"} {
			got, err := edit(confedit.YAML, strings.ReplaceAll(c.text, "\n", brk), c.path, c.value, false)
			require.NoError(t, err, c.path)
			require.Equal(t, strings.ReplaceAll(want, "\n", brk), got)
		}
	}
}

// Directives, document markers, comments and tabs stay, and a last line without
// an end gets none.
func TestYAMLStreams(t *testing.T) {
	testEdits(t, confedit.YAML, []editCase{
		{"%YAML 1.1\n---\nk: b\n", "k", "c", "%YAML 1.1\n---\nk: c\n"},
		{"# x\n\n%YAML  1.2 # y\n%TAG !e! tag:e,1:\n--- # z\nk: !e!f b", "k", "c", "# x\n\n%YAML  1.2 # y\n%TAG !e! tag:e,1:\n--- # z\nk: !e!f c"},
		{"a: b\n...\n# x\n%YAML 1.2\n---\nk: |\n %YAML 1.2\n...\n", "a", "c", "a: c\n...\n# x\n%YAML 1.2\n---\nk: |\n %YAML 1.2\n...\n"},
		{"--- 'x\n\n%YAML 1.2'\n--- y\n...\n", "$", "z", "--- 'z'\n--- z\n...\n"},
		{"--- a\n--- >\n b\n--- \"c\"\n", "$", "z", "--- z\n--- |-\n z\n--- \"z\"\n"},
		{"k: b\u0085l: 'c'\u2028m: \"d\" # é\u2029n: e", "$.*", "f", "k: f\u0085l: 'f'\u2028m: \"f\" # é\u2029n: f"},
		{"é: 'ü' # ö\n😀: {ä: b}\n", "😀:ä", "c", "é: 'ü' # ö\n😀: {ä: c}\n"},
		{"k: b\t# x\t\n\n \n", "k", "c", "k: c\t# x\t\n\n \n"},
		{"k: b\n \t\nl: c\n", "k", "d", "k: d\n \t\nl: c\n"},
		{"a: 1\na: 2\n", "a", "3", "a: 3\na: 3\n"},
		{"1: a\n~: b\n\"\": c\ntrue: d\n", "$.*", "e", "1: e\n~: e\n\"\": e\ntrue: e\n"},
		{"? [a]\n: b\n? {c: d}\n: &x e\nf: *x\n", "$.*", "g", "? [a]\n: b\n? {c: d}\n: &x e\nf: g\n"},
		{"!!map &m\n!!str k: !<tag:e> b\n", "k", "c", "!!map &m\n!!str k: !<tag:e> c\n"},
		{"a: &m\n  &k k: b\nc: ! d\n", "a:k", "e", "a: &m\n  &k k: e\nc: ! d\n"},
	})
	require.Equal(t, []string{}, selected(t, confedit.YAML, "", "$..*"))
	require.Equal(t, []string{}, selected(t, confedit.YAML, "# nothing\n---\n# here\n", "$..*"))
}
