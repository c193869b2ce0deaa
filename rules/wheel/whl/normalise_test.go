package whl_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"dbx/rules/wheel/whl"

	"github.com/google/go-cmp/cmp"
)

func normalise(t *testing.T, in *bytes.Reader, opts whl.Options) (string, []byte) {
	t.Helper()
	name, out, err := whl.Normalise(in, in.Size(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return name, out
}

func content(t *testing.T, wheel []byte, path string) string {
	t.Helper()
	w, err := whl.Read(bytes.NewReader(wheel), int64(len(wheel)))
	if err != nil {
		t.Fatal(err)
	}
	b, ok := w.File(path)
	if !ok {
		t.Fatalf("%s is not in the wheel", path)
	}
	return string(b)
}

func TestNormaliseTags(t *testing.T) {
	arm := armWheel(armv6())
	tag := func(lines string) []member { return with(arm, infoFolder+"/WHEEL", platlib+lines) }
	tests := []struct {
		name    string
		members []member
		opts    whl.Options
		want    string
		tags    string
	}{
		{"as built", arm, whl.Options{}, "MarkupSafe-2.1.2-cp311-cp311-linux_armv6l.whl", "Tag: cp311-cp311-linux_armv6l\n"},
		{"platform", arm, whl.Options{Platforms: []string{"linux_armv7l", "linux_armv6l"}},
			"MarkupSafe-2.1.2-cp311-cp311-linux_armv6l.linux_armv7l.whl",
			"Tag: cp311-cp311-linux_armv6l\nTag: cp311-cp311-linux_armv7l\n"},
		{"all", arm, whl.Options{Platforms: []string{"linux_armv7l"}, Python: "cp38.cp37", ABI: "abi3"},
			"MarkupSafe-2.1.2-cp37.cp38-abi3-linux_armv7l.whl",
			"Tag: cp37-abi3-linux_armv7l\nTag: cp38-abi3-linux_armv7l\n"},
		{"build tag", tag("Build: 2b\nTag: cp311-cp311-linux_x86_64\n"), whl.Options{Platforms: []string{"linux_armv6l"}},
			"MarkupSafe-2.1.2-2b-cp311-cp311-linux_armv6l.whl", "Build: 2b\nTag: cp311-cp311-linux_armv6l\n"},
		{"compressed in WHEEL", tag("Tag: cp311-cp311-linux_b.linux_a\n"), whl.Options{},
			"MarkupSafe-2.1.2-cp311-cp311-linux_a.linux_b.whl", "Tag: cp311-cp311-linux_a\nTag: cp311-cp311-linux_b\n"},
		{"pure keeps any", pureWheel(), whl.Options{Platforms: []string{"linux_armv6l"}, Python: "cp37", ABI: "abi3"},
			"MarkupSafe-2.1.2-py2.py3-none-any.whl", "Tag: py2-none-any\nTag: py3-none-any\n"},
		{"any but not pure", tag("Tag: py3-none-any\n"), whl.Options{Platforms: []string{"linux_armv6l"}},
			"MarkupSafe-2.1.2-py3-none-linux_armv6l.whl", "Tag: py3-none-linux_armv6l\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			name, out := normalise(t, build(t, tt.members...), tt.opts)
			if name != tt.want {
				t.Errorf("name %s, want %s", name, tt.want)
			}
			if got := content(t, out, infoFolder+"/WHEEL"); !strings.HasSuffix(got, "lib: true\n"+tt.tags) && !strings.HasSuffix(got, "lib: false\n"+tt.tags) {
				t.Errorf("WHEEL is\n%s", got)
			}
			again, second := normalise(t, bytes.NewReader(out), tt.opts)
			if again != name || !bytes.Equal(out, second) {
				t.Error("a second pass changes it")
			}
			kept, third := normalise(t, bytes.NewReader(out), whl.Options{})
			if kept != name || !bytes.Equal(out, third) {
				t.Error("a pass without options changes it")
			}
		})
	}
}

func TestNormaliseRefuses(t *testing.T) {
	arm := armWheel(armv6())
	tests := []struct {
		name, want string
		members    []member
		opts       whl.Options
	}{
		{"no WHEEL", "WHEEL is missing", without(arm, infoFolder+"/WHEEL"), whl.Options{}},
		{"bad WHEEL", "no line", with(arm, infoFolder+"/WHEEL", platlib), whl.Options{}},
		{"no product", "no product", with(arm, infoFolder+"/WHEEL", platlib+"Tag: cp311-cp311-linux_a\nTag: cp37-abi3-linux_a\n"), whl.Options{}},
		{"bad platform", "platform tag", arm, whl.Options{Platforms: []string{"linux-armv6l"}}},
		{"bad Python", "python tag", arm, whl.Options{Python: "cp 37"}},
		{"bad ABI", "ABI tag", arm, whl.Options{ABI: "a-b"}},
		{"bad build tag", "begin with a digit", with(arm, infoFolder+"/WHEEL", platlib+"Build: x\nTag: a-b-c\n"), whl.Options{}},
		{"bad project", "escaped as _", recorded("a b-1.dist-info", member{name: "a b-1.dist-info/WHEEL", content: purelib + "Tag: py3-none-any\n"}), whl.Options{}},
		{"far future", "2107", arm, whl.Options{Epoch: time.Date(2108, 1, 1, 0, 0, 0, 0, time.UTC)}},
		{"unsafe", "not a clean path", append(arm, member{name: "../x"}), whl.Options{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := build(t, tt.members...)
			if _, _, err := whl.Normalise(in, in.Size(), tt.opts); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestNormaliseArchive(t *testing.T) {
	members := append(pureWheel(),
		member{name: infoFolder + "/RECORD.jws", content: "{}"},
		member{name: infoFolder + "/RECORD.p7s", content: "x"},
		member{name: "markupsafe/é,\".txt", content: "é"},
		member{name: "zz.py", content: ""},
	)
	at := time.Date(2023, 2, 3, 4, 5, 7, 9, time.FixedZone("east", 3600))
	_, out := normalise(t, build(t, members...), whl.Options{Epoch: at})
	archive, err := zip.NewReader(bytes.NewReader(out), int64(len(out)))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range archive.File {
		got = append(got, f.Name+" "+f.Mode().String())
		if want := time.Date(2023, 2, 3, 3, 5, 6, 0, time.UTC); !f.Modified.Equal(want) {
			t.Errorf("%s: time %v, want %v", f.Name, f.Modified, want)
		}
		if len(f.Extra) != 0 || f.Comment != "" || f.Flags&^0x800 != 0 || f.CreatorVersion != 3<<8|20 || f.ReaderVersion != 20 {
			t.Errorf("%s: header %+v", f.Name, f.FileHeader)
		}
		if f.CompressedSize64 > f.UncompressedSize64 {
			t.Errorf("%s: compressed to more than it was", f.Name)
		}
		if f.Name == "markupsafe/__init__.py" && f.Method != zip.Deflate || f.Name == "zz.py" && f.Method != zip.Store {
			t.Errorf("%s: method %d", f.Name, f.Method)
		}
	}
	want := []string{
		"MarkupSafe-2.1.2.data/scripts/tool -rwxr-xr-x",
		"markupsafe/__init__.py -rw-r--r--", "markupsafe/é,\".txt -rw-r--r--", "zz.py -rw-r--r--",
		infoFolder + "/METADATA -rw-r--r--", infoFolder + "/WHEEL -rw-r--r--", infoFolder + "/RECORD -rw-r--r--",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries (-want +got)\n%s", diff)
	}
	record := strings.Split(content(t, out, infoFolder+"/RECORD"), "\n")
	if len(record) != 8 || !strings.HasPrefix(record[2], `"markupsafe/é,"".txt",sha256=`) || record[6] != infoFolder+"/RECORD,," {
		t.Errorf("RECORD is %q", record)
	}
}

func TestNormaliseForgetsHistory(t *testing.T) {
	members := pureWheel()
	_, want := normalise(t, build(t, members...), whl.Options{})
	reversed := slices.Clone(members)
	slices.Reverse(reversed)
	for i := range reversed {
		if reversed[i].mode == 0 {
			reversed[i].mode = 0o644
		}
	}
	reversed = without(reversed, "markupsafe/")
	for name, other := range map[string][]member{
		"other order and modes": reversed,
		"no RECORD":             without(members, infoFolder+"/RECORD"),
		"tags in other order":   with(members, infoFolder+"/WHEEL", purelib+"Tag: py2.py3-none-any\n"),
	} {
		if _, got := normalise(t, build(t, other...), whl.Options{}); !bytes.Equal(got, want) {
			t.Errorf("%s: other bytes", name)
		}
	}
	early := whl.Options{Epoch: time.Unix(0, 0)}
	if _, got := normalise(t, build(t, members...), early); !bytes.Equal(got, want) {
		t.Error("an epoch before 1980 is not 1980")
	}
	if _, got := normalise(t, build(t, with(members, "markupsafe/__init__.py", "other\n")...), whl.Options{}); bytes.Equal(got, want) {
		t.Error("other content, same bytes")
	}
}

// TestNormaliseGolden pins the bytes. If it fails although the format was not
// meant to change, the compressor did: whoever names this builtin must raise
// its version together with the hashes here.
func TestNormaliseGolden(t *testing.T) {
	var text strings.Builder
	for i, state := 0, uint32(1); i < 40_000; i++ {
		state = state*1664525 + 1013904223
		text.WriteString([]string{"def ", "return ", "self.", "\n    ", "x", "None", "(", ")"}[state>>29])
	}
	arm := with(armWheel(armv6()), "markupsafe/native.py", text.String())
	for name, tt := range map[string]struct {
		members []member
		opts    whl.Options
		want    string
	}{
		"pure": {pureWheel(), whl.Options{}, "723d898e9d25da7896c864050126879b9b07e39d8919b9cce2e90621d711dfa7"},
		"arm":  {arm, whl.Options{Platforms: []string{"linux_armv6l", "linux_armv7l"}, Epoch: time.Unix(1700000000, 0)}, "993b6f88e7d4ef2aaee6da38479634c5749f321684b594956d8fb82f8498aff5"},
	} {
		_, out := normalise(t, build(t, tt.members...), tt.opts)
		sum := sha256.Sum256(out)
		if got := hex.EncodeToString(sum[:]); got != tt.want {
			t.Errorf("%s: sha256 %s, want %s", name, got, tt.want)
		}
	}
}

// TestNormaliseKeepsContent compares the files before and after with the
// standard library alone.
func TestNormaliseKeepsContent(t *testing.T) {
	members := armWheel(armv6())
	_, out := normalise(t, build(t, members...), whl.Options{})
	archive, err := zip.NewReader(bytes.NewReader(out), int64(len(out)))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range members {
		if strings.HasSuffix(m.name, "/RECORD") {
			continue
		}
		f, err := archive.Open(m.name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(f)
		if err != nil || string(got) != m.content {
			t.Errorf("%s: %v, %d bytes where %d went in", m.name, err, len(got), len(m.content))
		}
	}
}
