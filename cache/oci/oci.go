// Package oci reads container images where others keep them: in registries,
// in OCI image layouts, in what "docker save" writes.
//
// It knows references, manifests, who may ask a registry for what, and which
// of an image's manifests is for a platform (OCI image-spec and
// distribution-spec, Docker's schema 2). All of it comes from outside and is
// taken for hostile: documents are bounded and have the digest that they were
// asked for by. It does not know what is in a layer (dbx/cache/layer), where
// blobs are kept, or how images are written.
package oci

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dbx/cache/digest"
)

// Platform is what an image runs on. The operating system is always Linux.
type Platform struct {
	Arch    string // GOARCH
	Variant string // as the OCI image-spec names it, "v7"; "" for the usual one
}

// String returns the platform in the form that Docker users know.
func (p Platform) String() string {
	s := "linux/" + p.Arch
	if p.Variant != "" {
		s += "/" + p.Variant
	}
	return s
}

// Image is an image of one platform, without the content of its layers.
type Image struct {
	Manifest digest.SHA256 // zero in archives that have no manifests
	ID       digest.SHA256 // of the configuration: what Docker calls the image's ID
	Created  time.Time     // zero if the configuration does not say
	Config   Config
	Layers   []Layer // bottom first
}

// Config is what an image says of the commands in it.
type Config struct {
	Env        []string // NAME=VALUE, names unique
	User       string
	Dir        string // absolute, "" for none
	Entrypoint []string
	Cmd        []string
	Labels     map[string]string
	Ports      []string // sorted, as "80/tcp"
	Volumes    []string // sorted
	StopSignal string
}

// Layer is one layer of an image.
type Layer struct {
	DiffID    digest.SHA256 // of the uncompressed tar
	Blob      digest.SHA256 // of the tar as it is kept; zero in archives that do not say
	Size      int64         // of the blob, in bytes
	MediaType string        // of the blob; "" in archives that do not say

	path string // in an archive
}

// RequestError says that what was asked for cannot be had, however often one
// asks: it is not there, not for everyone, or not what it should be.
type RequestError struct{ err error }

// Error implements error.
func (e *RequestError) Error() string { return e.err.Error() }

// Unwrap returns the cause.
func (e *RequestError) Unwrap() error { return e.err }

// Refused marks the error for dbx/executor/fetch as one that another try will
// not mend.
func (e *RequestError) Refused() {}

// ParsePlatform is the inverse of [Platform.String].
func ParsePlatform(text string) (Platform, error) {
	parts := strings.Split(text, "/")
	if len(parts) < 2 || len(parts) > 3 || parts[0] != "linux" || slices.Contains(parts, "") {
		return Platform{}, fmt.Errorf("%q is no platform: want linux/ARCH or linux/ARCH/VARIANT", text)
	}
	return Platform{Arch: parts[1], Variant: strings.Join(parts[2:], "")}, nil
}
