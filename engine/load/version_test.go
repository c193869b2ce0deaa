package load

import "testing"

func TestCompareVersions(t *testing.T) {
	// Each is before the next.
	order := []string{
		"0.9", "1.0.dev1", "1.0a1.dev2", "1.0a1", "1.0-alpha.2", "1.0b1", "1.0rc1", "1.0rc2", "1.0", "1.0.post1",
		"1.0.1", "1.2", "1.10", "v2.0.0", "10", "38.0.4",
	}
	for i, a := range order {
		for j, b := range order {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			if got := compareVersions(a, b); got != want {
				t.Errorf("compareVersions(%q, %q) = %d, want %d", a, b, got, want)
			}
		}
	}
	for _, pair := range [][2]string{{"1.0", "1"}, {"1.0", "1.0.0"}, {"1.0+local", "1.0"}, {"V1.0RC1", "1.0c1"}, {"01.02", "1.2"}, {"1-0", "1.0"}, {"", "0"}} {
		if got := compareVersions(pair[0], pair[1]); got != 0 {
			t.Errorf("compareVersions(%q, %q) = %d, want 0", pair[0], pair[1], got)
		}
	}
}
