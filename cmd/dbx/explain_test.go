package main

import (
	"testing"

	"dbx/cache/digest"
	"dbx/engine/graph"
	"dbx/engine/label"
	"dbx/executor"
)

// TestExplainedEmulator leads from a command that ran through another program
// to the action that made the program.
func TestExplainedEmulator(t *testing.T) {
	b := graph.NewBuilder()
	owner, err := label.Parse("//p:p")
	if err != nil {
		t.Fatal(err)
	}
	declare := func(mnemonic string, rootfs graph.Rootfs) []graph.ArtifactID {
		made, err := b.Declare(graph.Action{Owner: owner, Mnemonic: mnemonic, Rootfs: rootfs, Command: executor.Command{
			Args: []string{"/bin/true"}, Outputs: []executor.OutputSpec{{Path: mnemonic}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	emulator := declare("qemu", graph.Rootfs{})[0]
	declare("plain", graph.Rootfs{})
	declare("foreign", graph.Rootfs{Arch: "arm", Emulator: &emulator})
	x := &explainer{graph: b.Freeze()}

	old, new := executor.Spawn{}, executor.Spawn{}
	old.Rootfs.Emulator, new.Rootfs.Emulator = digest.Of([]byte("one")), digest.Of([]byte("two"))
	differences, err := executor.Differences(old.Transcript(), new.Transcript())
	if err != nil || len(differences) != 1 {
		t.Fatalf("%v, %v", differences, err)
	}
	if made, ok := x.artifact(2, differences[0]); !ok || made.Path != "qemu" {
		t.Errorf("got %+v, %v", made, ok)
	}
	if made, ok := x.artifact(1, differences[0]); ok {
		t.Errorf("an action without an emulator: %+v", made)
	}
}
