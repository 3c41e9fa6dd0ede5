// Package requests reads recordings of requests to language models: when each
// came, how many tokens it had and how many were made, and, where it was
// recorded, which blocks of its prompt it shares with others. FORMAT.md
// describes the files.
//
//  1. OpenAzure reads the Azure LLM inference traces, OpenMooncake Mooncake's.
//  2. The Reader streams the requests in order of time, which begins with the
//     first of them.
//  3. Counts sums up what went by; Reuse tells how many blocks a cache without
//     bounds would have had.
package requests
