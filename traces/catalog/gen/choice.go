package main

import "cmp"

// choice is a machine type to take into the catalogue.
type choice struct {
	name string // in the catalogue, and in the source unless host is given
	host string // Google Cloud: the source's name of the machine without GPUs
	gpu  string // kind, as in gpus.csv and in the source
	gpus int
	// listed is the source's name of the kind, if it has another.
	listed string
	// fixed says that the source's count of GPUs is wrong and names the source
	// of the right one.
	fixed string
}

// sourceName is the name that the price list knows the machine by.
func (c choice) sourceName() string {
	if c.host != "" {
		return c.host
	}
	return c.name
}

// gpuName is the name of the kind in the source.
func (c choice) gpuName() string { return cmp.Or(c.listed, c.gpu) }

// chosenOf returns what to take of a provider.
func chosenOf(provider string) []choice { return append(choices[provider], gpuClouds[provider]...) }

// choices are general and compute machines from small to large, and every
// number of each GPU that a provider puts into one machine and that comes up
// in training: 1, 2, 4 and 8. Burstable machines (t3, B) are left out because
// their CPU credits are not modelled, and Azure's NV machines with a part of
// an A10 because the source counts the part as a whole.
var choices = map[string][]choice{
	"aws": {
		{name: "m5.large"},
		{name: "m5.xlarge"},
		{name: "m5.2xlarge"},
		{name: "m5.4xlarge"},
		{name: "m5.8xlarge"},
		{name: "m5.24xlarge"},
		{name: "c5.xlarge"},
		{name: "c5.4xlarge"},
		{name: "c5.9xlarge"},
		{name: "c5.18xlarge"},
		{name: "r5.2xlarge"},
		{name: "r5.8xlarge"},
		{name: "g4dn.xlarge", gpu: "T4", gpus: 1},
		{name: "g4dn.2xlarge", gpu: "T4", gpus: 1},
		{name: "g4dn.12xlarge", gpu: "T4", gpus: 4},
		{name: "g4dn.metal", gpu: "T4", gpus: 8},
		{name: "g5.xlarge", gpu: "A10G", gpus: 1},
		{name: "g5.2xlarge", gpu: "A10G", gpus: 1},
		{name: "g5.12xlarge", gpu: "A10G", gpus: 4},
		{name: "g5.48xlarge", gpu: "A10G", gpus: 8},
		{name: "g6.xlarge", gpu: "L4", gpus: 1},
		{name: "g6.2xlarge", gpu: "L4", gpus: 1},
		{name: "g6.12xlarge", gpu: "L4", gpus: 4},
		{name: "g6.48xlarge", gpu: "L4", gpus: 8},
		{name: "p3.2xlarge", gpu: "V100", gpus: 1},
		{name: "p3.8xlarge", gpu: "V100", gpus: 4},
		{name: "p3.16xlarge", gpu: "V100", gpus: 8},
		{name: "p3dn.24xlarge", gpu: "V100-32GB", gpus: 8},
		{name: "p4d.24xlarge", gpu: "A100", gpus: 8},
		{name: "p4de.24xlarge", gpu: "A100-80GB", gpus: 8},
		{name: "p5.48xlarge", gpu: "H100", gpus: 8},
	},
	"azure": {
		{name: "Standard_D2s_v5"},
		{name: "Standard_D4s_v5"},
		{name: "Standard_D8s_v5"},
		{name: "Standard_D16s_v5"},
		{name: "Standard_D32s_v5"},
		{name: "Standard_D64s_v5"},
		{name: "Standard_D96s_v5"},
		{name: "Standard_F4s_v2"},
		{name: "Standard_F16s_v2"},
		{name: "Standard_F72s_v2"},
		{name: "Standard_E8s_v5"},
		{name: "Standard_E32s_v5"},
		{name: "Standard_NC4as_T4_v3", gpu: "T4", gpus: 1},
		{name: "Standard_NC8as_T4_v3", gpu: "T4", gpus: 1},
		{name: "Standard_NC64as_T4_v3", gpu: "T4", gpus: 4},
		{name: "Standard_NC6s_v2", gpu: "P100", gpus: 1},
		{name: "Standard_NC12s_v2", gpu: "P100", gpus: 2},
		{name: "Standard_NC24s_v2", gpu: "P100", gpus: 4},
		{name: "Standard_NC6s_v3", gpu: "V100", gpus: 1},
		{name: "Standard_NC12s_v3", gpu: "V100", gpus: 2},
		{name: "Standard_NC24s_v3", gpu: "V100", gpus: 4},
		{name: "Standard_ND40rs_v2", gpu: "V100-32GB", gpus: 8},
		{name: "Standard_NV36ads_A10_v5", gpu: "A10", gpus: 1},
		{name: "Standard_NV72ads_A10_v5", gpu: "A10", gpus: 2},
		{name: "Standard_NC24ads_A100_v4", gpu: "A100-80GB", gpus: 1},
		{name: "Standard_NC48ads_A100_v4", gpu: "A100-80GB", gpus: 2},
		{name: "Standard_NC96ads_A100_v4", gpu: "A100-80GB", gpus: 4},
		{name: "Standard_ND96asr_v4", gpu: "A100", gpus: 8},
		{name: "Standard_ND96amsr_A100_v4", gpu: "A100-80GB", gpus: 8},
		{name: "Standard_ND96isr_H100_v5", gpu: "H100", gpus: 8, fixed: "azure-nd-h100"},
	},
	"gcp": {
		{name: "e2-standard-2"},
		{name: "e2-standard-4"},
		{name: "e2-standard-8"},
		{name: "e2-standard-16"},
		{name: "n2-standard-8"},
		{name: "n2-standard-32"},
		{name: "n2-standard-80"},
		{name: "c2-standard-8"},
		{name: "c2-standard-30"},
		{name: "c2-standard-60"},
		{name: "n2-highmem-8"},
		{name: "n2-highmem-32"},
		{name: "n1-standard-4+1xT4", host: "n1-standard-4", gpu: "T4", gpus: 1},
		{name: "n1-standard-8+1xT4", host: "n1-standard-8", gpu: "T4", gpus: 1},
		{name: "n1-standard-32+4xT4", host: "n1-standard-32", gpu: "T4", gpus: 4},
		{name: "n1-standard-8+1xP100", host: "n1-standard-8", gpu: "P100", gpus: 1},
		{name: "n1-standard-32+4xP100", host: "n1-standard-32", gpu: "P100", gpus: 4},
		{name: "n1-standard-8+1xV100", host: "n1-standard-8", gpu: "V100", gpus: 1},
		{name: "n1-standard-32+4xV100", host: "n1-standard-32", gpu: "V100", gpus: 4},
		{name: "n1-standard-64+8xV100", host: "n1-standard-64", gpu: "V100", gpus: 8},
		{name: "g2-standard-4", gpu: "L4", gpus: 1},
		{name: "g2-standard-8", gpu: "L4", gpus: 1},
		{name: "g2-standard-48", gpu: "L4", gpus: 4},
		{name: "g2-standard-96", gpu: "L4", gpus: 8},
		{name: "a2-highgpu-1g", gpu: "A100", gpus: 1},
		{name: "a2-highgpu-2g", gpu: "A100", gpus: 2},
		{name: "a2-highgpu-4g", gpu: "A100", gpus: 4},
		{name: "a2-highgpu-8g", gpu: "A100", gpus: 8},
		{name: "a2-ultragpu-1g", gpu: "A100-80GB", gpus: 1},
		{name: "a2-ultragpu-2g", gpu: "A100-80GB", gpus: 2},
		{name: "a2-ultragpu-4g", gpu: "A100-80GB", gpus: 4},
		{name: "a2-ultragpu-8g", gpu: "A100-80GB", gpus: 8},
		{name: "a3-highgpu-8g", gpu: "H100", gpus: 8},
	},
}
