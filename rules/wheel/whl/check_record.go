package whl

import "strings"

// record compares RECORD with the files, in both directions.
func (i *inspection) record() {
	self := i.wheel.distInfo + "/RECORD"
	entries, err := i.wheel.Record()
	if err != nil {
		i.errorf(self, "%v", err)
		return
	}
	listed := map[string]bool{}
	for _, e := range entries {
		if listed[e.Path] {
			i.errorf(e.Path, "RECORD lists it twice")
			continue
		}
		listed[e.Path] = true
		data, ok := i.wheel.File(e.Path)
		switch {
		case !ok && strings.HasSuffix(e.Path, "/"):
			// Some tools list folders, which have no content to compare.
		case !ok:
			i.errorf(e.Path, "RECORD lists it, the wheel has no such file")
		case e.Path == self || IsSignature(e.Path, self):
			// They cannot hold their own hash.
		default:
			if why := e.Verify(data); why != "" {
				i.errorf(e.Path, "%s", why)
			}
		}
	}
	for _, path := range i.wheel.Paths() {
		if !listed[path] && path != self && !IsSignature(path, self) {
			i.errorf(path, "RECORD does not list it")
		}
	}
}

// IsSignature reports whether path is one of the signatures of the RECORD file
// record (PEP 427), which RECORD cannot list.
func IsSignature(path, record string) bool {
	return path == record+".jws" || path == record+".p7s"
}
