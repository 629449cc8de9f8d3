// Package command provides runCommand: a command that runs at the destination.
//
//	-source:runCommand="net stop myservice",waitInterval=5000 -dest:auto
//
// # What runs
//
// The path is a command line. The shell of the destination runs it: cmd.exe /c
// on Windows, /bin/sh -c elsewhere. With dontUseCommandExe=true it is split
// into a program and its arguments and run without one: on Windows by the
// program itself, as is usual there, elsewhere as a shell would do it that puts
// nothing in the place of anything, with its quotes and backslashes.
//
// If the path is that of a file at the source that ends in .bat, .cmd or .sh,
// it is a script: the file is the content of the object, travels in packages,
// and is run at the destination from a folder that only its user may enter and
// that is gone afterwards. The first two run on Windows only, the third on
// other systems only, by the program that its first line names after "#!", or
// else by /bin/sh. dontUseCommandExe does not matter to scripts. A command line
// that is more than such a path is none: "sh install.sh" runs what is at the
// destination.
//
// A destination that has another path runs that, as a command line: so a
// parameter of kind ProviderPath can give another command.
//
// # How it runs
//
// In the current folder, with the environment of this program, an empty
// standard input and no terminal, when everything planned before it is done and
// before anything planned after it begins.
//
// The command may take waitAttempts times waitInterval. When it ends, when that
// time is over and when the context is cancelled, everything that it started
// ends as well, unless dontUseJobObject=true; then the command itself is all
// that is ended. What it leaves running should not hold on to its outputs,
// which are closed two seconds later. On Unix a process that makes a session of
// its own gets away.
//
// The exit codes that mean success are those in successReturnCodes, or 0.
// Everything else, the end of the time included, is an error.
//
// # What it says
//
// Each line that the command writes is an event: information if it comes from
// the standard output, a warning if it comes from the standard error. Lines of
// more than 16 KiB are cut, and what could steer a terminal is written as an
// escape.
//
// # Secrets
//
// Events name the command as it stands. What [provider.Env] Redact hides is
// hidden in that name and in what the command writes; param.Binding.Redact
// hides the values of secret parameters. Other secrets belong in variables of
// the environment, which the shell puts in place ($TOKEN, %TOKEN%). What an exit
// or a failure is told by leaves the command line out.
//
// # Trust
//
// A package with a command runs code of whoever made it. Targets therefore
// refuse to run anything unless [Options] allow it; sources, packing and
// comparing need no permission.
package command
