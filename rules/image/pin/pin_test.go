package pin_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dbx/cache/digest"
	"dbx/cache/oci"
	"dbx/rules/image/pin"
	"dbx/rules/lock"
)

var sample = []pin.Image{
	{Source: "archive //i:x a:b", Platform: oci.Platform{Arch: "arm", Variant: "v6"}, Image: oci.Image{ID: digest.SHA256{4}, Layers: []oci.Layer{{DiffID: digest.SHA256{5}}}}},
	{Source: "registry.example.org/a:1@sha256:x", Platform: oci.Platform{Arch: "amd64"}, Image: oci.Image{
		Manifest: digest.SHA256{1}, ID: digest.SHA256{2}, Created: time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC),
		Config: oci.Config{
			Env: []string{"A=${x}", "B="}, User: "1:2", Dir: "/src", Entrypoint: []string{"/e", ""}, Cmd: []string{"c"},
			Labels: map[string]string{"b": "2", "a": "%{1}"}, Ports: []string{"80/tcp"}, Volumes: []string{"/v"}, StopSignal: "SIGQUIT",
		},
		Layers: []oci.Layer{{DiffID: digest.SHA256{6}, Blob: digest.SHA256{7}, Size: 8, MediaType: "application/vnd.oci.image.layer.v1.tar+gzip"}},
	}},
}

func TestRoundTrip(t *testing.T) {
	text := lock.Encode(lock.File{Images: sample})
	back, err := lock.Parse(text, "dbx.lock.hcl")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(sample, back.Images, cmpopts.IgnoreUnexported(oci.Layer{})); d != "" {
		t.Errorf("-want +got:\n%s\nin\n%s", d, text)
	}
	if _, ok := pin.Find(back.Images, sample[0].Source, sample[1].Platform); ok {
		t.Error("found for another platform")
	}
}

func TestRefused(t *testing.T) {
	text := string(lock.Encode(lock.File{Images: sample}))
	for name, change := range map[string][2]string{
		"platform":      {`"linux/amd64"`, `"windows/amd64"`},
		"hash":          {`manifest    = "0100`, `manifest    = "01`},
		"time":          {"2024-01-02T", "2024-01-02 "},
		"list":          {`cmd         = ["c"]`, `cmd         = [1]`},
		"attribute":     {"cmd    ", "cmdx   "},
		"layer's hash":  {`["0600`, `["06`},
		"layer's cells": {`, 8, "app`, `, "app`},
		"label":         {`["b", "2"]`, `["b"]`},
		"label twice":   {`["b", "2"]`, `["a", "2"]`},
	} {
		bad := strings.Replace(text, change[0], change[1], 1)
		if bad == text {
			t.Errorf("%s: nothing was changed in\n%s", name, text)
		}
		if l, err := lock.Parse([]byte(bad), "dbx.lock.hcl"); err == nil {
			t.Errorf("%s: read as %v", name, l)
		} else if !strings.Contains(err.Error(), "dbx.lock.hcl:") {
			t.Errorf("%s: the error has no place: %v", name, err)
		}
	}
}
