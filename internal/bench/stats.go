package main

import "slices"

// A spread sums up what rounds have given.
type spread struct{ median, min, max float64 }

// spreadOf sums up list, which is not empty. The median of an even number is the
// mean of the two in the middle.
func spreadOf(list []float64) spread {
	s := slices.Sorted(slices.Values(list))
	n := len(s)
	return spread{(s[(n-1)/2] + s[n/2]) / 2, s[0], s[n-1]}
}

// overRounds sums up what f makes of each round.
func overRounds(rounds [][]cost, f func(round []cost) float64) spread {
	list := make([]float64, len(rounds))
	for i, r := range rounds {
		list[i] = f(r)
	}
	return spreadOf(list)
}

// of sums up a figure of contestant i.
func of(rounds [][]cost, i int, figure func(cost) float64) spread {
	return overRounds(rounds, func(r []cost) float64 { return figure(r[i]) })
}

// ratio sums up a figure of the first contestant divided by that of contestant
// i. Both are of the same round, so that it does not matter if the machine is
// slower in another one.
func ratio(rounds [][]cost, i int, figure func(cost) float64) spread {
	return overRounds(rounds, func(r []cost) float64 { return figure(r[0]) / figure(r[i]) })
}
