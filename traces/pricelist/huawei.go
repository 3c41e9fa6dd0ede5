package pricelist

import (
	"errors"
	"fmt"
	"io"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/internal/jsontext"
)

// Huawei is a list of Huawei Cloud's in one region: machines, or classes of
// object storage.
type Huawei struct {
	Region  string
	Offers  []Offer
	Classes []StorageClass
	// Odd counts machines whose month is not 525.6 hours, within a cent.
	Odd  int64
	Line int // of the first of them
}

// StorageClass is a class of object storage; prices are per GB and month, 0
// where the list names none.
type StorageClass struct {
	Name     string
	SingleAZ sim.Rate
	MultiAZ  sim.Rate
	Line     int
}

// ReadHuawei reads a list. Errors of its text are *traces.SyntaxError.
func ReadHuawei(from io.Reader, name string) (*Huawei, error) {
	text, err := traces.NewText(name, from)
	if err != nil {
		return nil, err
	}
	r := &huawei{Decoder: jsontext.New(text, name, 1)}
	err = r.Object("file", func(key string) (err error) {
		switch key {
		case "region":
			r.list.Region, err = r.Text(key)
			return err
		case "flavors":
			return r.Array(key, r.flavour)
		case "storage_classes":
			return r.Array(key, r.class)
		}
		return r.Skip()
	})
	if err == nil {
		err = r.End()
	}
	if err != nil {
		return nil, err
	}
	if len(r.list.Offers) == 0 && len(r.list.Classes) == 0 {
		return nil, fmt.Errorf("%s: there are no flavors and no storage_classes", name)
	}
	for i := range r.list.Offers {
		r.list.Offers[i].Region = r.list.Region
	}
	return &r.list, nil
}

type huawei struct {
	*jsontext.Decoder
	list Huawei
}

// flavour reads one machine.
func (r *huawei) flavour() error {
	o := Offer{Provider: "huawei", Blank: Prices{true, true, true}}
	err := r.Object("flavors", func(key string) (err error) {
		if o.Line == 0 {
			o.Line = r.Line()
		}
		switch key {
		case "name":
			o.Type, err = r.Text(key)
		case "vcpus":
			o.CPU, err = r.Amount(key, 1000, "a number of vCPUs")
		case "ram_gb":
			o.Mem, err = r.Amount(key, 1024, "GiB")
		case "hourly":
			o.OnDemand, err = r.rate(key)
			o.Blank.OnDemand = false
		case "monthly":
			o.Month, err = r.rate(key)
			o.Blank.Month = false
		default:
			err = r.Skip()
		}
		return err
	})
	// A tenth of a price above 10¹⁵ would not fit; then it is odd anyway.
	month := o.OnDemand / 10 * 5256
	if off := month - o.Month; !o.Blank.Month && (off > sim.DollarRate/100 || off < -sim.DollarRate/100) {
		if r.list.Odd == 0 {
			r.list.Line = o.Line
		}
		r.list.Odd++
	}
	r.list.Offers = append(r.list.Offers, o)
	return err
}

// rate reads a price.
func (r *huawei) rate(key string) (sim.Rate, error) {
	n, err := r.Amount(key, int64(sim.DollarRate), "dollars, 0 or more")
	return sim.Rate(n), err
}

// class reads one class of storage.
func (r *huawei) class() error {
	c := StorageClass{}
	per := func(to *sim.Rate) error {
		return r.Object("storage_pricing", func(key string) (err error) {
			if key != "price_per_gb_month" {
				return r.Skip()
			}
			*to, err = r.rate(key)
			var bad *traces.SyntaxError
			if errors.As(err, &bad) && bad.Value == "null" { // not known
				err = nil
			}
			return err
		})
	}
	err := r.Object("storage_classes", func(key string) (err error) {
		if c.Line == 0 {
			c.Line = r.Line()
		}
		switch key {
		case "name":
			c.Name, err = r.Text(key)
			return err
		case "storage_pricing":
			return r.Object(key, func(where string) error {
				switch where {
				case "single_az":
					return per(&c.SingleAZ)
				case "multi_az":
					return per(&c.MultiAZ)
				}
				return r.Skip()
			})
		}
		return r.Skip()
	})
	r.list.Classes = append(r.list.Classes, c)
	return err
}
