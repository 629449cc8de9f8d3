package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

func seconds(c cost) float64    { return c.wall.Seconds() }
func cpuSeconds(c cost) float64 { return c.cpu.Seconds() }
func peakMB(c cost) float64     { return float64(c.peak) / 1e6 }
func sizeMB(c cost) float64     { return float64(c.size) / 1e6 }

// write writes a table with a line for each contestant, and below it who is
// missing. Many small files have goals of their own. The size of packages is
// shown if there is a goal for it.
func (r *result) write(out io.Writer, small bool) {
	sizes := false
	for _, c := range r.contestants {
		sizes = sizes || c.goal.size > 0
	}
	head := []string{"", "wall s", "CPU s", "peak MB", "ratio of wall", "goal", "met"}
	if sizes {
		head = append(head, "package MB", "ratio of size", "goal", "met")
	}
	line(out, head)
	line(out, append([]string{"---"}, slices.Repeat([]string{"--:"}, len(head)-1)...))
	for i, c := range r.contestants {
		goal := c.goal.wall
		if small {
			goal = c.goal.small
		}
		cells := []string{
			c.label, of(r.rounds, i, seconds).format(3), of(r.rounds, i, cpuSeconds).format(3), of(r.rounds, i, peakMB).format(1),
		}
		cells = append(cells, r.against(i, seconds, goal)...)
		if sizes {
			cells = append(cells, fmt.Sprintf("%.2f", of(r.rounds, i, sizeMB).median))
			cells = append(cells, r.against(i, sizeMB, c.goal.size)...)
		}
		line(out, cells)
	}
	if len(r.absent) > 0 {
		fmt.Fprintf(out, "\nNot installed: %s.\n", strings.Join(r.absent, ", "))
	}
}

// against returns the ratio of a figure of the first contestant to that of
// contestant i, the goal for it and whether that is met.
func (r *result) against(i int, figure func(cost) float64, goal float64) []string {
	if i == 0 {
		return []string{"", "", ""}
	}
	q := ratio(r.rounds, i, figure)
	if goal == 0 {
		return []string{q.format(3), "", ""}
	}
	met := "no"
	if q.median <= goal {
		met = "yes"
	}
	return []string{q.format(3), fmt.Sprintf("%.2f", goal), met}
}

// format writes s with so many decimals.
func (s spread) format(decimals int) string {
	return fmt.Sprintf("%.*f (%.*f-%.*f)", decimals, s.median, decimals, s.min, decimals, s.max)
}

func line(out io.Writer, cells []string) { fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | ")) }
