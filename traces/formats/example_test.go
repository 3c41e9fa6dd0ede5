package formats_test

import (
	"fmt"
	"log"
	"strings"

	"skysim/traces/formats"
)

func Example() {
	const file = "; MaxProcs: 8\n" +
		"1 10 0 60 4 -1 -1 4 120 -1 1 1 1 1 1 1 -1 -1\n" +
		"2 20 0 90 4 -1 -1 4 60 -1 1 1 1 1 1 1 -1 -1\n"
	in, err := formats.From(strings.NewReader(file), "log.swf", formats.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer in.Close()
	fit, err := formats.Detect(in)
	if err != nil {
		log.Fatal(err)
	}
	r, err := fit.Format.Summarise(in)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s, because of %s\n", fit.Format.Name, fit.Why)
	fmt.Println(r.Value("jobs"), "jobs,", r.Value("core_hours"), "core-hours, utilisation", r.Value("utilisation"))
	for _, a := range r.Anomalies {
		fmt.Printf("%d: %s (line %d)\n", a.Count, a.What, a.Line)
	}
	// Output:
	// swf, because of 18 columns of numbers below comments that begin with ;
	// 2 jobs, 0.16666666666666666 core-hours, utilisation 0.75
	// 1: run time above the requested time (line 3)
}

// A file that does not say what it means is not guessed at.
func ExampleDetect_ambiguous() {
	in, err := formats.From(strings.NewReader("arrival_time,length,cpus\n0,1.5,2\n"), "pai.csv", formats.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer in.Close()
	_, err = formats.Detect(in)
	fmt.Println(err)
	// Output:
	// pai.csv: the file may be in format gaia-hours (times are in hours) or gaia-seconds (times are in seconds): a header with arrival_time, length, cpus fits each of them; say which one it is
}
