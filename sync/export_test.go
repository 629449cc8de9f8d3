package sync

// BatchPairs is how many contents are compared without waking another
// goroutine.
const BatchPairs = batchPairs
