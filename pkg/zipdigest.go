package pkg

import (
	"context"
	"crypto/sha256"
)

// digest adds the list of what will be in the package and returns the digest.
func (z *zipOutput) digest(ctx context.Context) (string, error) {
	z.supersede()
	var lines []digestLine
	for i := range z.entries.len() {
		e := z.entries.at(i)
		lines = append(lines, entryLine(z.entries.shown(e), e.ext, z.sums[e.order]))
	}
	if z.old != nil {
		if err := z.old.checked(); err != nil {
			return "", err
		}
		for i := range z.old.len() {
			e := z.old.at(i)
			if z.gone[i] || i+1 < len(z.gone) && !z.gone[i+1] && z.old.shown(e) == z.old.shown(z.old.at(i+1)) {
				continue // the last of one name counts
			}
			sum, err := z.old.sum(ctx, e)
			if err != nil {
				return "", err
			}
			lines = append(lines, entryLine(z.old.shown(e), e.ext, sum))
		}
	}
	list, digest := formatDigest(lines)
	return digest, z.own(ctx, ownFile{digestFile, list})
}

// sum returns the sum of the contents of e.
func (z *zipFile) sum(ctx context.Context, e *entry) ([sha256.Size]byte, error) {
	in, err := z.openEntry(e)
	if err != nil {
		return [sha256.Size]byte{}, err
	}
	defer in.Close()
	return sumOf(ctx, in)
}
