package provider

// An Op is what a change does.
type Op uint8

// The operations of Web Deploy, named as -skip:skipAction names them.
const (
	Add      Op = iota + 1 // create an object that its link announces, or a root
	AddChild               // create an object among its siblings
	Update
	Delete
)

// String returns the name of op as msdeploy prints it, such as "AddChild".
func (op Op) String() string {
	switch op {
	case Add:
		return "Add"
	case AddChild:
		return "AddChild"
	case Update:
		return "Update"
	case Delete:
		return "Delete"
	}
	return "Op(0)"
}

// A Change turns Old into New. Both objects are the target's: their parents
// and paths are those of the target, while the attributes and content of New
// are the source's.
//
//	Old             New   Op
//	nil             set   AddChild
//	marked Absent   set   Add
//	set             set   Update
//	set             nil   Delete
type Change struct {
	Old, New *Object
	Source   *Object // what New stands for, as the rules left it; nil if New is
}

// Op reports what c does.
func (c *Change) Op() Op {
	switch {
	case c.New == nil:
		return Delete
	case c.Old == nil:
		return AddChild
	case c.Old.Absent:
		return Add
	}
	return Update
}

// Object returns the object that c leaves behind or, if it deletes, removes.
func (c *Change) Object() *Object {
	if c.New != nil {
		return c.New
	}
	return c.Old
}
