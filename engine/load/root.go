package load

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// IsRoot reports whether a folder's BUILD.hcl has a workspace block.
func IsRoot(dir string) (bool, error) {
	src, err := readIfThere(os.DirFS(dir), RootFile)
	return declaresWorkspace(src), err
}

// FindRoot goes from dir upwards to the first folder whose BUILD.hcl has a
// workspace block; "" if there is none. A BUILD.hcl on the way that cannot be
// read is an [*UnreadableError]: what lies above it is not tried.
func FindRoot(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		is, err := IsRoot(dir)
		if unread := new(UnreadableError); errors.As(err, &unread) {
			return "", &UnreadableError{filepath.Join(dir, RootFile), unread.Why}
		}
		if err != nil {
			return "", fmt.Errorf("in %s: %w", dir, err)
		}
		if is {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", nil
		}
		dir = parent
	}
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
