package requirement_test

import (
	"os/exec"
	"strings"
	"testing"

	"dbx/cache/require"
	"dbx/rules/wheel/requirement"
)

func ranges() map[string]bool {
	return map[string]bool{
		"": true, ">=3.7": true, ">=3.11": true, ">=3.11.0": true, ">=3.11.1": false, ">=3.12": false, ">3.11": false, ">3.10": true,
		"<4": true, "<3.11": false, "<=3.11": true, "<=3.10.9": false, "==3.11": true, "==3.11.0": true, "==3.*": true, "==3.1.*": false,
		"==3.11.*": true, "!=3.11": false, "!=3.11.*": false, "!=3.10.*": true, "~=3.7": true, "~=3.11.0": true, "~=3.10.1": false, "~=2.7": false,
		">=2.7, !=3.0.*, !=3.1.*, <4": true, ">=2.7,<3": false, "===3.11": true, "===3.11.0": false, ">=3.12.0rc1": false, "<3.12.0rc1": true,
		"<=3.11.post1": true, ">=3.11.dev1": true, "==3.11.post1": false, ">=1!3.0": false, ">=3.7,": true, "< 3.12": true, "==3.11+local": false,
	}
}

func TestAllows(t *testing.T) {
	for specifiers, want := range ranges() {
		if got, err := requirement.Allows(specifiers, "3.11"); got != want || err != nil {
			t.Errorf("Allows(%q) = %v, %v", specifiers, got, err)
		}
	}
	for specifiers, release := range map[string]string{"3.7": "3.11", ">=": "3.11", ">=3": "3.11rc1", "<3": ""} {
		if _, err := requirement.Allows(specifiers, release); err == nil {
			t.Errorf("Allows(%q, %q) has no error", specifiers, release)
		}
	}
}

// TestAllowsAsPip asks the library that pip has the same.
func TestAllowsAsPip(t *testing.T) {
	if testing.Short() {
		t.Skip("starts Python; left out by -short")
	}
	var all []string
	for specifiers := range ranges() {
		all = append(all, specifiers)
	}
	const script = "import sys\nfrom pip._vendor.packaging.specifiers import SpecifierSet\n" +
		"for s in sys.argv[1:]: print(SpecifierSet(s).contains('3.11'))"
	out, err := exec.Command(require.Tool(t, "python3"), append([]string{"-c", script}, all...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	for i, answer := range strings.Fields(string(out)) {
		if got, _ := requirement.Allows(all[i], "3.11"); got != (answer == "True") {
			t.Errorf("Allows(%q) = %v, pip says %s", all[i], got, answer)
		}
	}
}

func FuzzAllows(f *testing.F) {
	for specifiers := range ranges() {
		f.Add(specifiers, "3.11")
	}
	f.Fuzz(func(t *testing.T, specifiers, release string) {
		got, err := requirement.Allows(specifiers, release)
		if err != nil && got {
			t.Errorf("%q admits %q, with the error %v", specifiers, release, err)
		}
		if valid := requirement.CheckSpecifiers(specifiers) == nil; err == nil && !valid {
			t.Errorf("%q is no set, and %q is compared with it", specifiers, release)
		}
	})
}
