package agent

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"

	"dbx/cache/cas"
	"dbx/cache/digest"
	"dbx/executor"
)

// Server answers the requests of one client.
type Server struct {
	Store    *cas.Disk         // where Executor finds inputs and leaves outputs
	Executor executor.Executor // runs the spawns
	Probe    func(ctx context.Context) error
	// Unenforced lists the limits of spawns that Executor cannot enforce.
	Unenforced func() string
}

// errLeft is the cause of a spawn's cancellation.
var errLeft = errors.New("cancelled by the client")

// Serve answers requests until the stream ends, and then returns once no
// request is being worked on: what still ran was cancelled.
func (s *Server) Serve(ctx context.Context, stream net.Conn) error {
	routes := http.NewServeMux()
	routes.HandleFunc("POST "+probePath, s.probe)
	routes.HandleFunc("POST "+executePath, s.execute)
	routes.HandleFunc("POST "+layerPath, s.layers)
	routes.HandleFunc("POST "+missingPath, s.missing)
	routes.HandleFunc("POST "+storePath, s.store)
	routes.HandleFunc("POST "+fetchPath, s.fetch)
	busy := newTracker(routes)
	server := &http.Server{
		Handler:     busy,
		Protocols:   protocols(),
		HTTP2:       config(),
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	once := newListener(stream)
	server.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateClosed {
			once.Close()
		}
	}
	err := server.Serve(once)
	busy.wait()
	if errors.Is(err, net.ErrClosed) || errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

func (s *Server) probe(w http.ResponseWriter, r *http.Request) {
	if err := s.Probe(r.Context()); err != nil {
		fail(w, err)
		return
	}
	_, _ = w.Write([]byte(s.Unenforced()))
}

// execute runs the spawn in the body. What is behind it never comes: its end is
// the client's wish to cancel. The client still gets an answer then.
func (s *Server) execute(w http.ResponseWriter, r *http.Request) {
	var spawn executor.Spawn
	if err := decode(r.Body, &spawn); err != nil {
		fail(w, err)
		return
	}
	ctx, cancel := context.WithCancelCause(r.Context())
	defer cancel(nil)
	go func() {
		_, _ = io.Copy(io.Discard, r.Body)
		cancel(errLeft)
	}()
	result, err := s.Executor.Execute(ctx, spawn)
	_, _ = w.Write(encode(newAnswer(result, err))) // a client that left has no use for it
}

// layers answers which hashes lead to no blob.
func (s *Server) layers(w http.ResponseWriter, r *http.Request) {
	var none []byte
	var sum digest.SHA256
	for {
		_, err := io.ReadFull(r.Body, sum[:])
		if errors.Is(err, io.EOF) {
			_, _ = w.Write(none)
			return
		}
		if err == nil {
			_, err = s.Store.BySHA256(sum)
			if errors.Is(err, cas.ErrNotFound) {
				none, err = append(none, sum[:]...), nil
			}
		}
		if err != nil {
			fail(w, err)
			return
		}
	}
}

func (s *Server) missing(w http.ResponseWriter, r *http.Request) {
	blobs, err := readHeaders(r.Body)
	var missing []digest.Digest
	if err == nil {
		missing, err = s.Store.Missing(r.Context(), digests(blobs))
	}
	if err != nil {
		fail(w, err)
		return
	}
	_, _ = w.Write(appendHeaders(nil, plain(missing)))
}

func (s *Server) store(w http.ResponseWriter, r *http.Request) {
	if err := readBlobs(r.Context(), r.Body, s.Store); err != nil {
		fail(w, err)
	}
}

// fetch sends all the blobs, or says which one is not there. What goes wrong
// half-way comes after the body.
func (s *Server) fetch(w http.ResponseWriter, r *http.Request) {
	blobs, err := readHeaders(r.Body)
	var gone []digest.Digest
	if err == nil {
		gone, err = s.Store.Missing(r.Context(), digests(blobs))
	}
	if err == nil && len(gone) > 0 {
		err = fmt.Errorf("blob %s: %w", gone[0].Short(), cas.ErrNotFound)
	}
	if err != nil {
		fail(w, err)
		return
	}
	if err := writeBlobs(r.Context(), w, s.Store, blobs); err != nil {
		w.Header().Set(http.TrailerPrefix+errorTrailer, url.QueryEscape(err.Error()))
	}
}

// errorTrailer is the header field, behind a body, with what went wrong.
const errorTrailer = "Dbx-Error"

// fail answers with an error. [Client.call] reads it.
func fail(w http.ResponseWriter, err error) {
	code := http.StatusInternalServerError
	if errors.Is(err, cas.ErrNotFound) {
		code = http.StatusNotFound
	}
	http.Error(w, err.Error(), code)
}
