package oci

import (
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"

	"dbx/cache/digest"
)

// Reference names an image of a registry, or with neither Tag nor Digest a
// repository.
type Reference struct {
	Registry   string // host, or host:port
	Repository string // path
	Tag        string // "" for none
	Digest     digest.SHA256
}

// ParseReference reads HOST/PATH[:TAG][@sha256:HEX]. What is left out at the
// front is as Docker has it.
func ParseReference(text string) (Reference, error) {
	if text != strings.TrimSpace(text) || text == "" {
		return Reference{}, fmt.Errorf("%q is no image: want HOST/PATH:TAG@sha256:HEX", text)
	}
	front, sum, pinned := strings.Cut(text, "@")
	tag, err := name.NewTag(front, name.WithDefaultTag(""))
	if err != nil {
		return Reference{}, fmt.Errorf("%q is no image: %w", text, err)
	}
	ref := Reference{Registry: tag.RegistryStr(), Repository: tag.RepositoryStr(), Tag: tag.TagStr()}
	if strings.HasSuffix(ref.Registry, ":") || path.Clean("/"+ref.Repository) != "/"+ref.Repository {
		return Reference{}, fmt.Errorf("%q is no image: want HOST/PATH:TAG@sha256:HEX, with no scheme before it", text)
	}
	if !pinned {
		return ref, nil
	}
	if !strings.HasPrefix(sum, "sha256:") {
		return Reference{}, fmt.Errorf("%q: what stands behind @ must be sha256: and 64 hex digits", text)
	}
	if ref.Digest, err = digest.ParseSHA256(sum); err != nil {
		return Reference{}, fmt.Errorf("%q: %w", text, err)
	}
	return ref, nil
}

// String returns the whole name, which reads as the same reference.
func (r Reference) String() string {
	s := r.Registry + "/" + r.Repository
	if r.Tag != "" {
		s += ":" + r.Tag
	}
	if !r.Digest.IsZero() {
		s += "@sha256:" + r.Digest.String()
	}
	return s
}

// In returns the same image in another repository, without its tag.
func (r Reference) In(other Reference) Reference {
	return Reference{Registry: other.Registry, Repository: other.Repository, Digest: r.Digest}
}

// Scheme is that of URLs of blobs.
const Scheme = "oci"

// BlobURL returns the URL under which dbx knows a blob of the repository:
// oci://HOST/PATH@sha256:HEX.
func (r Reference) BlobURL(blob digest.SHA256) string {
	return Scheme + "://" + Reference{Registry: r.Registry, Repository: r.Repository, Digest: blob}.String()
}

// parseBlobURL is the inverse of BlobURL.
func parseBlobURL(u *url.URL) (Reference, error) {
	ref, err := ParseReference(u.Host + u.Path)
	if err == nil && (u.Scheme != Scheme || ref.Digest.IsZero() || u.User != nil || u.RawQuery != "" || u.Fragment != "") {
		err = fmt.Errorf("%q is no blob of a registry: want oci://HOST/PATH@sha256:HEX", u.Redacted())
	}
	return ref, err
}

// repository returns the library's form of the reference.
func (r Reference) repository() (name.Repository, error) {
	return name.NewRepository(r.Registry + "/" + r.Repository)
}
