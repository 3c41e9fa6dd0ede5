package train

import (
	"fmt"
	"path/filepath"
	"time"

	"skysim/sim"
	"skysim/traces/spot"
)

// Recordings of spot markets that the task imitation uses, with what each may be used for. No zone and no week
// of one part is in another: what was recorded in a zone outside of its days is never looked at.
//
// The recordings of 2023 are one machine per zone, probed every 195 s for 45 days from the same instant on.
const (
	recorded2023 = "spot/availability/1-node/aws-02-15-2023/"
	recorded2022 = "spot/availability/1-node/aws-10-26-2022/"
)

// part is a use of recordings.
type part struct {
	name  string
	files []string
	from  int // days since the beginning of the recording, inclusive
	until int // exclusive
}

func trainingPart() part {
	return part{"training", []string{
		recorded2023 + "us-east-1a_v100_1.json", recorded2023 + "us-east-1c_v100_1.json",
		recorded2023 + "us-east-2a_v100_1.json", recorded2023 + "us-west-2a_v100_1.json",
	}, 0, 21}
}

func validationPart() part {
	return part{"validation", []string{recorded2023 + "us-east-1d_v100_1.json", recorded2023 + "us-west-2c_v100_1.json"}, 21, 28}
}

func heldOutPart() part {
	return part{"held out", []string{
		recorded2023 + "us-east-1f_v100_1.json", recorded2023 + "us-east-2b_v100_1.json", recorded2023 + "us-west-2b_v100_1.json",
	}, 28, 45}
}

// String names zones and days.
func (p part) String() string {
	zones := ""
	for i, f := range p.files {
		if i > 0 {
			zones += ", "
		}
		name := filepath.Base(f)
		zones += name[:len(name)-len("_v100_1.json")]
	}
	return fmt.Sprintf("%s, days %d to %d of aws-02-15-2023", zones, p.from, p.until)
}

// tickOf is the time between two decisions, in training and by default in the engine.
const tickOf = 10 * time.Minute

// sky is a zone's market at each tick of its days.
type sky struct {
	file string
	up   []bool
}

// openPart reads the recordings, and adds their SHA-256 to sums.
func openPart(data string, p part, sums map[string]string) ([]sky, error) {
	var all []sky
	for _, f := range p.files {
		path := filepath.Join(data, filepath.FromSlash(f))
		s, err := spot.OpenSamples(path, spot.Options{Polarity: spot.Available})
		if err != nil {
			return nil, err
		}
		if sums[f], err = sumOf(path); err != nil {
			return nil, err
		}
		const perDay = int(24 * time.Hour / tickOf)
		if s.Span() < sim.Duration(p.until)*24*time.Hour {
			return nil, fmt.Errorf("%s lasts %v, want %d days", path, s.Span(), p.until)
		}
		z := sky{file: f}
		for t := p.from * perDay; t < p.until*perDay; t++ {
			at := sim.Duration(t) * tickOf
			z.up = append(z.up, s.Points[int(at/s.Gap)].Count > 0)
		}
		all = append(all, z)
	}
	return all, nil
}
