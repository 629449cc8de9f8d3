package pkg

import (
	"bytes"
	"encoding/xml"
	"os"
	"runtime"
)

// A System describes the machine that a package was made on, as systemInfo.xml
// does.
type System struct {
	OSVersion    string // major and minor version of Windows or of another kernel
	WinDir       string // the folder of Windows; empty on other systems
	MachineName  string
	Architecture string // of the processor, as Windows names it, such as "x64"
	BuildVersion string // of the tool
}

// buildVersion is the build of msdeploy whose package format this is. Tools
// that read systemInfo.xml compare it with their own.
const buildVersion = "7.1.1994.0"

// LocalSystem describes this machine. What cannot be found out is empty.
func LocalSystem() System {
	s := System{OSVersion: osVersion(), WinDir: os.Getenv("windir"), Architecture: runtime.GOARCH, BuildVersion: buildVersion}
	if runtime.GOOS != "windows" {
		s.WinDir = ""
	}
	if name, err := os.Hostname(); err == nil {
		s.MachineName = name
	}
	switch runtime.GOARCH {
	case "amd64":
		s.Architecture = "x64"
	case "386":
		s.Architecture = "x86"
	case "arm64":
		s.Architecture = "ARM64"
	}
	return s
}

// XML returns the systemInfo.xml of s: UTF-8 with a byte order mark, two blanks
// a level, lines ended by a line feed, the last not ended (recorded:
// package/dirpath). There is no IIS on the systems that s describes.
func (s System) XML() []byte { return s.xml(nil) }

// xml is XML with more attributes, of the package.
func (s *System) xml(more []attribute) []byte {
	var b bytes.Buffer
	b.WriteString(byteOrderMark + "<systemInfo")
	for _, a := range append([]attribute{
		{"osVersion", s.OSVersion}, {"winDir", s.WinDir}, {"machineName", s.MachineName},
		{"processorArchitecture", s.Architecture}, {"msdeployVersion", "1.0"}, {"buildVersion", s.BuildVersion},
	}, more...) {
		b.WriteString(" " + a.name + `="`)
		_ = xml.EscapeText(quotes{&b}, []byte(a.value)) // memory never refuses
		b.WriteByte('"')
	}
	b.WriteString(">\n  <iisSystemInfo iisMajorVersion=\"0\" iisMinorVersion=\"0\">\n" +
		"    <aspNetVersionInfo />\n  </iisSystemInfo>\n</systemInfo>")
	return b.Bytes()
}
