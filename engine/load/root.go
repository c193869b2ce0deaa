package load

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// FindRoot goes from dir upwards to the first folder whose BUILD.hcl has a
// workspace block; "" if there is none.
func FindRoot(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		src, err := readIfThere(os.DirFS(dir), RootFile)
		if err != nil {
			return "", fmt.Errorf("in %s: %w", dir, err)
		}
		if declaresWorkspace(src) {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", nil
		}
		dir = parent
	}
}

// readIfThere reads a file; one that is not there, or is a folder, is empty.
func readIfThere(fsys fs.FS, name string) ([]byte, error) {
	src, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.EISDIR) {
		return nil, nil
	}
	return src, err
}

// declaresWorkspace reports whether a BUILD.hcl has a workspace block. It looks
// at tokens only, so that a root with a syntax error is still the root.
func declaresWorkspace(src []byte) bool {
	if !bytes.Contains(src, []byte("workspace")) {
		return false
	}
	tokens, _ := hclsyntax.LexConfig(src, RootFile, hcl.InitialPos)
	depth, fresh := 0, true
	for i, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			depth++
		case hclsyntax.TokenCBrace, hclsyntax.TokenTemplateSeqEnd:
			depth--
		case hclsyntax.TokenIdent:
			if fresh && depth == 0 && string(t.Bytes) == "workspace" && opensBlock(tokens[i+1:]) {
				return true
			}
		}
		fresh = t.Type == hclsyntax.TokenNewline || t.Type == hclsyntax.TokenComment
	}
	return false
}

// opensBlock reports whether a brace follows, perhaps after labels.
func opensBlock(tokens hclsyntax.Tokens) bool {
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOBrace:
			return true
		case hclsyntax.TokenEqual, hclsyntax.TokenNewline, hclsyntax.TokenEOF:
			return false
		}
	}
	return false
}
