package layer

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"dbx/cache/digest"

	"github.com/google/go-cmp/cmp"
)

func everyKind() []Entry {
	capable := text("usr/bin/ping", 0o755, "ping")
	capable.Capability = []byte{1, 0, 0, 2, 0, 0x20, 0, 0}
	owned := text("home/me", 0o600, "mine")
	owned.UID, owned.GID = 1000, 1001
	late := text("late", 0o644, "late")
	late.ModTime = epoch.AddDate(5, 0, 0)
	ancient := text("ancient", 0o644, "")
	ancient.ModTime = time.Unix(-5, 0)
	return []Entry{
		folder("usr", 0o755), folder("usr/bin", 0o755), capable, nameOf("usr/bin/ping6", "usr/bin/ping", 0o755),
		linkTo("bin", "usr/bin"), owned, late, ancient, text("su", 0o4755, "su"), folder("tmp", 0o1777),
		{Path: "pipe", Kind: Fifo, Mode: 0o600, ModTime: old}, {Path: "gone", Kind: Whiteout}, {Path: "usr/lib/gone", Kind: Whiteout},
		{Path: "opt", Kind: Opaque}, folder("opt", 0o755), {Path: ".", Kind: Opaque},
		text(strings.Repeat("deep/", 40)+"name", 0o644, "deep"), text("\xff\xfe", 0o644, "no UTF-8"), text("ünï", 0o644, "UTF-8"),
	}
}

// The bytes of a layer are a contract: whoever changes them changes every
// image that was ever built.
func TestWriterGolden(t *testing.T) {
	var b bytes.Buffer
	info, err := FromTree(&b, everyKind(), epoch, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	const want = "38d7e2563ff5a7444583c42775f3c1c53ee948d04f5b328253756036aebfc4fa"
	if got := info.DiffID.String(); got != want {
		t.Errorf("diffID %s, want %s", got, want)
	}
	if info.DiffID != digest.SHA256Of(b.Bytes()) || info.Digest != digest.Of(b.Bytes()) || info.Entries != len(everyKind()) {
		t.Errorf("%+v does not name the %d bytes written", info, b.Len())
	}
}

func TestWriterList(t *testing.T) {
	want := []string{
		"0 0000 0:0 1700000000 .wh..wh..opq",
		"0 0000 0:0 1700000000 .wh.gone",
		"0 0644 0:0 0 ancient",
		"2 0777 0:0 1600000000 bin -> usr/bin",
		"0 0644 0:0 1600000000 " + strings.Repeat("deep/", 40) + "name",
		"0 0600 1000:1001 1600000000 home/me",
		"0 0644 0:0 1700000000 late",
		"5 0755 0:0 1600000000 opt/",
		"0 0000 0:0 1700000000 opt/.wh..wh..opq",
		"6 0600 0:0 1600000000 pipe",
		"0 4755 0:0 1600000000 su",
		"5 1777 0:0 1600000000 tmp/",
		"5 0755 0:0 1600000000 usr/",
		"5 0755 0:0 1600000000 usr/bin/",
		"0 0755 0:0 1600000000 usr/bin/ping",
		"1 0755 0:0 1600000000 usr/bin/ping6 -> usr/bin/ping",
		"0 0000 0:0 1700000000 usr/lib/.wh.gone",
		"0 0644 0:0 1600000000 ünï",
		"0 0644 0:0 1600000000 \xff\xfe",
	}
	if diff := cmp.Diff(want, tarList(t, build(t, everyKind()...))); diff != "" {
		t.Error(diff)
	}
}

func TestWriterHeaders(t *testing.T) {
	tr := tar.NewReader(bytes.NewReader(build(t, everyKind()...)))
	for {
		h, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Uname != "" || h.Gname != "" || !h.AccessTime.IsZero() || !h.ChangeTime.IsZero() {
			t.Errorf("%s: has what must not be there: %+v", h.Name, h)
		}
		if capable := h.PAXRecords[capabilityRecord] != ""; capable != (h.Name == "usr/bin/ping") {
			t.Errorf("%s: capability %v", h.Name, capable)
		}
	}
}

func TestFromTreeIgnoresOrderAndTime(t *testing.T) {
	var first bytes.Buffer
	if _, err := FromTree(&first, everyKind(), epoch, false, nil); err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(5) {
		entries := everyKind()
		rnd := rand.New(rand.NewPCG(seed, 1))
		rnd.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
		for i := range entries {
			entries[i].ModTime = time.Unix(rnd.Int64N(2e9), 0)
		}
		var b bytes.Buffer
		if _, err := FromTree(&b, entries, epoch, false, nil); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), b.Bytes()) {
			t.Errorf("seed %d: another layer", seed)
		}
	}
}

