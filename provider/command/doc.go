// Package command provides runCommand: a command that runs at the destination.
//
// Commands are read, packed, compared and planned, so that a what-if run shows
// them. They are not run yet: applying one fails with an error that matches
// errors.ErrUnsupported, and the sync stops there rather than go on as if the
// command had run.
package command
