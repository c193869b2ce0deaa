package gate_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dbx/cache/require"
	"dbx/rules/wheel/gate"
)

// reshaped writes a good wheel again, each file in the order and with the
// header that it had, but for what shape changes.
func reshaped(t *testing.T, change func([]*zip.FileHeader) []*zip.FileHeader) []byte {
	t.Helper()
	raw := sealed(t, pure())
	in, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var headers []*zip.FileHeader
	files := map[*zip.FileHeader]*zip.File{}
	for _, f := range in.File {
		headers = append(headers, &f.FileHeader)
		files[&f.FileHeader] = f
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, h := range change(headers) {
		from, err := files[h].OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		to, err := z.CreateRaw(h)
		if err == nil {
			_, err = to.(interface{ Write([]byte) (int, error) }).Write(readAll(t, from))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func readAll(t *testing.T, r interface{ Read([]byte) (int, error) }) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := b.ReadFrom(r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRecordAgainstFiles(t *testing.T) {
	good := with(pure(), distInfo+"/RECORD", recordOf(pure()))
	text := good[len(good)-1].content
	line := func(s string) []member { return with(good, distInfo+"/RECORD", s+text) }
	tests := []struct {
		name    string
		members []member
		want    []string
	}{
		{"missing", pure(), []string{"RECORD is missing|let the build backend"}},
		{"broken", line("x\n"), []string{"RECORD: record on line 1: wrong number of fields"}},
		{"other content", with(good, "native/__init__.py", strings.Repeat("x = 2\n", 50)), []string{"native/__init__.py: its hash is not the one in RECORD; write RECORD after all else"}},
		{"other length", with(good, "native/__init__.py", "\n"), []string{"native/__init__.py: RECORD says 300 bytes, it has 1"}},
		{"not listed", with(good, "native/x.py", ""), []string{"native/x.py: RECORD does not list it; list it, or leave it out"}},
		{"no such file", line("gone.py,sha256=x,1\n"), []string{"gone.py: RECORD lists it, the wheel has no such file"}},
		{"a folder", line("native/,,\n"), []string{"native/: RECORD lists it, the wheel has no such file"}},
		{"twice", with(good, distInfo+"/RECORD", strings.SplitAfter(text, "\n")[0]+text), []string{"lists it twice"}},
		{"weak hash", with(line("a.py,md5=x,1\n"), "a.py", "x"), []string{`a.py: RECORD has its hash by "md5"; want sha256`}},
		{"no hash", with(line("a.py,,1\n"), "a.py", "x"), []string{"a.py: RECORD has no hash of it"}},
		{"hash of itself", with(good, distInfo+"/RECORD", strings.Replace(text, "/RECORD,,", "/RECORD,sha256=x,1", 1)), []string{"RECORD: it has its own hash or size; leave both empty"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := ask(t, "record", pureName, zipped(t, tt.members, nil), gate.Target{})
			// What these archives look like is for the next test.
			v.Findings = slices.DeleteFunc(v.Findings, func(f gate.Finding) bool {
				return strings.Contains(f.Cure, "canonical form") || f.What == "its lines are not sorted"
			})
			refused(t, v, tt.want...)
		})
	}
}

func TestCanonicalArchive(t *testing.T) {
	only := func(name string, change func(*zip.FileHeader)) func([]*zip.FileHeader) []*zip.FileHeader {
		return func(all []*zip.FileHeader) []*zip.FileHeader {
			for _, h := range all {
				if strings.HasSuffix(h.Name, name) {
					change(h)
				}
			}
			return all
		}
	}
	const init, cure = "native/__init__.py", "; write the archive anew in its canonical form"
	tests := []struct {
		name   string
		change func([]*zip.FileHeader) []*zip.FileHeader
		want   []string
	}{
		{"as it was", only(init, func(*zip.FileHeader) {}), nil},
		{"mode", only(init, func(h *zip.FileHeader) { h.SetMode(0o600) }), []string{init + ": has the mode -rw-------, want 0644 or 0755" + cure}},
		{"set-user-ID", only(init, func(h *zip.FileHeader) { h.SetMode(0o755 | fs.ModeSetuid) }), []string{"has the mode", "is set-user-ID"}},
		{"time", only(init, func(h *zip.FileHeader) { h.ModifiedDate++ }), []string{"has another time than the first file"}},
		{"system", only(init, func(h *zip.FileHeader) { h.CreatorVersion &= 0xff }), []string{"has the mode", "another system than Unix"}},
		{"data descriptor", only(init, func(h *zip.FileHeader) { h.Flags |= 8 }), []string{init + ": has its sizes behind its data (a data descriptor)"}},
		{"extra field", only(init, func(h *zip.FileHeader) { h.Extra = []byte{1, 2, 0, 0} }), []string{init + ": has extra fields"}},
		{"comment", only(init, func(h *zip.FileHeader) { h.Comment = "x" }), []string{init + ": has a comment"}},
		{"many comments", only("", func(h *zip.FileHeader) { h.Comment = "x" }), []string{"native-1.0.data/scripts/tool: has a comment (5 files in all)"}},
		{"order", func(all []*zip.FileHeader) []*zip.FileHeader { slices.Reverse(all); return all }, []string{"the files of the archive are not sorted"}},
		{"RECORD before METADATA", func(all []*zip.FileHeader) []*zip.FileHeader {
			slices.SortStableFunc(all, func(a, b *zip.FileHeader) int { return strings.Compare(a.Name[:1], b.Name[:1]) })
			return append(all[len(all)-1:], all[:len(all)-1]...)
		}, []string{"not sorted"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			refused(t, ask(t, "record", pureName, reshaped(t, tt.change), gate.Target{}), tt.want...)
		})
	}
	prefixed := append([]byte("#!/bin/sh\n"), sealed(t, pure())...)
	refused(t, ask(t, "record", pureName, prefixed, gate.Target{}), "the archive differs from the one that its files give")
	shuffled := with(pure(), distInfo+"/RECORD", recordOf(pure()))
	v := ask(t, "record", pureName, zipped(t, shuffled, func(h *zip.FileHeader) { h.Modified = time.Unix(1e9, 0) }), gate.Target{})
	if v.Status != gate.Fail || !strings.Contains(fmt.Sprint(v.Findings), "RECORD: its lines are not sorted") {
		t.Errorf("a RECORD that is not sorted: %v", v.Findings)
	}
}

func TestContent(t *testing.T) {
	add := func(name string) []member { return append(pure(), member{name: name, content: "x"}) }
	tests := []struct {
		name, file string
		members    []member
		target     gate.Target
		want       []string
	}{
		{"byte code", pureName, add("native/x.pyc"), gate.Target{}, []string{"native/x.pyc: is byte code|PYTHONDONTWRITEBYTECODE"}},
		{"byte code's folder", pureName, add("native/__pycache__/x.txt"), gate.Target{}, []string{"native/__pycache__/x.txt: is byte code"}},
		{"traversal", pureName, add("../evil.py"), gate.Target{}, []string{"../evil.py: leads out of the folder that it is unpacked to; name files"}},
		{"traversal on Windows", pureName, add(`native\..\..\evil.py`), gate.Target{}, []string{"leads out of the folder"}},
		{"absolute", pureName, add("/etc/passwd"), gate.Target{}, []string{"/etc/passwd: has an absolute name; name files from the wheel's root"}},
		{"absolute on Windows", pureName, add("C:evil.py"), gate.Target{}, []string{"has an absolute name"}},
		{"not clean", pureName, add("native//x.py"), gate.Target{}, []string{"is not a clean path; rename it"}},
		{"control character", pureName, add("native/x\x1b.py"), gate.Target{}, []string{"is not a clean path"}},
		{"twice", pureName, add("native/__init__.py"), gate.Target{}, []string{"native/__init__.py: is in the archive twice|write it once"}},
		{"link", pureName, append(pure(), member{name: "native/x", content: "/etc/passwd", mode: fs.ModeSymlink | 0o777}), gate.Target{}, []string{"native/x: is a symbolic link; copy the file"}},
		{"device", pureName, append(pure(), member{name: "native/x", mode: fs.ModeDevice | 0o666}), gate.Target{}, []string{"is neither a file nor a folder"}},
		{"case", pureName, append(add("native/Util.py"), member{name: "native/util.py"}), gate.Target{}, []string{"native/util.py: differs from native/Util.py only in capital letters; rename"}},
		{"case of folders", pureName, add("Native/x.py"), gate.Target{}, []string{"Native: differs from native only in capital letters"}},
		{"too many", pureName, add("native/x.py"), gate.Target{MaxFiles: 4}, []string{"5 files, more than 4; leave out"}},
		{"too large", pureName, add("native/x.py"), gate.Target{MaxBytes: 100}, []string{"native/__init__.py: with it the wheel unpacks to more than 100 bytes"}},
		{"stray package", pureName, add("tests/__init__.py"), gate.Target{}, []string{"tests: would lie at the top of site-packages, where it collides"}},
		{"stray file", pureName, add("README.md"), gate.Target{}, []string{"README.md: would lie at the top of site-packages, and is no module"}},
		{"path file", pureName, add("native.pth"), gate.Target{}, []string{"native.pth: would lie"}},
		{"hidden", pureName, add(".gitignore"), gate.Target{}, []string{".gitignore: would lie"}},
		{"egg-info", pureName, add("native.egg-info/PKG-INFO"), gate.Target{}, []string{"is metadata of another project"}},
		{"undeclared top level", pureName, add("other/x.py"), gate.Target{TopLevels: []string{"native"}}, []string{"other: is no top level of this wheel, which has native"}},
		{"in purelib", pureName, add("native-1.0.data/purelib/tests/x.py"), gate.Target{}, []string{"tests: would lie"}},
		{"unknown scheme", pureName, add("native-1.0.data/lib/x"), gate.Target{}, []string{"native-1.0.data/lib/x: lies where no installer looks; move it below purelib"}},
		{"another's data", pureName, add("other-1.0.data/data/x"), gate.Target{}, []string{"lies in another project's data folder; name the folder native-1.0.data/"}},
		{"any with ELF", pureName, with(pure(), "native/x.so", module(t, "x86_64")), gate.Target{}, []string{"native/x.so: an ELF file in a wheel for any platform (1 in all); tag the wheel for its platform"}},
		{"any with a launcher for Windows", pureName, with(pure(), "native/x.exe", "MZ\x90\x00"), gate.Target{}, nil},
		{"for Windows", "native-1.0-py3-none-win_amd64.whl", with(pure(), "native/x.dll", "MZ\x90\x00"), gate.Target{}, nil},
		{"for Windows, without", "native-1.0-py3-none-win_amd64.whl", pure(), gate.Target{}, []string{"the platform tag is win_amd64, but there is no machine code inside"}},
		{"a project called tests", "tests-1.0-py3-none-any.whl", add("tests/__init__.py"), gate.Target{}, nil},
		{"silent fallback", x64Name, without(x64(t, "x86_64"), x64File), gate.Target{Extensions: []string{"native.native"}},
			[]string{"the platform tag is linux_x86_64, but there is no machine code inside; look in the build's log", "the extension module native.native is not in the wheel"}},
		{"another module", x64Name, x64(t, "x86_64"), gate.Target{Extensions: []string{"native.nativ", "native.native"}}, []string{"the extension module native.nativ is not"}},
		{"no dist-info", pureName, pure()[:1], gate.Target{}, []string{"want one .dist-info folder|PEP 427"}},
		{"file and folder", pureName, add("native/__init__.py/x"), gate.Target{}, []string{"is both a file and a folder"}},
		{"vendored libraries", x64Name, with(x64(t, "x86_64"), "native.libs/libz.so.1", module(t, "zlib")), gate.Target{TopLevels: []string{"native"}}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			refused(t, ask(t, "content", tt.file, zipped(t, tt.members, nil), tt.target), tt.want...)
		})
	}
}

// TestPythonReads has Python's own reader unpack the good wheels.
func TestPythonReads(t *testing.T) {
	if testing.Short() {
		t.Skip("starts Python; left out by -short")
	}
	python := require.Tool(t, "python3")
	for name, w := range good(t) {
		file := filepath.Join(t.TempDir(), w.file)
		if err := os.WriteFile(file, w.raw, 0o644); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(python, "-m", "zipfile", "--test", file).CombinedOutput()
		if err != nil || !strings.Contains(string(out), "Done testing") {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}
