package conformance

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// madeEntry is an entry of a zip made by a test.
type madeEntry struct {
	name         string
	data         []byte
	method       uint16
	flags        uint16
	modified     time.Time
	made, needed uint16
	external     uint32
	extra        string
	crc          uint32 // what the headers say
	size         uint32 // what the headers say
}

// entryOf returns an entry as msdeploy writes it: version 2.0, no flags,
// deflated from 128 bytes on.
func entryOf(name, data string, external uint32) madeEntry {
	e := madeEntry{
		name: name, data: []byte(data), modified: time.Date(2021, 3, 4, 5, 6, 6, 0, time.UTC),
		made: 20, needed: 20, external: external,
		crc: crc32.ChecksumIEEE([]byte(data)), size: uint32(len(data)),
	}
	if len(data) >= 128 {
		e.method = 8
	}
	return e
}

// makeZip writes the entries; spoil may change the local header of each after
// it is made, and may be nil.
func makeZip(t testing.TB, entries []madeEntry, spoil func(i int, local []byte)) []byte {
	t.Helper()
	var file, directory bytes.Buffer
	for i, e := range entries {
		data := e.data
		if e.method == 8 {
			data = deflated(t, data)
		}
		offset := file.Len()
		local := append([]byte(localMark), sharedFields(e, len(data))...)
		local = append(local, e.name+e.extra...)
		if spoil != nil {
			spoil(i, local)
		}
		file.Write(local)
		file.Write(data)

		directory.WriteString(centralMark)
		directory.Write(binary.LittleEndian.AppendUint16(nil, e.made))
		directory.Write(sharedFields(e, len(data)))
		directory.Write(make([]byte, 6)) // comment, disk, internal attributes
		directory.Write(binary.LittleEndian.AppendUint32(nil, e.external))
		directory.Write(binary.LittleEndian.AppendUint32(nil, uint32(offset)))
		directory.WriteString(e.name + e.extra)
	}
	end := append([]byte(endMark), 0, 0, 0, 0)
	end = binary.LittleEndian.AppendUint16(end, uint16(len(entries)))
	end = binary.LittleEndian.AppendUint16(end, uint16(len(entries)))
	end = binary.LittleEndian.AppendUint32(end, uint32(directory.Len()))
	end = binary.LittleEndian.AppendUint32(end, uint32(file.Len()))
	end = append(end, 0, 0)
	return append(append(file.Bytes(), directory.Bytes()...), end...)
}

// sharedFields returns the 26 bytes that both kinds of header have in a row.
func sharedFields(e madeEntry, packed int) []byte {
	m := e.modified
	b := binary.LittleEndian.AppendUint16(nil, e.needed)
	b = binary.LittleEndian.AppendUint16(b, e.flags)
	b = binary.LittleEndian.AppendUint16(b, e.method)
	b = binary.LittleEndian.AppendUint16(b, uint16(m.Hour()<<11|m.Minute()<<5|m.Second()/2))
	b = binary.LittleEndian.AppendUint16(b, uint16((m.Year()-1980)<<9|int(m.Month())<<5|m.Day()))
	b = binary.LittleEndian.AppendUint32(b, e.crc)
	b = binary.LittleEndian.AppendUint32(b, uint32(packed))
	b = binary.LittleEndian.AppendUint32(b, e.size)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(e.name)))
	return binary.LittleEndian.AppendUint16(b, uint16(len(e.extra)))
}

