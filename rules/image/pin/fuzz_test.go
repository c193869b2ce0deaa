package pin_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"dbx/cache/oci"
	"dbx/rules/image/pin"
)

func encode(images []pin.Image) string {
	f := hclwrite.NewEmptyFile()
	pin.AppendTo(f.Body(), images)
	return string(f.Bytes())
}

// FuzzDecode: what is read is written so that it is read again as the same.
func FuzzDecode(f *testing.F) {
	f.Add(encode(sample))
	f.Add("image \"a\" \"linux/arm/v6\" {\n  created = \"2024-01-02T03:04:05.5+02:00\"\n  labels = [[\"a\", \"$${b}\"]]\n}\n")
	decode := func(text string) ([]pin.Image, hcl.Diagnostics) {
		file, diags := hclsyntax.ParseConfig([]byte(text), "dbx.lock.hcl", hcl.InitialPos)
		if diags.HasErrors() {
			return nil, diags
		}
		images, _, diags := pin.Decode(file.Body)
		return images, diags
	}
	f.Fuzz(func(t *testing.T, text string) {
		images, diags := decode(text)
		if diags.HasErrors() {
			return
		}
		again, diags := decode(encode(images))
		if diags.HasErrors() {
			t.Fatalf("%v\nin\n%s", diags, encode(images))
		}
		if d := cmp.Diff(images, again, cmpopts.IgnoreUnexported(oci.Layer{}), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("-read +read again:\n%s", d)
		}
	})
}
