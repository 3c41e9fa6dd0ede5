package formats

import (
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"skysim/traces/tracetest"
)

// figure is a figure of the last column of INDEX.md and where it comes from.
type figure struct {
	file, format, find string
	key                string // path in the JSON, with / between keys
	want               string // as INDEX.md writes it: as many decimals count as are there
}

// figures are all of the last column of INDEX.md that come from one file.
var figures = []figure{
	{file: "openb/openb_node_list_all_node.csv", key: "nodes", want: "1523"},
	{file: "openb/openb_node_list_all_node.csv", key: "gpus", want: "6212"},
	{file: "openb/openb_node_list_all_node.csv", key: "gpu_nodes", want: "1213"},
	{file: "openb/openb_node_list_all_node.csv", key: "vcpus", want: "125514"},
	{file: "openb/openb_pod_list_default.csv", key: "jobs", want: "8152"},
	{file: "openb/openb_pod_list_default.csv", key: "gpu_jobs", want: "7064"},
	{file: "openb/openb_pod_list_default.csv", key: "sharing_jobs", want: "3078"},
	{file: "openb/openb_pod_list_default.csv", key: "effective_gpus", want: "6086.80"},
	{file: "openb/openb_pod_list_default.csv", key: "gpu_hours", want: "51498.736"},
	{file: "openb/openb_pod_list_default.csv", key: "never_scheduled", want: "897"},
	{file: "azure-llm/AzureLLMInferenceTrace_conv.csv", key: "requests", want: "19366"},
	{file: "azure-llm/AzureLLMInferenceTrace_conv.csv", key: "mean_in_tokens", want: "1154.70"},
	{file: "azure-llm/AzureLLMInferenceTrace_conv.csv", key: "mean_out_tokens", want: "211.13"},
	{file: "azure-llm/AzureLLMInferenceTrace_conv.csv", key: "per_second", want: "5.5304"},
	{file: "azure-llm/AzureLLMInferenceTrace_code.csv", key: "requests", want: "8819"},
	{file: "azure-llm/AzureLLMInferenceTrace_code.csv", key: "mean_in_tokens", want: "2047.85"},
	{file: "azure-llm/AzureLLMInferenceTrace_code.csv", key: "mean_out_tokens", want: "27.88"},
	{file: "azure-llm/AzureLLMInferenceTrace_code.csv", key: "per_second", want: "2.5667"},
	{file: "mooncake/synthetic_trace.jsonl", key: "requests", want: "3993"},
	{file: "mooncake/synthetic_trace.jsonl", key: "blocks", want: "121877"},
	{file: "mooncake/synthetic_trace.jsonl", key: "hit_ratio", want: ".6396"},
	{file: "gaia/pai-100k.csv.gz", format: "gaia-hours", key: "jobs", want: "99998"},
	{file: "gaia/pai-100k.csv.gz", format: "gaia-hours", key: "core_hours", want: "1011245.8514"},
	{file: "gaia/pai_1k.csv", format: "gaia-seconds", key: "jobs", want: "1000"},
	{file: "gaia/pai_1k.csv", format: "gaia-seconds", key: "core_seconds", want: "11493272"},
	{file: "philly/philly.csv.gz", key: "jobs", want: "82247"},
	{file: "philly/philly.csv.gz", key: "gpu_hours", want: "978078.4728"},
	{file: "philly/philly.csv.gz", key: "virtual_clusters", want: "15"},
	{file: "swf/KTH-SP2-1996-2.1-cln.swf.gz", key: "jobs", want: "28476"},
	{file: "swf/KTH-SP2-1996-2.1-cln.swf.gz", key: "core_hours", want: "560164.3"},
	{file: "swf/KTH-SP2-1996-2.1-cln.swf.gz", key: "utilisation", want: ".7011"},
	{file: "swf/KTH-SP2-1996-2.1-cln.swf.gz", key: "core_capacity", want: "100"},
	{file: "swf/NASA-iPSC-1993-3.1-cln.swf.gz", key: "jobs", want: "18239"},
	{file: "swf/NASA-iPSC-1993-3.1-cln.swf.gz", key: "utilisation", want: ".4661"},
	{file: "swf/NASA-iPSC-1993-3.1-cln.swf.gz", key: "core_capacity", want: "128"},
	{file: "swf/LCG.swf.gz", key: "jobs", want: "188041"},
	{file: "rlscheduler/lublin_256.swf", key: "jobs", want: "10000"},
	{file: "rlscheduler/lublin_256.swf", key: "core_hours", want: "581328.1"},
	{file: "spot/availability/1-node/aws-10-26-2022/us-west-2a_v100_1.json", format: "spot-available", key: "points", want: "3895"},
	{file: "spot/availability/1-node/aws-10-26-2022/us-west-2a_v100_1.json", format: "spot-available", key: "gap_seconds", want: "600"},
	{file: "spot/availability/1-node/aws-10-26-2022/us-west-2a_v100_1.json", format: "spot-available", key: "available_share", want: ".7926"},
	{file: "spot/availability/1-node/aws-02-15-2023/us-west-2b_v100_1.json", format: "spot-available", key: "points", want: "20158"},
	{file: "spot/availability/1-node/aws-02-15-2023/us-west-2b_v100_1.json", format: "spot-available", key: "gap_seconds", want: "195"},
	{file: "spot/availability/1-node/aws-02-15-2023/us-west-2b_v100_1.json", format: "spot-available", key: "available_share", want: ".9050"},
	{file: "spot/bamboo/traces/p3-trace.csv", key: "adds", want: "177"},
	{file: "spot/bamboo/traces/p3-trace.csv", key: "removes", want: "167"},
	{file: "spot/bamboo/traces/p3-trace.csv", key: "peak", want: "32"},
	{file: "prices/skypilot-catalog/v5/aws/vms.csv", key: "points", want: "31978"},
	{file: "prices/skypilot-catalog/v5/gcp/vms.csv", key: "points", want: "15616"},
	{file: "prices/skypilot-catalog/v5/azure/vms.csv", key: "points", want: "6829"},
	{file: "prices/skypilot-catalog/v5/gcp/vms.csv", find: "us-central1-a/a2-highgpu-1g", key: "found/us-central1-a a2-highgpu-1g/on_demand_per_hour", want: "0.73948"},
	{file: "prices/skypilot-catalog/v5/gcp/vms.csv", find: "us-central1-a/A100", key: "found/us-central1-a A100 × 1/on_demand_per_hour", want: "2.93391"},
	{file: "prices/coroot/cloud-pricing.2024-08-09.json.gz", key: "entries/aws", want: "14952"},
	{file: "prices/coroot/cloud-pricing.2024-08-09.json.gz", key: "entries/gcp", want: "5423"},
	{file: "prices/coroot/cloud-pricing.2024-08-09.json.gz", key: "entries/azure", want: "42330"},
	{file: "prices/coroot/cloud-pricing.2024-08-09.json.gz", find: "us-east-1/m5.xlarge", key: "found/us-east-1 m5.xlarge/on_demand_per_hour", want: ".204"},
	{file: "prices/on-demand-2026/aws_useast1_ondemand_2026_karpenter.csv", key: "rows", want: "1367"},
	{file: "prices/on-demand-2026/azure_ondemand_2026_karpenter.csv.gz", key: "rows", want: "67672"},
	{file: "prices/on-demand-2026/gce_us_prices_autoscaler.csv", key: "rows", want: "536"},
	{file: "prices/alibaba_china_gpu_2023.csv", key: "rows", want: "27"},
	{file: "prices/alibaba_china_gpu_2023.csv", find: "ecs.gn6v-c8g1.2xlarge", key: "found/china-mainland ecs.gn6v-c8g1.2xlarge/on_demand_per_hour", want: "26.46"},
	{file: "prices/huawei_jakarta_ecs.json.gz", key: "points", want: "514"},
	{file: "prices/huawei_jakarta_ecs.json.gz", find: "am8.2xlarge.8.byol", key: "found/ap-southeast-3 am8.2xlarge.8.byol/on_demand_per_hour", want: "0.4808"},
	{file: "prices/huawei_jakarta_storage.json", key: "usd_per_gb_month/Standard/single_az", want: ".023"},
	{file: "prices/aws_spot_2020.csv.gz", key: "points", want: "16560"},
	{file: "prices/aws_spot_2020.csv.gz", key: "types/p3.2xlarge/min_usd_per_hour", want: ".918"},
	{file: "prices/aws_spot_2020.csv.gz", key: "types/p3.2xlarge/max_usd_per_hour", want: "3.305"},
	{file: "prices/aws_spot_2020.csv.gz", key: "zones", want: "19"},
	{file: "prices/aws_spot_2023H1.csv.gz", key: "points", want: "46138"},
	{file: "skyplane/latency.csv", key: "rows", want: "8010"},
	{file: "skyplane/latency.csv", key: "pairs", want: "4713"},
	{file: "skyplane/latency.csv", key: "mean_latency_ms", want: "152.907"},
	{file: "skyplane/throughput.csv.gz", key: "rows", want: "7053"},
	{file: "skyplane/aws_transfer_costs.csv", find: "us-east-1 internet", key: "found/us-east-1 internet", want: ".09"},
	{file: "carbon/hourly-2023/DE-LU_2023_hourly.csv.gz", key: "rows", want: "8760"},
	{file: "carbon/hourly-2023/DE-LU_2023_hourly.csv.gz", key: "mean_direct_g_per_kwh", want: "307.66"},
	{file: "carbon/hourly-2023/CA-ON_2023_hourly.csv.gz", key: "rows", want: "8760"},
	{file: "carbon/hourly-2023/CA-ON_2023_hourly.csv.gz", key: "mean_direct_g_per_kwh", want: "46.94"},
	{file: "gavel/gavel_simulation_throughputs.json", key: "job_types", want: "26"},
	{file: "gavel/gavel_simulation_throughputs.json", key: "steps_per_second/ResNet-18 (batch size 16)/v100", want: "32.3534"},
	{file: "gavel/gavel_simulation_throughputs.json", key: "steps_per_second/ResNet-18 (batch size 16)/p100", want: "35.8692"},
	{file: "gavel/gavel_simulation_throughputs.json", key: "steps_per_second/ResNet-18 (batch size 16)/k80", want: "4.7953"},
	{file: "oracle/binpack/Falkenauer/binpack1.txt", key: "sum_best_bins", want: "983"},
	{file: "oracle/binpack/Falkenauer/binpack2.txt", key: "sum_best_bins", want: "2034"},
	{file: "oracle/binpack/Falkenauer/binpack3.txt", key: "sum_best_bins", want: "4024"},
	{file: "oracle/binpack/Falkenauer/binpack4.txt", key: "sum_best_bins", want: "8011"},
	{file: "oracle/gap/data.csv", key: "optima/cattrysse1994/gap1-0", want: "261"},
}

