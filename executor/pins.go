package executor

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"

	"dbx/cache/cas"
	"dbx/cache/digest"
)

// WithPins checks the outputs whose SHA-256 a spawn states: a command that
// left other bytes has failed. It belongs below the cache, so that nothing is
// recorded that was not as stated.
func WithPins(next Executor, blobs cas.Store) Executor {
	return Func(func(ctx context.Context, s Spawn) (Result, error) {
		result, err := next.Execute(ctx, s)
		if err != nil || result.Status != Success {
			return result, err
		}
		var wrong []string
		for i, out := range result.Outputs {
			want := s.Outputs[i].SHA256
			if want.IsZero() {
				continue
			}
			have, err := sha256Of(ctx, blobs, out.Digest)
			if err != nil {
				return result, fmt.Errorf("check output %s of %s: %w", out.Path, s.Info.Label, err)
			}
			if have != want {
				wrong = append(wrong, fmt.Sprintf("output %s has sha256:%s, and sha256:%s is declared", out.Path, have, want))
			}
		}
		if len(wrong) > 0 {
			result.Status, result.Message, result.Outputs = WrongOutput, strings.Join(wrong, "; "), nil
		}
		return result, nil
	})
}

func sha256Of(ctx context.Context, blobs cas.Store, d digest.Digest) (digest.SHA256, error) {
	r, err := blobs.Open(ctx, d)
	if err != nil {
		return digest.SHA256{}, err
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return digest.SHA256{}, err
	}
	return digest.SHA256(h.Sum(nil)), nil
}