func TestWriterRefuses(t *testing.T) {
	short, long := text("a", 0o644, "abc"), text("a", 0o644, "abc")
	short.Size, long.Size = 4, 2
	for name, entries := range map[string][]Entry{
		"order":            {text("b", 0o644, ""), text("a", 0o644, "")},
		"twice":            {text("a", 0o644, ""), text("a", 0o644, "")},
		"absolute":         {text("/a", 0o644, "")},
		"parent":           {text("../a", 0o644, "")},
		"unclean":          {text("a//b", 0o644, "")},
		"root":             {folder(".", 0o755)},
		"reserved":         {text(".wh.a", 0o644, "")},
		"reserved parent":  {text(".wh.a/b", 0o644, "")},
		"NUL":              {text("a\x00b", 0o644, "")},
		"mode":             {text("a", 0o100644, "")},
		"no kind":          {{Path: "a"}},
		"link to nothing":  {nameOf("b", "a", 0o644)},
		"link to symlink":  {linkTo("a", "x"), nameOf("b", "a", 0o644)},
		"empty symlink":    {linkTo("a", "")},
		"short content":    {short},
		"long content":     {long},
		"content to where": {{Path: "a", Kind: File, Size: 1}},
	} {
		w := NewWriter(io.Discard, epoch)
		var err error
		for _, e := range entries {
			err = errors.Join(err, w.Add(e))
		}
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestWriterFullDisk(t *testing.T) {
	full := errors.New("no space left")
	_, err := FromTree(failing{full}, []Entry{text("a", 0o644, strings.Repeat("x", 1<<20))}, epoch, false, nil)
	if !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestFromTreeParents(t *testing.T) {
	base := NewStack(unpackTo(t, build(t, folder("tmp", 0o1777), folder("usr", 0o755), folder("usr/bin", 0o711), linkTo("bin", "usr/bin"))))
	entries := []Entry{text("tmp/x", 0o644, ""), text("usr/bin/tool", 0o755, ""), text("opt/new/y", 0o644, ""), {Path: "usr/gone", Kind: Whiteout}}
	var b bytes.Buffer
	if _, err := FromTree(&b, entries, epoch, true, base); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"5 0755 0:0 1700000000 opt/", "5 0755 0:0 1700000000 opt/new/", "0 0644 0:0 1700000000 opt/new/y",
		"5 1777 0:0 1700000000 tmp/", "0 0644 0:0 1700000000 tmp/x",
		"5 0755 0:0 1700000000 usr/", "0 0000 0:0 1700000000 usr/.wh.gone", "5 0711 0:0 1700000000 usr/bin/", "0 0755 0:0 1700000000 usr/bin/tool",
	}
	if diff := cmp.Diff(want, tarList(t, b.Bytes())); diff != "" {
		t.Error(diff)
	}
	if _, err := FromTree(io.Discard, []Entry{text("bin/tool", 0o755, "")}, epoch, true, base); err == nil {
		t.Error("a file below a symbolic link of the base: no error")
	}
}

func BenchmarkWriter(b *testing.B) {
	body := strings.Repeat("0123456789abcdef", 1<<12) // 64 KiB
	var entries []Entry
	for i := range 1000 {
		entries = append(entries, text("f"+strings.Repeat("0", 4-len(digits(i)))+digits(i), 0o644, body))
	}
	b.SetBytes(int64(len(entries) * len(body)))
	for b.Loop() {
		if _, err := writeAll(io.Discard, entries, epoch); err != nil {
			b.Fatal(err)
		}
	}
}

func digits(i int) string {
	s := ""
	for ; i > 0 || s == ""; i /= 10 {
		s = string(rune('0'+i%10)) + s
	}
	return s
}