// TestFigures compares every figure of INDEX.md with what comes out. With -v it
// prints the table: expected, seen.
func TestFigures(t *testing.T) {
	dir := tracetest.Path(t, "")
	reports := map[[3]string]map[string]any{}
	for _, f := range figures {
		id := [3]string{f.file, f.format, f.find}
		report, ok := reports[id]
		if !ok {
			report = reported(t, filepath.Join(dir, filepath.FromSlash(f.file)), f.format, f.find)
			reports[id] = report
		}
		got, ok := lookUp(report, f.key)
		if !ok || !agrees(got, f.want) {
			t.Errorf("%s: %s is %v, want %s", f.file, f.key, got, f.want)
		}
		t.Logf("| %s | %s | %s | %v |", f.file, f.key, f.want, got)
	}
}

// reported returns the report on a file as JSON reads it.
func reported(t *testing.T, path, format, find string) map[string]any {
	t.Helper()
	in, err := Open(path, Options{Find: find})
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var f Format
	if format == "" {
		fit, err := Detect(in)
		if err != nil {
			t.Fatal(err)
		}
		f = fit.Format
	} else if f, err = Find(format); err != nil {
		t.Fatal(err)
	}
	r, err := f.Summarise(in)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var report map[string]any
	if err := json.Unmarshal(b, &report); err != nil {
		t.Fatal(err)
	}
	return report
}

// lookUp finds a value by the names of its objects; a name may have / in it.
func lookUp(o map[string]any, key string) (any, bool) {
	for name, v := range o {
		if name == key {
			return v, true
		}
		if rest, ok := strings.CutPrefix(key, name+"/"); ok {
			if inner, ok := v.(map[string]any); ok {
				return lookUp(inner, rest)
			}
		}
	}
	return nil, false
}

// agrees reports whether a number is the wanted one to all decimals that are written.
func agrees(got any, want string) bool {
	x, ok := got.(float64)
	if !ok {
		return false
	}
	_, decimals, _ := strings.Cut(want, ".")
	var w float64
	if _, err := fmt.Sscan("0"+want, &w); err != nil {
		return false
	}
	return math.Abs(x-w) <= 0.5*math.Pow(10, -float64(len(decimals)))*(1+1e-9)
}
