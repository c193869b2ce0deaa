package main

import (
	"dbx/engine/load"
	"dbx/executor/fetch/secret"
)

// secrets returns what hands out the workspace's secrets when they are needed.
// Its values go from there to servers, and nowhere else.
func (a *app) secrets(ws *load.Workspace) *secret.Keeper {
	var declared []secret.Declaration
	for _, s := range ws.Secrets {
		declared = append(declared, secret.Declaration(s))
	}
	return secret.NewKeeper(declared, secret.Places{Dir: ws.Dir, Env: a.env})
}
