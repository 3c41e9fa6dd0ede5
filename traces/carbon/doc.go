// Package carbon reads how much carbon dioxide a kilowatt-hour costs: hour by
// hour for a grid zone (Electricity Maps), and year by year for the regions of
// Google Cloud. FORMAT.md describes the files.
//
// Intensities are whole milligrams of CO₂ equivalent per kilowatt-hour, exact as
// the files write them.
//
//  1. OpenHours reads a zone's hours. Hours.Path gives them as a step function,
//     as package sim takes prices and supplies.
//  2. OpenRegions reads the regions of a year. The column with their intensity
//     was renamed in 2021, when its meaning changed with it; Regions.LifeCycle
//     says which it is.
package carbon
