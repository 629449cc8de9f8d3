package pkg

import "bytes"

// What systemInfo.xml may say of the package itself, in attributes of its root
// beside those of the machine: that times and flags mean nothing, and the digest.
// Readers look for the attributes that they know.
const (
	attrTimes  = "times"
	timesFixed = "fixed"
	attrDigest = "digest"
)

// claims returns what systemInfo.xml says of a package with the given digest,
// which is "" if there is to be none.
func (o *WriterOptions) claims(digest string) (list []attribute) {
	if o.Reproducible {
		list = append(list, attribute{attrTimes, timesFixed})
	}
	if digest != "" {
		list = append(list, attribute{attrDigest, digest})
	}
	return list
}

// claimsIn returns what a systemInfo.xml says. One that cannot be read says
// nothing.
func claimsIn(info []byte, limit int64) map[string]string {
	e, err := parseXML(bytes.NewReader(info), limit)
	if err != nil {
		return nil
	}
	says := map[string]string{}
	for _, name := range []string{attrTimes, attrDigest} {
		says[name], _ = e.attr(name)
	}
	return says
}
