package gate

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"

	"dbx/rules/wheel/elf"
	"dbx/rules/wheel/whl"
)

// Wheel is a file that wants to pass as a wheel. It is never changed once
// open, and checks may look at it at once.
type Wheel struct {
	file    string
	raw     []byte
	entries []*zip.File // as in the archive's directory

	name    whl.Name
	misname error // why file is no wheel's name

	content *whl.Wheel
	refused error // why content could not be unpacked

	objects []object
}

// object is an ELF file in a wheel; elf is nil if it could not be read.
type object struct {
	path string
	data []byte
	elf  *elf.File
	err  error
}

// Open reads a wheel of the given file name. The error is for a file that is
// no zip archive, in which there is nothing to find fault with.
func Open(file string, raw []byte) (*Wheel, error) {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, fmt.Errorf("wheel %s: not a readable zip archive: %w", file, err)
	}
	w := &Wheel{file: file, raw: raw, entries: archive.File}
	w.name, w.misname = whl.ParseName(file)
	w.content, w.refused = whl.Read(bytes.NewReader(raw), int64(len(raw)))
	if w.refused != nil {
		return w, nil
	}
	for _, path := range w.content.Paths() {
		data, _ := w.content.File(path)
		if elf.Is(data) {
			f, err := elf.Read(data)
			w.objects = append(w.objects, object{path, data, f, err})
		}
	}
	return w, nil
}

// unreadable returns why most checks cannot look at the wheel.
func (w *Wheel) unreadable() string {
	switch {
	case w.refused != nil:
		return "the content cannot be read; see the check content"
	case w.misname != nil:
		return "the file name is no wheel's; see the check names"
	}
	return ""
}

// readable returns the ELF files that could be read.
func (w *Wheel) readable() []object {
	var all []object
	for _, o := range w.objects {
		if o.elf != nil {
			all = append(all, o)
		}
	}
	return all
}

// platforms returns what the platform tags for Linux promise; others are left
// out, as there is no ELF file for them.
func (w *Wheel) platforms() map[string]whl.PlatformTag {
	all := map[string]whl.PlatformTag{}
	for _, tag := range w.name.Platform {
		if p, err := whl.ParsePlatform(tag); err == nil {
			all[tag] = p
		}
	}
	return all
}

// anywhere reports whether a platform tag is "any".
func (w *Wheel) anywhere() bool {
	return slices.Contains(w.name.Platform, "any")
}
