package pricelist

import "skysim/traces/internal/sheet"

// The columns of SkyPilot's catalogue, in no order that all providers share.
const (
	skyType = iota
	skyGPU
	skyGPUs
	skyCPU
	skyMem
	skyPrice
	skySpot
	skyRegion
	skyZone
)

var skyPilot = form{
	columns: []sheet.Column{
		{Name: "InstanceType"}, {Name: "AcceleratorName"}, {Name: "AcceleratorCount"}, {Name: "vCPUs"}, {Name: "MemoryGiB"},
		{Name: "Price"}, {Name: "SpotPrice"}, {Name: "Region"}, {Name: "AvailabilityZone", Optional: true},
	},
	currency: "USD",
	fill: func(s *sheet.Reader, o *Offer) {
		o.Type, o.GPU = text(s, skyType), text(s, skyGPU)
		o.GPUs = amount(s, skyGPUs, 1000, "a number of GPUs, or nothing")
		o.CPU = amount(s, skyCPU, 1000, "a number of vCPUs, or nothing")
		o.Mem = amount(s, skyMem, 1024, "GiB, or nothing")
		o.Region, o.Zone = text(s, skyRegion), text(s, skyZone)
		o.OnDemand, o.Blank.OnDemand = price(s, skyPrice)
		o.Spot, o.Blank.Spot = price(s, skySpot)
		switch {
		case o.Type == "" && o.GPU == "":
			s.Fault(skyType, "the name of a machine, or of a GPU in AcceleratorName")
		case o.Type == "":
			o.Component = o.GPU
		}
	},
}

var plain = form{
	columns:  []sheet.Column{{Name: "region"}, {Name: "instance_type"}, {Name: "ondemand_usd_per_h"}},
	currency: "USD",
	fill: func(s *sheet.Reader, o *Offer) {
		o.Region, o.Type = s.Word(0, "a region"), s.Word(1, "the name of a machine")
		o.OnDemand, o.Blank.OnDemand = price(s, 2)
		o.Blank.Spot = true
	},
}

var alibaba = form{
	columns: []sheet.Column{
		{Name: "provider"}, {Name: "region"}, {Name: "type"}, {Name: "vcpus"}, {Name: "memory_gib"}, {Name: "gpu"},
		{Name: "gpu_count"}, {Name: "cny_per_hour"}, {Name: "cny_per_month"},
	},
	currency: "CNY",
	fill: func(s *sheet.Reader, o *Offer) {
		o.Provider, o.Region, o.Type = s.Word(0, "a provider"), s.Word(1, "a region"), s.Word(2, "the name of a machine")
		o.CPU = amount(s, 3, 1000, "a number of vCPUs, or nothing")
		o.Mem = amount(s, 4, 1024, "GiB, or nothing")
		o.GPU = text(s, 5)
		o.GPUs = amount(s, 6, 1000, "a number of GPUs, or nothing")
		o.OnDemand, o.Blank.OnDemand = price(s, 7)
		o.Month, o.Blank.Month = price(s, 8)
		o.Blank.Spot = true
	},
}

var components = form{
	columns:  []sheet.Column{{Name: "table"}, {Name: "key"}, {Name: "value_usd_per_h"}},
	currency: "USD",
	fill: func(s *sheet.Reader, o *Offer) {
		o.Component = s.Word(0, "the name of a table") + "/" + s.Word(1, "a key")
		o.OnDemand, o.Blank.OnDemand = price(s, 2)
		o.Blank.Spot = true
	},
}
