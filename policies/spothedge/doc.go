// Package spothedge runs jobs on spot machines as if these could be relied on: spread over zones, with a few
// more of them than there is work for, and machines on demand for what is missing, after the policy that SkyServe has
// for the replicas of a service.
//
//  1. Jobs that spot machines could hold are minded; all others are left to a greedy policy.
//  2. A job that waits goes to the zone in which the fewest machines work, of those in which no machine was lost lately; among
//     equals to the cheapest (spread.go). Zones in which machines are lost are avoided until fewer than
//     two others are left; then all is forgotten, and begins anew.
//  3. If no zone has spot machines for it, it gets machines on demand at once. At every tick jobs that keep their work
//     look whether there are spot machines again, and go back to them if what that saves is more than the way costs.
//  4. Around this stands wrap.Failover: it keeps Extra idle spot machines, in the zones with the least work, and hands them to
//     jobs that have lost theirs, which thus go on without a boot.
//
// # What it assumes
//
// A service wants a number of replicas, and here the jobs that there are say how many machines are wanted. SkyServe counts machines
// on demand against missing spares too; here spares are spot machines or not there, because machines on demand can be had when
// they are needed.
//
// References:
//
//	[skyserve] Z. Mao et al., SkyServe: Serving AI Models across Regions and Clouds with Spot Instances, EuroSys 2025: SpotHedge.
package spothedge
