package workloads

import (
	"math"
	"strings"
	"testing"

	"skysim/sim"
)

// The rows are what CPython 3 prints: number, arrival and run time in seconds, GPUs,
// type. The script, for jobs of one GPU unless gangs are wanted:
//
//	g, a, t = random.Random(seed+2), random.Random(seed+3), 0.0
//	for i in range(n):
//		u = g.uniform(0, 1)
//		gpus = 8 if u >= .95 else 4 if u > .8 else 2 if u >= .7 else 1
//		run = 60*10**(g.uniform(3, 4) if g.random() >= .8 else g.uniform(1.5, 3))
//		while True:
//			k = g.choice(range(types))
//			if gpus == 1 or k < gang_types: break
//		print(i, t, run, gpus, k)
//		t += -math.log(1-a.random())/(rate/3600)
func TestTrainingIsWhatPythonDraws(t *testing.T) {
	for _, c := range []struct {
		name string
		seed uint64
		args []Arg
		rows [][5]float64
	}{
		{"Gavel's", 0, nil, [][5]float64{
			{0, 0.0, 68344.35010595087, 1, 2},
			{1, 244.5860729103015, 31016.60914593223, 1, 9},
			{2, 951.7748275290958, 2146.6088374387864, 1, 21},
			{3, 1367.5426956563874, 7386.674819745945, 1, 23},
			{4000, 3576200.5044926847, 7991.43003162255, 1, 21},
			{4999, 4452677.217610912, 13879.571684615657, 1, 20},
		}},
		{"faster, another seed", 2, []Arg{{"jobs_per_hour", "5.2"}}, [][5]float64{
			{0, 0.0, 7451.412642207138, 1, 4},
			{1, 675.1726402599647, 12654.76322380333, 1, 9},
			{2, 1612.5367714225547, 4083.60299739675, 1, 17},
			{4999, 3476955.6528336466, 544338.5750087067, 1, 0},
		}},
		{"gangs", 1, []Arg{{"jobs_per_hour", "0.4"}, {"gangs", "true"}}, [][5]float64{
			{0, 0.0, 6809.010442186965, 1, 19},
			{1, 2423.253928312999, 15365.636166931821, 1, 15},
			{4, 9457.184883757902, 46441.30961280245, 1, 12},
			{5, 10076.65926843048, 2367.000816415993, 2, 18},
			{6, 14697.986797236452, 32621.732129852684, 1, 8},
			{4999, 44935751.61179177, 16844.763267983228, 1, 22},
		}},
		{"few types", 7, []Arg{{"jobs_per_hour", "3"}, {"gangs", "true"}, {"types", "5"}, {"gang_types", "2"}}, [][5]float64{
			{0, 0.0, 3061.6840318890336, 1, 0},
			{3, 2724.4504556919946, 536318.0913208553, 1, 3},
			{4999, 5990826.068262566, 4924.785328646035, 8, 0},
		}},
		{"a power of two of types", 7, []Arg{{"jobs_per_hour", "3"}, {"types", "32"}}, [][5]float64{
			{1, 1016.6846998006301, 15317.90896414236, 1, 21},
			{4999, 5990826.068262566, 5620.404886685189, 1, 2},
		}},
		{"a seed of more than 32 bits", 1<<32 - 2, []Arg{{"jobs_per_hour", "3"}}, [][5]float64{
			{1, 315.09278639475997, 34270.18249951406, 1, 14},
			{4999, 6003422.188997591, 298990.6681746498, 1, 7},
		}},
	} {
		w := testWorld()
		w.Profiles = make([][]int64, 3+4*32)
		jobs := take(t, w, "training", append([]Arg{{"first_profile", "3"}}, c.args...), c.seed, 1_000_000)
		types := 26.0
		for _, a := range c.args {
			if a.Name == "types" {
				types = map[string]float64{"5": 5, "32": 32}[a.Value]
			}
		}
		for _, row := range c.rows {
			j := jobs[int(row[0])]
			profile := 3 + float64(types*math.Log2(row[3])) + row[4]
			got, want := [4]float64{j.Submit.Seconds(), float64(j.Work) / 1e9, float64(j.Tasks), float64(j.Profile)}, [4]float64{row[1], row[2], row[3], profile}
			for i := range want {
				// half a nanosecond of rounding, and one part in 10¹³ of arithmetic
				if math.Abs(got[i]-want[i]) > 0.5000001e-9+1e-13*want[i] {
					t.Errorf("%s: job %v is %v, want %v", c.name, row[0], got, want)
					break
				}
			}
		}
	}
}

func TestTrainingKeepsAndMoves(t *testing.T) {
	for overhead, want := range map[string]sim.Restart{
		"45s": {Keep: sim.KeepAll, Overhead: 45e9, Owes: sim.OweMove},
		"0s":  {Keep: sim.KeepAll},
	} {
		j := take(t, nil, "training", []Arg{{"move_overhead", overhead}}, 1, 1)[0]
		if j.Restart != want || j.Profile != 0 || j.Estimate != sim.Duration(j.Work) {
			t.Errorf("move_overhead = %s: job %+v, want %+v, the first profile and a true estimate", overhead, j, want)
		}
	}
}

func TestTrainingWantsProfiles(t *testing.T) {
	w := testWorld()
	w.Profiles = make([][]int64, 28)
	for _, c := range []struct {
		args []Arg
		want string
	}{
		{[]Arg{{"first_profile", "2"}}, ""},
		{[]Arg{{"first_profile", "3"}}, "the last is 28"},
		{[]Arg{{"first_profile", "2"}, {"gangs", "true"}}, "the last is 105"},
		{[]Arg{{"types", "3"}, {"gangs", "true"}}, "gang_types is 19, want at most types, which is 3"},
	} {
		_, err := New(w, "training", c.args, 1)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%v: %v, want an error with %q", c.args, err, c.want)
		}
	}
}

// TestTrainingAsAWhole counts what the script counts over 5,000 jobs: jobs by the number of their
// GPUs, the sum of their types, and all run time.
func TestTrainingAsAWhole(t *testing.T) {
	w := testWorld()
	w.Profiles = make([][]int64, 3+4*26)
	for _, c := range []struct {
		seed  uint64
		gangs string
		sizes [9]int
		types int
		run   float64
	}{
		{0, "false", [9]int{1: 5000}, 62660, 301015311.87387943},
		{1, "true", [9]int{1: 3540, 2: 475, 4: 742, 8: 243}, 57172, 300904120.68594885},
	} {
		var sizes [9]int
		types, run := 0, 0.0
		for _, j := range take(t, w, "training", []Arg{{"first_profile", "3"}, {"gangs", c.gangs}}, c.seed, 1_000_000) {
			sizes[j.Tasks]++
			types += int(j.Profile-3) % 26
			run += float64(j.Work) / 1e9
		}
		if sizes != c.sizes || types != c.types || math.Abs(run-c.run) > 1e-3 {
			t.Errorf("gangs = %s: sizes %v, types %d, %f s, want %v, %d, %f s", c.gangs, sizes, types, run, c.sizes, c.types, c.run)
		}
	}
}
