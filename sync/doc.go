// Package sync makes one deployment tree look like another.
//
// [Plan] compares a source with a target and yields the changes that would
// make the target look like the source, as it walks; [Run] makes them. [Delete]
// removes a target. A what-if run is a plan that is not applied.
//
// The comparison is a merge of two trees whose siblings are sorted, so that
// memory is bounded by the depth of the trees and the size of one folder,
// whatever the number of objects.
//
// Most of what a sync allocates is garbage soon. A program that does little else
// takes a fifth less time for a run that changes nothing if it calls
// debug.SetGCPercent(300), as the example program does.
//
// Programs that also use the standard library's sync import this package as
// websync.
package sync
