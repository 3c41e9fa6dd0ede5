package reproduce

import (
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"slices"
	"strconv"
	"strings"

	"skysim/policies/bound/assign"
	"skysim/traces/melange"
)

// melangeKnown is what was published of the inputs that the project knows. A file
// expected_fleets.csv in the data folder adds further ones.
const melangeKnown = fleetsHeader + "\nmelange_example.json,A10G=3 A100-80GB=1,6.70\n"

const (
	fleetsHeader = "file,machines,dollars_per_hour"
	fleetsFile   = "expected_fleets.csv"
	fleetTries   = 20_000
)

// melangeNumbers solves every melange*.json of the data folder. What cannot be used
// is a number too; notes say which published inputs are not there.
func melangeNumbers(lab *Lab) (numbers []Number, notes []string, err error) {
	known, bad := knownFleets(lab)
	files, err := fs.Glob(os.DirFS(lab.Path("oracle")), "melange*.json")
	if err != nil {
		return nil, nil, err
	}
	for _, file := range files {
		in, err := melange.Read(lab.Path("oracle", file))
		if err != nil {
			bad = append(bad, unusable("oracle/"+file, err))
			continue
		}
		r, exact, err := solveMelange(in)
		if err != nil {
			bad = append(bad, unusable("oracle/"+file, fmt.Errorf("%s: %w", file, err)))
			continue
		}
		numbers = append(numbers, melangeCase(file, in, known, r, exact)...)
	}
	for i, row := range known {
		first := slices.IndexFunc(known, func(r []string) bool { return r[0] == row[0] }) == i
		if first && !slices.Contains(files, row[0]) {
			notes = append(notes, row[0]+" is not compared: it is not in the folder")
		}
	}
	return append(numbers, bad...), notes, nil
}

// knownFleets reads the table of the data folder, if there is one, and adds the one that
// comes with the project.
func knownFleets(lab *Lab) (known [][]string, bad []Number) {
	path := lab.Path("oracle", fleetsFile)
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		bad = append(bad, unusable(lab.short(path), err))
	default:
		var errs []*tableError
		known, errs = readFleets(path, string(text))
		for _, err := range errs {
			bad = append(bad, unusable(lab.shorten(err.at), err))
		}
	}
	shipped, _ := readFleets("melange", melangeKnown) // which is right
	return append(known, shipped...), bad
}

// melangeCase compares a fleet with what was published.
func melangeCase(file string, in *melange.Input, known [][]string, r *assign.FleetResult, exact bool) (numbers []Number) {
	n := Number{Case: file + ", $ per hour", Ours: float64(r.Price) / 1e9, Unit: "$", Tolerance: 0.005, Note: fleetText(in, r)}
	switch {
	case r.Status != assign.Optimal:
		n.Ours, n.Relation = float64(r.Bound)/1e9, AtMost
		n.Note = "not solved within the budget: no fleet costs less than this"
	case !exact:
		n.Note += "; loads were rounded up to parts of a machine"
	}
	i := slices.IndexFunc(known, func(row []string) bool { return row[0] == file })
	if i < 0 {
		n.Relation, n.Published = Context, n.Ours
		n.Note += "; nothing was published"
		return []Number{n}
	}
	n.Published, _ = strconv.ParseFloat(known[i][2], 64) // checked when it was read
	numbers = append(numbers, n)
	if r.Status != assign.Optimal {
		return numbers
	}
	for _, word := range strings.Fields(known[i][1]) {
		name, count, _ := strings.Cut(word, "=")
		want, _ := strconv.ParseFloat(count, 64)
		m := Number{Case: file + ", machines of type " + name, Published: want, Ours: 0, Unit: "machines"}
		for k, t := range in.Types {
			if t.Name == name {
				m.Ours = float64(r.Machines[k])
			}
		}
		numbers = append(numbers, m)
	}
	return numbers
}

// fleetText writes how many of each type there are.
func fleetText(in *melange.Input, r *assign.FleetResult) string {
	var words []string
	for k, n := range r.Machines {
		if n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, in.Types[k].Name))
		}
	}
	return strings.Join(words, " and ")
}

// mostUnit is into how many parts a machine is divided at most.
const mostUnit = 1 << 14

// solveMelange turns loads into whole parts of a machine: exactly where the common
// denominator is small, else rounded up, which a fleet then suffices for all the same.
func solveMelange(in *melange.Input) (r *assign.FleetResult, exact bool, err error) {
	f := &assign.Fleet{Unit: 1}
	loads := in.Loads()
	lcm := big.NewInt(1)
	for _, row := range loads {
		for _, x := range row {
			if x != nil && lcm.IsInt64() && lcm.Int64() <= mostUnit {
				g := new(big.Int).GCD(nil, nil, lcm, x.Denom())
				lcm.Mul(lcm, new(big.Int).Div(x.Denom(), g))
			}
		}
	}
	exact = lcm.IsInt64() && lcm.Int64() <= mostUnit
	if f.Unit = mostUnit; exact {
		f.Unit = lcm.Int64()
	}
	for i, row := range loads {
		f.Price = append(f.Price, in.Types[i].Price)
		var parts []int64
		for _, x := range row {
			if x == nil {
				parts = append(parts, -1)
				continue
			}
			n := new(big.Int).Mul(x.Num(), big.NewInt(f.Unit))
			n.Add(n, x.Denom()).Sub(n, big.NewInt(1)).Div(n, x.Denom())
			if !n.IsInt64() || n.Int64() > 1<<40 {
				return nil, false, fmt.Errorf("a slice needs %s machines of type %s, want fewer", x.FloatString(0), in.Types[i].Name)
			}
			parts = append(parts, n.Int64())
		}
		f.Load = append(f.Load, parts)
	}
	r, err = assign.SolveFleet(f, fleetTries)
	return r, exact, err
}

// readFleets reads a table of published fleets: file, machines as in "A10G=3 T4=1",
// dollars per hour; and what is wrong with it.
func readFleets(file, text string) (rows [][]string, errs []*tableError) {
	errs = eachRow(file, fleetsHeader, strings.NewReader(text), func(_ string, row []string) error {
		price, err := strconv.ParseFloat(row[2], 64)
		if err == nil && !(price >= 0 && price <= 1e12) {
			err = fmt.Errorf("dollars are %q", row[2])
		}
		for _, word := range strings.Fields(row[1]) {
			_, count, _ := strings.Cut(word, "=")
			_, bad := strconv.ParseUint(count, 10, 31)
			err = errors.Join(err, bad)
		}
		if err != nil {
			return fmt.Errorf("want a file, machines such as A10G=3, and dollars: %w", err)
		}
		rows = append(rows, row)
		return nil
	})
	return rows, errs
}
