package conformance

import (
	"path/filepath"
	"regexp"
	"strings"
)

// normaliser brings printed text and XML to the suite's form. The same steps
// are taken on recorded text, where those that were taken before change
// nothing.
type normaliser struct {
	folder *strings.Replacer // the work folder in its spellings
}

// newNormaliser makes a normaliser for a run in the given work folder.
func newNormaliser(work string) *normaliser {
	slashed := filepath.ToSlash(work)
	inPackage := slashed
	if drive := filepath.VolumeName(slashed); len(drive) == 2 {
		inPackage = drive[:1] + "_" + strings.ToUpper(drive[:1]) + slashed[2:]
	}
	// The first pair that fits is taken. A tool may write one slash or two
	// between Content and a rooted path.
	return &normaliser{folder: strings.NewReplacer(
		"Content/"+inPackage, "Content/$W",
		"Content"+inPackage, "Content/$W",
		`Content\`+filepath.FromSlash(inPackage), "Content/$W",
		work, "$W",
		slashed, "$W",
	)}
}

var (
	underFolder    = regexp.MustCompile(`\$W[^"'<>|\r\n)]*`)
	providerBlob   = regexp.MustCompile(`(MSDeploy\.MSDeployProviderOptions=")([^"{][^"]*)"`)
	descriptor     = regexp.MustCompile(` (?:securityDescriptor|parentSecurityDescriptors)="[^"]*"`)
	descriptorName = regexp.MustCompile(`securityDescriptor,parentSecurityDescriptors,|,securityDescriptor\b`)
	randomName     = regexp.MustCompile(`MSDeploySetParameter-[0-9]+`)
	checksumPair   = regexp.MustCompile(`checksum\['[^']*','[^']*'\]`)
	guid           = regexp.MustCompile(`[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}`)
	machineDetails = regexp.MustCompile(`\b(osVersion|winDir|machineName|processorArchitecture|buildVersion)="[^"]*"`)
)

// text returns printed text, or the text of an XML file, in the suite's form.
func (n *normaliser) text(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = providerBlob.ReplaceAllStringFunc(s, func(attribute string) string {
		m := providerBlob.FindStringSubmatch(attribute)
		options, err := decodeOptions(m[2])
		if err != nil {
			options = "{not readable: " + err.Error() + "}"
		}
		return m[1] + options + `"`
	})
	s = n.folder.Replace(s)
	s = underFolder.ReplaceAllStringFunc(s, func(path string) string {
		return strings.ReplaceAll(path, `\`, "/")
	})
	s = descriptor.ReplaceAllString(s, "")
	s = descriptorName.ReplaceAllString(s, "") // in lists of what differs
	s = randomName.ReplaceAllString(s, "MSDeploySetParameter-#")
	s = checksumPair.ReplaceAllString(s, "checksum['#','#']")
	s = guid.ReplaceAllString(s, "#GUID#")
	return machineDetails.ReplaceAllString(s, `$1="#"`)
}

// stream returns the text of a stream of the given case. Where a skip is chosen
// by xpath, msdeploy announces a skipped object every time it looks at it; only
// the last announcement of each is kept, on both sides.
func (n *normaliser) stream(c *Case, s string) string {
	s = n.text(s)
	if c.skipsByXPath() {
		s = keepLast(s, " skipped due to skip directive ")
	}
	return s
}

// skipsByXPath reports that an argument is a -skip with an xpath condition.
func (c *Case) skipsByXPath() bool {
	for _, arg := range c.Args {
		arg = strings.ToLower(arg)
		if strings.HasPrefix(arg, "-skip") && strings.Contains(arg, "xpath=") {
			return true
		}
	}
	return false
}

// keepLast drops every line that holds mark and comes again further down.
func keepLast(s, mark string) string {
	lines := strings.SplitAfter(s, "\n")
	last := map[string]int{}
	for i, line := range lines {
		last[line] = i
	}
	var b strings.Builder
	for i, line := range lines {
		if last[line] == i || !strings.Contains(line, mark) {
			b.WriteString(line)
		}
	}
	return b.String()
}
