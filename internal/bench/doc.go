// Command bench measures whole deployments, beside the programs that people use
// for the like, and prints Markdown tables:
//
//	go run ./internal/bench > BENCHMARKS.md
//	go run ./internal/bench -site DIR,DIR -rounds 9
//	go run ./internal/bench -files 1000000 -scenarios A,B,E,F,G,H
//	go run ./internal/bench -build-peers DIR -scenarios B,E
//
// What it is doing goes to the standard error.
//
// # Contestants
//
// webdeploy is the example program, which the command builds first. library is
// this command again, which does the same through the library: what the program
// adds is the ratio of the two. The others are peers, as far as they are
// installed: rsync, cp, diff, zip, unzip, 7z, bsdtar, rclone and fastzip. Of
// these, -build-peers builds the last two, in fixed versions; the folder is part
// of the search path then, and stays for the next time. fastzip is a library, of
// which the folder fastzip makes a program.
//
// # Scenarios
//
// start is what a program takes that has nothing to do. A to D and L sync
// folders, E to H packages, and I lists one; the tables say how. The rules that
// are on by default take part. What memory depends on shows in the peak of A, B,
// E, F, G and H with -files.
//
// # How it is measured
//
// In every round each contestant does its work on a destination of its own, in
// an order that alternates. Whatever is needed to start a turn is done while no
// clock runs: the destination is brought to where it has to be, and everything
// waits until all that was written is on the disk. A program named runner starts
// the contestant and has the figures of the operating system. A ratio is taken
// within a round, and the median of all rounds counts, because a machine is
// rarely as fast as it was a minute ago.
//
// After each turn the result is compared with what it should be: names, sizes,
// CRC-32 sums of contents, and times, which packages know to two seconds. A wrong
// one ends the command.
//
// # Input
//
// Without -site and -files the site is made up, the same one every time: 3,000
// files with 32 MB, in a mix as content management systems have it. A file that
// is one of -files has 100 to 1,000 bytes.
//
// Everything is written below -work and removed at the end: a hundred times the
// size of the site, but not much more than 16 GiB or a million files. A disk that
// others use makes every ratio look like one; a folder in memory shows what the
// programs themselves take.
package main
