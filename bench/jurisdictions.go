package bench

import (
	"slices"
	"strings"

	"skysim/traces/catalog"
)

// JurisdictionGroup is a name that stands for several jurisdictions in a rule.
type JurisdictionGroup struct {
	Name    string
	Members []string // ISO 3166-1 alpha-2, sorted
	Source  string   // who says so, and as of when
}

// JurisdictionGroups lists the groups that a rule may name.
//
// Note: the United States are not in "adequate". The Commission's decision of 2023 is for
// organisations that have certified themselves, which no table of regions knows;
// who relies on it writes ["adequate", "US"]. Canada's is for commercial
// organisations, which those that rent machines are taken to be.
func JurisdictionGroups() []JurisdictionGroup {
	eu := slices.Sorted(slices.Values(catalog.EU()))
	eea := slices.Sorted(slices.Values(append(slices.Clone(eu), "IS", "LI", "NO")))
	adequate := slices.Sorted(slices.Values(append(slices.Clone(eea), strings.Fields("AD AR CA CH FO GB GG IL IM JE JP KR NZ UY")...)))
	return []JurisdictionGroup{
		{"EU", eu, "members of the European Union since 2020-02-01"},
		{"EEA", eea, "Agreement on the European Economic Area: the EU, Iceland, Liechtenstein and Norway"},
		{"adequate", adequate, "the EEA and what the European Commission has decided to protect data adequately (Regulation 2016/679, article 45), as of 2024, but for the US"},
	}
}

// isoCodes are the officially assigned codes of ISO 3166-1 alpha-2.
const isoCodes = `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ
NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`

// misnamed are names that people write for a code.
var misnamed = map[string]string{"UK": "GB", "USA": "US", "EL": "GR"}

// jurisdiction returns the codes that a word stands for; it reports false if it is
// neither a group nor a code.
func jurisdiction(word string) ([]string, bool) {
	for _, g := range JurisdictionGroups() {
		if g.Name == word {
			return g.Members, true
		}
	}
	if len(word) == 2 && slices.Contains(strings.Fields(isoCodes), word) {
		return []string{word}, true
	}
	return nil, false
}

// notAJurisdiction says what was wanted instead of a word.
func notAJurisdiction(word string) string {
	near := misnamed[strings.ToUpper(word)]
	if near == "" {
		if up := strings.ToUpper(word); up != word {
			if _, known := jurisdiction(up); known {
				near = up
			}
		}
	}
	if near == "" {
		var names []string
		for _, g := range JurisdictionGroups() {
			names = append(names, g.Name)
		}
		if len(word) > 2 {
			near = nearest(word, names)
		}
	}
	want := "want a code of ISO 3166-1 such as DE, or one of EU, EEA, adequate"
	if near != "" {
		return `; did you mean "` + near + `"?`
	}
	return ", " + want
}

// readJurisdictions reads a list of codes and groups, sorted and each once.
func (s *section) readJurisdictions(key string) []string {
	list := s.allowed(key)
	var all []string
	for _, word := range list {
		codes, known := jurisdiction(word)
		if !known {
			s.fail(key, "%s: unknown jurisdiction %q%s", key, word, notAJurisdiction(word))
			continue
		}
		all = append(all, codes...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
