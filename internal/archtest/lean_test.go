package archtest

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A program that syncs folders, with all rules, carries nothing that reads
// documents or packages, or talks to other machines. The XPath of skips is not a
// document's: it selects objects.
func TestSyncingFoldersTakesLittle(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "./sync", "./provider", "./provider/fsys", "./rules")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	require.NoError(t, err)
	list := strings.Fields(string(out))
	require.Contains(t, list, module+"/rules")
	for _, imp := range list {
		for _, heavy := range []string{
			"archive", "compress", "crypto", "encoding/xml", "net", "github.com/beevik", "github.com/klauspost", "github.com/pelletier",
			"github.com/tailscale", "github.com/theory", "go.yaml.in", "golang.org/x/text",
		} {
			assert.False(t, strings.HasPrefix(imp+"/", heavy+"/"), "syncing folders takes %s", imp)
		}
	}
}
