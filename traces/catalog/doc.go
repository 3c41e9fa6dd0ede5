// Package catalog is the price catalogue: which machines the clouds rent out,
// where, how, and for how much, as facts with a date and a source each.
//
// The life of a price:
//
//  1. The lists of the clouds, each in its own shape, are brought into one
//     table by the command in traces/catalog/gen: hosts priced without their
//     GPUs are put together, empty and zero prices mean not offered, and what
//     two lists contradict each other on is left out.
//  2. The tables lie in data/ as CSV and are embedded. [Embedded] parses them;
//     [Read] does the same, as strictly, for a directory of your own. FORMAT.md
//     describes the columns.
//  3. A [Catalog] is plain data: range over its Offers, Types, Regions, GPUs
//     and Providers to list them. [Catalog.Hash] names exactly these rows and
//     [Catalog.Date] their day, so that a result can say which prices it used.
//  4. Every price has a day. A Catalog shows one day, the newest price of each
//     offer until then; [Catalog.At] shows another and [Catalog.Diff] what is
//     different. [Catalog.Tariff] is the rest of a provider's price list on a day,
//     as plain numbers for whoever writes bills: increments, traffic, storage.
//  5. [Catalog.World] turns a [Selection] of it into a sim.World, sorted
//     canonically, with unlimited supply, and with prices that stay or that follow
//     their history over a span. Weather (spot supply, boot jitter) is laid over it
//     by the caller.
//  6. [Catalog.Find] lists what satisfies a demand within jurisdictions and a
//     round-trip time; [Catalog.Check] lists where sources disagree, and what is
//     assumed or missing.
//
// What is not known is absent: a zero field, never an invented number.
package catalog
