package providertest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/webdeploy-go/webdeploy/provider"
)

// A Suite says what to check. At least one of the first two fields must be set.
// The functions are called many times and must open the same thing each time.
type Suite struct {
	Tree   func() (provider.Tree, error)   // opens a tree for reading, better not an empty one
	Target func() (provider.Target, error) // opens a target; it may be empty or absent

	// Object makes an object that Target takes, if that is one of neither
	// folders nor files. It has the given key, which begins with
	// "providertest". Objects of one key and different revisions differ.
	Object func(key string, revision int) *provider.Object
}

// Run checks every rule that s has something to check with, each in a subtest
// named after it.
func Run(t *testing.T, s Suite) {
	t.Helper()
	if s.Tree == nil && s.Target == nil {
		t.Fatal("providertest: nothing to check")
	}
	if s.Tree != nil {
		for _, r := range treeRules() {
			t.Run("tree/"+r.name, func(t *testing.T) { report(t, r.checkOpened(t.Context(), s.Tree)) })
		}
	}
	if s.Target != nil {
		for _, r := range targetRules() {
			t.Run("target/"+r.name, func(t *testing.T) { report(t, r.run(t.Context(), kit{open: s.Target})) })
		}
	}
	if s.Target != nil && s.Object != nil {
		for _, r := range objectRules() {
			t.Run("objects/"+r.name, func(t *testing.T) { report(t, r.run(t.Context(), kit{open: s.Target, object: s.Object})) })
		}
	}
}

func report(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

// Tree checks everything that can be read from t, which it does not close. It
// returns all the misbehaviour it finds, joined.
func Tree(ctx context.Context, t provider.Tree) error {
	var errs []error
	for _, r := range treeRules() {
		if r.check != nil {
			errs = append(errs, r.run(ctx, t))
		}
	}
	return errors.Join(errs...)
}

// Target checks what Tree does, then fills, changes and empties the target. It
// returns all the misbehaviour it finds, joined.
func Target(ctx context.Context, open func() (provider.Target, error)) error {
	return all(ctx, targetRules(), kit{open: open})
}

// Objects does what Target does with objects that are neither files nor folders;
// see Suite.Object.
func Objects(ctx context.Context, open func() (provider.Target, error), object func(key string, revision int) *provider.Object) error {
	return all(ctx, objectRules(), kit{open: open, object: object})
}

// all checks rules with k.
func all(ctx context.Context, rules []targetRule, k kit) error {
	var errs []error
	for _, r := range rules {
		if err := r.run(ctx, k); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", r.name, err))
		}
	}
	return errors.Join(errs...)
}

// A treeRule is something that is true of every tree.
type treeRule struct {
	name  string
	check func(context.Context, provider.Tree) error
	close func(context.Context, provider.Tree) error // closes the tree
}

// run checks the rule. Iterators that do not stop when they are told to panic.
func (r treeRule) run(ctx context.Context, t provider.Tree) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: panic: %v", r.name, p)
		}
	}()
	if err := r.check(ctx, t); err != nil {
		return fmt.Errorf("%s: %w", r.name, err)
	}
	return nil
}

// checkOpened checks the rule with a tree of its own.
func (r treeRule) checkOpened(ctx context.Context, open func() (provider.Tree, error)) error {
	t, err := open()
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	if r.close != nil {
		return r.close(ctx, t)
	}
	return errors.Join(r.run(ctx, t), t.Close())
}

// A targetRule is something that is true of every target.
type targetRule struct {
	name  string
	check func(context.Context, kit) error
}

// run checks the rule with k, under a name of its own.
func (r targetRule) run(ctx context.Context, k kit) error {
	k.name = "providertest " + r.name
	return r.check(ctx, k)
}
