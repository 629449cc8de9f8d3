// Package memory provides folders that live in memory, as deployment trees, for
// tests and examples.
//
//	src := memory.New("/build", map[string]string{"index.html": "<h1>Hi</h1>", "img/": ""})
//	dst := memory.New("/srv/site", map[string]string{})
//	sum, err := websync.Run(ctx, src, dst, nil)
//
// A [Tree] behaves like a folder on a disk that tells upper case from lower
// case: the same attributes, order, clashes and errors, but no links, no
// permissions and no other programs. [Provider] puts trees into a registry.
package memory
