package providertest

import (
	"errors"
	"sync"
)

// atOnce does work on as many goroutines and returns all errors.
func atOnce(work []func() error) error {
	errs := make([]error, len(work))
	var group sync.WaitGroup
	for i, f := range work {
		group.Go(func() { errs[i] = f() })
	}
	group.Wait()
	return errors.Join(errs...)
}
