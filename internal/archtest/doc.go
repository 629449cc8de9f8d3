// Package archtest checks that the code keeps to the architecture and the
// budgets that DESIGN.md sets: who may import whom, how long files and
// functions get, and what library code does not do. It has no code but tests.
package archtest
