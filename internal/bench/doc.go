// Package bench measures whole deployments, beside the programs that people use
// for the like:
//
//	go test ./internal/bench -bench . -benchtime 5x
//
// # What is measured
//
// BenchmarkFolder: the first copy, nothing changed, 1 % changed, 10 % deleted,
// and nothing changed when contents are compared. BenchmarkPackage: packing,
// updating 1 %, unpacking, unpacking when nothing changed, and listing. The
// rules that are on by default take part. Nobody observes the events.
//
// What a plan costs, and that its memory does not grow, is measured beside
// package sync.
//
// # Peers
//
// Peers are run if they are installed: rsync, cp, diff, zip and unzip. In every
// round each of them does its work on a destination of its own, right before or
// after this module does, and x-rsync is the time of this module divided by
// that of rsync: the median over all rounds. What a peer needs to start is part
// of its time. Beside the ratios stands what a round allocates, and peak-MB,
// the largest heap seen, what waits for collection included.
//
// Every result is compared with what it should be, while no clock runs.
//
// # Input
//
// The site is made up, the same one every time: about 3,000 files with 30 MB,
// in a mix as content management systems have it. Set WEBDEPLOY_CORPUS to the
// folder of another one, which is only read.
//
// Everything is written where TMPDIR says, up to fifteen times the size of the
// site with -benchtime 5x. A disk that others use makes every ratio look like
// one; a folder in memory, such as /dev/shm, shows what the programs themselves
// take.
package bench
