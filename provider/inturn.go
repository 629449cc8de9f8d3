package provider

// A Sequencer is a Target some of whose changes depend on all that is planned
// before them, and all that is planned after on them: a command that runs.
type Sequencer interface {
	// InTurn reports whether c is made by itself: when everything planned
	// before it is done, and before anything planned after it begins. What is
	// reported while it is made is delivered at once.
	InTurn(c *Change) bool
}

// InTurn reports whether t wants c to be made by itself.
func InTurn(t Target, c *Change) bool {
	s, ok := t.(Sequencer)
	return ok && s.InTurn(c)
}
