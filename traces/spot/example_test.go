package spot_test

import (
	"fmt"
	"log"
	"time"

	"skysim/traces/spot"
)

// What a zone could supply, from a recording in which 1 means unavailable.
func ExampleOpenSamples() {
	s, err := spot.OpenSamples("testdata/unavailable.json", spot.Options{Polarity: spot.Unavailable})
	if err != nil {
		log.Fatal(err)
	}
	points, share := s.Share()
	fmt.Printf("%s: available at %d points (%.0f %%) of %d\n", s.Zone, points, 100*share, len(s.Points))
	path := s.Path()
	for i, at := range path.At {
		fmt.Println(at, path.Value[i])
	}
	// Output:
	// nowhere1-a: available at 3 points (60 %) of 5
	// 0s 1
	// 20m0s 0
	// 40m0s 1
}

// What a machine cost, from a price history.
func ExampleCollect() {
	prices, err := spot.OpenPrices("testdata/prices.csv", spot.PriceOptions{})
	if err != nil {
		log.Fatal(err)
	}
	defer prices.Close()
	h, err := spot.Collect(prices)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d points, %d above on-demand, %d not offered\n", h.Points, h.Above.N, h.NotOffered.N)
	for _, p := range h.Of(spot.Market{Zone: "euw1-az2", Type: "g5.xlarge"}) {
		fmt.Println(p.At.Format(time.TimeOnly), p.Offered, p.Spot)
	}
	// Output:
	// 8 points, 1 above on-demand, 2 not offered
	// 18:19:26 false $0
	// 20:00:00 true $0.3
	// 21:00:00 false $0
}
