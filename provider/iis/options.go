package iis

// Options say what a configuration of IIS would say if there were one. A nil
// *Options says nothing.
type Options struct {
	Sites Sites // where sites are
	Users Users // who is meant by names that only Windows or IIS knows
}

// or returns what opts points to.
func (opts *Options) or() Options {
	if opts == nil {
		return Options{}
	}
	return *opts
}
