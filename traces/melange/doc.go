// Package melange reads the inputs of Mélange (Griggs et al., 2024): types of GPU
// with a price per hour and the request rate that one of them can serve in each
// bucket of request sizes, and how the requests are spread over the buckets.
// FORMAT.md describes the file.
//
//  1. Read returns the Input, with every number an exact fraction.
//  2. Input.Loads divides the buckets into slices and says what each slice needs
//     of machines of each type.
package melange
