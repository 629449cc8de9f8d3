package pkg

import (
	"fmt"

	"golang.org/x/sys/windows"
)

// osVersion returns the version of Windows, such as "10.0".
func osVersion() string {
	v := windows.RtlGetVersion()
	return fmt.Sprintf("%d.%d", v.MajorVersion, v.MinorVersion)
}
