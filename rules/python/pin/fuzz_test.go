package pin_test

import "testing"

// FuzzDecode: what is read is written in a form that is read as the same, and
// stays as it is.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(text))
	f.Fuzz(func(t *testing.T, content []byte) {
		files, _, diags := decode(string(content))
		if diags.HasErrors() {
			return
		}
		once := encode(files)
		files, _, diags = decode(once)
		if diags.HasErrors() {
			t.Fatalf("what was written is refused: %v\n%s", diags, once)
		}
		if twice := encode(files); once != twice {
			t.Errorf("written\n%sand then\n%s", once, twice)
		}
	})
}
