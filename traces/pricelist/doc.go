// Package pricelist reads lists of what clouds charge, as several projects keep
// them: SkyPilot's catalogue, karpenter's and the autoscaler's lists, coroot's
// JSON, and lists of Alibaba Cloud and Huawei Cloud. FORMAT.md describes them.
//
//  1. List streams the offers of a CSV list: NewSkyPilot, NewPlain, NewAlibaba,
//     NewComponents.
//  2. ReadCoroot and ReadHuawei read the JSON of a list whole.
//
// A price is exact. Nothing and 0 both mean that an offer is not to be had; which
// of the two a list writes stays visible (Offer.Blank). What a list gets wrong
// stays wrong here: traces/catalog chooses which list is believed for what.
package pricelist