func deflated(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	require.NoError(t, err)
	_, err = w.Write(data)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

var optionsForm = regexp.MustCompile(`"\{([^|"]*)\|([^|"]*)\|([^}"]*)\}"`)

// withBlobs puts serialized provider options in place of the suite's form.
func withBlobs(t testing.TB, xml string) string {
	t.Helper()
	return optionsForm.ReplaceAllStringFunc(xml, func(form string) string {
		m := optionsForm.FindStringSubmatch(form)
		var names, values []string
		for setting := range strings.SplitSeq(m[3], ",") {
			if name, value, ok := strings.Cut(setting, "="); ok {
				names, values = append(names, name), append(values, value)
			}
		}
		return `"` + optionsBlob(t, m[1], m[2], names, values) + `"`
	})
}

// optionsBlob serializes provider options the way .NET does.
func optionsBlob(t testing.TB, provider, path string, names, values []string) string {
	t.Helper()
	b := append([]byte{recordHeader}, "\x01\x00\x00\x00\xff\xff\xff\xff\x01\x00\x00\x00\x00\x00\x00\x00"...)
	b = appendText(append(b, recordLibrary, 2, 0, 0, 0), "Microsoft.web.deployment, Version=7.1.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35")
	b = appendText(append(b, recordClass, 1, 0, 0, 0), "Microsoft.Web.Deployment.DeploymentProviderOptions")
	b = append(b, 4, 0, 0, 0)
	for _, member := range []string{"providerName", "path", "names", "values"} {
		b = appendText(b, member)
	}
	b = append(b, 1, 1, 6, 6, 2, 0, 0, 0)
	b = appendText(append(b, recordString, 3, 0, 0, 0), provider)
	b = appendText(append(b, recordString, 4, 0, 0, 0), path)
	b = append(b, recordReference, 5, 0, 0, 0, recordReference, 6, 0, 0, 0)
	id := byte(7)
	for i, list := range [][]string{names, values} {
		b = append(b, recordArray, byte(5+i), 0, 0, 0, byte(len(list)), 0, 0, 0)
		for _, text := range list {
			b = appendText(append(b, recordString, id, 0, 0, 0), text)
			id++
		}
	}
	return zipped(t, append(b, recordEnd))
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// zipped returns base64 of a gzip of data.
func zipped(t testing.TB, data []byte) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(data)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

// zipOfListing makes a package from its recorded listing. Contents are looked
// up by size and checksum.
func zipOfListing(t testing.TB, listing, work string, contents map[string][]byte) ([]byte, error) {
	t.Helper()
	lines, rest, _ := strings.Cut(listing, "\n----- ")
	xml := map[string]string{}
	for section := range strings.SplitSeq(rest, "\n----- ") {
		title, text, _ := strings.Cut(section, "\n")
		name, marked := strings.CutSuffix(title, " (BOM)")
		if marked {
			text = bom + text
		}
		xml[name] = withBlobs(t, strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "$W", work))
	}
	var entries []madeEntry
	for line := range strings.SplitSeq(lines, "\n") {
		e, err := entryOfLine(line, xml, contents)
		if err != nil {
			return nil, err
		}
		e.name = strings.ReplaceAll(e.name, "$W", work)
		entries = append(entries, e)
	}
	return makeZip(t, entries, nil), nil
}

func entryOfLine(line string, xml map[string]string, contents map[string][]byte) (madeEntry, error) {
	cells := strings.Split(line, "\t")
	if len(cells) != 10 {
		return madeEntry{}, fmt.Errorf("%q is no entry", line)
	}
	var e madeEntry
	var host uint16
	e.name, e.extra = cells[0], strings.TrimPrefix(cells[9], "extra=")
	data, ok := contents[cells[3]+cells[4]]
	if text, isXML := xml[e.name]; isXML {
		data, ok = []byte(text), true
	}
	if !ok && !strings.HasSuffix(e.name, "/") {
		return e, fmt.Errorf("%w of %s", errNoBytes, e.name)
	}
	e.data, e.crc, e.size = data, crc32.ChecksumIEEE(data), uint32(len(data))
	e.modified = time.Now()
	if cells[5] != "NOW" {
		var err error
		if e.modified, err = time.Parse(zipTimeLayout, cells[5]); err != nil {
			return e, err
		}
	}
	_, err := fmt.Sscanf(strings.Join([]string{cells[1], cells[2], cells[6], cells[7], cells[8]}, " "),
		"m=%d f=0x%x ver=%d/%d sys=%d ext=0x%x", &e.method, &e.flags, &e.made, &e.needed, &host, &e.external)
	e.made |= host << 8
	return e, err
}
