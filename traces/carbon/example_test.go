package carbon_test

import (
	"fmt"
	"log"
	"time"

	"skysim/traces/carbon"
)

// A zone's carbon intensity, from the noon of a run's first day on.
func Example() {
	h, err := carbon.OpenHours("testdata/hours.csv", carbon.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s: mean %.2f g per kWh, %d hours estimated, %d missing\n", h.ID, h.Mean(carbon.Direct), h.Estimated, h.Missing)
	path := h.Path(carbon.LifeCycle, time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC))
	for i, at := range path.At {
		fmt.Println(at, carbon.Intensity(path.Value[i]).Grams())
	}
	// Output:
	// NO-WH: mean 93.67 g per kWh, 1 hours estimated, 2 missing
	// 0s 185.8
	// 1h0m0s 185.7
	// 5h0m0s 12
}
