// Package conformance holds recorded behaviour of msdeploy and checks a
// command line tool against it, in process.
//
// # What a case is
//
// A [Case] is one command line, run in a work folder that is laid out afresh
// from fixed inputs and a few setup commands. It tells what the tool prints on
// both streams, which status it returns, what it leaves in the work folder and
// what is inside a package that it writes. Cases are grouped (sync, dump,
// package and so on) and named; "sync/time-1s" is a case's identity.
//
// In recorded text $W stands for the work folder, # for a value that differs
// from run to run, NOW for the time of the run.
//
// # Running
//
// [Run] checks every case of a suite as subtests GROUP/NAME:
//
//	suite, err := conformance.Load(conformance.Embedded())
//	require.NoError(t, err)
//	conformance.Run(t, suite, tool, conformance.Options{})
//
// A case changes the process's current folder and time.Local while it runs, as
// a real command line would meet them. So cases run one after the other, and
// no other test of the same process may run beside them.
//
// # What is compared
//
// Standard output and error line by line, with their final line end; the
// status; names, sizes, times, contents and read-only flags of everything that
// changed in the work folder, and that nothing else changed; the entries of a
// package in order with all their header fields, and its XML files. Both sides
// are brought to one form first, see [Suite.Check].
//
// # Packed form
//
// The suite is stored as text archives under testdata, one for the inputs and
// one for each group of cases. The command in the folder pack writes them from
// a suite folder ([Pack]); [Unpack] gives the folder's files back byte for
// byte.
package conformance
