package conformance

import (
	"fmt"
	"hash/crc32"
	"os"
	"strings"
	"time"
)

// zipTimeLayout is the form of an entry's time in a listing.
const zipTimeLayout = "2006-01-02T15:04:05"

// packageXML names the XML files of a package, in the order of a listing.
func packageXML() []string { return []string{"archive.xml", "parameters.xml", "systemInfo.xml"} }

// zipLister writes the listing of a package: a line for each entry in the
// order of the central directory, then the text of the XML files.
type zipLister struct {
	text *normaliser
	zone *time.Location // of entry times
	now  time.Time
}

// list returns the listing of a package file, and what is wrong with the
// package beyond what a listing shows.
func (l *zipLister) list(file string) (listing string, faults []string) {
	archive, err := os.ReadFile(file)
	if err != nil {
		return "", []string{err.Error()}
	}
	entries, err := readZip(archive)
	if err != nil {
		return "", []string{err.Error()}
	}
	var lines, texts strings.Builder
	xml := map[string][]byte{}
	for i := range entries {
		e := &entries[i]
		data, err := e.content(archive)
		if err != nil {
			faults = append(faults, err.Error())
		}
		xml[e.name] = data
		lines.WriteString(l.line(e) + "\n")
	}
	for _, name := range packageXML() {
		if data, ok := xml[name]; ok {
			texts.WriteString(l.section(name, data))
		}
	}
	return lines.String() + texts.String(), faults
}

// line returns an entry's line.
func (l *zipLister) line(e *zipEntry) string {
	modified := e.modified(l.zone)
	when := modified.Format(zipTimeLayout)
	if modified.Sub(l.now).Abs() < 24*time.Hour {
		when = "NOW"
	}
	return fmt.Sprintf("%s\tm=%d\tf=0x%x\tsize=%d\tcrc=%08x\t%s\tver=%d/%d\tsys=%d\text=0x%x\textra=%x",
		l.text.text(e.name), e.method, e.flags, e.size, e.crc, when, e.made&0xff, e.needed, e.made>>8, e.external, e.extra)
}

// section returns the text of an XML file under a line that names it.
func (l *zipLister) section(name string, data []byte) string {
	text, marked := strings.CutPrefix(string(data), bom)
	if marked {
		name += " (BOM)"
	}
	return "----- " + name + "\n" + l.text.text(text) + "\n"
}

// loosenListing brings a listing, recorded or made, to the form that is
// compared: times of folders and of the three XML files are free, and so are
// size and checksum of the XML files that say something of the machine.
func loosenListing(listing string) string {
	entries, rest := listing, ""
	if i := strings.Index(listing, "\n-----"); i >= 0 {
		entries, rest = listing[:i+1], listing[i+1:]
	}
	var b strings.Builder
	for line := range strings.Lines(entries) {
		cells := strings.Split(line, "\t")
		if len(cells) == 10 {
			loosenEntry(cells)
		}
		b.WriteString(strings.Join(cells, "\t"))
	}
	return b.String() + rest
}

// loosenEntry changes the cells of an entry's line: name, method, flags, size,
// checksum, time and so on.
func loosenEntry(cells []string) {
	switch name := cells[0]; {
	case name == "archive.xml" || name == "systemInfo.xml":
		cells[3], cells[4], cells[5] = "size=#", "crc=#", "any"
	case name == "parameters.xml" || strings.HasSuffix(name, "/"):
		cells[5] = "any"
	}
}

// expectListing brings a recorded listing to the form that is compared. A
// parameters.xml that names the work folder has another size and checksum in
// each work folder: they are computed for this one from its recorded text.
func (l *zipLister) expectListing(recorded, work string) string {
	_, xml, ok := strings.Cut(recorded, "\n----- parameters.xml (BOM)\n")
	xml, _, _ = strings.Cut(xml, "\n----- ")
	if ok && strings.Contains(xml, "$W") {
		data := []byte(bom + strings.ReplaceAll(strings.TrimSuffix(xml, "\n"), "$W", work))
		recorded = replaceCells(recorded, "parameters.xml", fmt.Sprintf("size=%d", len(data)), fmt.Sprintf("crc=%08x", crc32.ChecksumIEEE(data)))
	}
	return loosenListing(l.text.text(recorded))
}

// replaceCells puts another size and checksum into the line of one entry.
func replaceCells(listing, name, size, crc string) string {
	lines := strings.SplitAfter(listing, "\n")
	for i, line := range lines {
		if cells := strings.Split(line, "\t"); len(cells) == 10 && cells[0] == name {
			cells[3], cells[4] = size, crc
			lines[i] = strings.Join(cells, "\t")
		}
	}
	return strings.Join(lines, "")
}
