package fsys

// Options configure the providers, which its methods return. The functions of
// the same names return those of the zero Options.
type Options struct {
	// Sums tells files apart without reading them again, if contents are
	// compared. Nil, the default, has contents read each time.
	Sums *Sums
}

func (o *Options) pool() *pool { return &pool{sums: o.Sums} }
