// Package weather makes what no policy controls and what is not a job: how long
// machines boot and whether they come up, how many machines can be had and
// what spot machines cost, when machines break, zones go down and regions are parted.
//
//  1. Boots answers the engine's question about one boot.
//  2. Supply is a market that opens and closes; Overlay lays it over the spot
//     offers of a world and returns the world with weather in it.
//  3. Prices lets spot prices wander about the catalogue's; Overlay as before.
//  4. Spells come and go: StockOuts of on-demand offers, Outages of zones and
//     regions, Partitions between regions, each with an Overlay. Down and Cut lay
//     given ones.
//  5. Failures answers the engine's questions about one machine: when it breaks, how
//     long it is repaired, how fast it is.
//  6. Recorded lays what somebody recorded over a run instead, Broken does so with
//     failures, and FitSupply and FitPrices make the two models above from a recording.
//  7. New does all of 1 to 5 from named parameters, as an experiment file has them.
//
// Every draw is keyed by names (provider, region, zone, machine type) and by
// ordinal or position in time, never by an index: the same seed gives the same
// weather whatever the policy does, and adding an offer to the world changes
// nothing for the others.
//
// The catalogue's world is shared by all runs and is never written to: an
// overlay copies the world and its list of offers, and shares all else.
package weather
