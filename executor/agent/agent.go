// Package agent carries an executor over a byte stream.
//
// A [Server] runs spawns where it is; a [Client], at the other end of the
// stream, is the executor that stands for it. If both ends share a store,
// nothing but spawns and results travels; else each side gets the blobs that it
// lacks, verified on arrival. The protocol is HTTP/2 (RFC 9113, "with prior
// knowledge"), so that many spawns share a stream and none waits for another's
// blobs. Both ends are the same build of the same program: what they say to each
// other has no version.
//
// The package also knows how to keep the place where sessions are served alive
// for as long as there are any ([Hold]). It does not know what carries the
// stream, where the program runs, or how the executor that it serves works.
package agent

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"dbx/cache/cas"
	"dbx/executor"
)

// ErrBroken, wrapped, is a stream that ended before an answer came. Nothing is
// known about the spawn; another session may do better.
var ErrBroken = errors.New("the session broke")

// The paths of requests.
const (
	probePath   = "/probe"   // answer: the limits that are not enforced
	executePath = "/execute" // body: a spawn; its end cancels. Answer: an answer
	layerPath   = "/layer"   // body: SHA-256 hashes; answer: those that lead nowhere
	missingPath = "/missing" // body: headers of blobs; answer: those that are missing
	storePath   = "/store"   // body: blobs
	fetchPath   = "/fetch"   // body: headers of blobs; answer: the blobs
)

// answer is what became of a spawn.
type answer struct {
	Result  executor.Result
	Err     string // of the machine; "" for none
	Missing bool   // the error is [cas.ErrNotFound]
}

func newAnswer(r executor.Result, err error) answer {
	a := answer{Result: r}
	if err != nil {
		a.Err, a.Missing = err.Error(), errors.Is(err, cas.ErrNotFound)
	}
	return a
}

// error returns what went wrong on the other side, as one can ask about it here.
func (a answer) error() error {
	switch {
	case a.Err == "":
		return nil
	case a.Missing:
		return remote{a.Err, cas.ErrNotFound}
	default:
		return errors.New(a.Err)
	}
}

// remote is an error of the other side that is also one of this side's.
type remote struct {
	text string
	is   error
}

func (r remote) Error() string { return r.text }
func (r remote) Unwrap() error { return r.is }

// maxSpawn bounds the bytes of a spawn or an answer: far more than any has, and
// less than would hurt.
const maxSpawn = 256 << 20

// encode cannot fail: what it is for has neither functions nor channels.
func encode(v any) []byte {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(v); err != nil {
		panic("BUG: encode: " + err.Error())
	}
	return b.Bytes()
}

func decode(r io.Reader, v any) error {
	if err := gob.NewDecoder(io.LimitReader(r, maxSpawn)).Decode(v); err != nil {
		return fmt.Errorf("decode %T: %w", v, err)
	}
	return nil
}

// config is that of both ends: large windows, for blobs, and a sign of life
// now and then, so that a machine that vanished is noticed.
func config() *http.HTTP2Config {
	return &http.HTTP2Config{
		MaxConcurrentStreams:          1 << 14,
		StrictMaxConcurrentRequests:   true,
		MaxReadFrameSize:              256 << 10,
		MaxReceiveBufferPerConnection: 3 << 20,
		MaxReceiveBufferPerStream:     1 << 20,
		SendPingTimeout:               30 * time.Second,
		PingTimeout:                   30 * time.Second,
	}
}

func protocols() *http.Protocols {
	p := new(http.Protocols)
	p.SetUnencryptedHTTP2(true)
	return p
}
