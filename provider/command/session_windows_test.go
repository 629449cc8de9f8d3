package command_test

// leadsSession is asked on systems where processes can make sessions.
func leadsSession() bool { return false }
