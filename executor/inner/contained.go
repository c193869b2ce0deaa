package inner

import "syscall"

// Emulating begins the text of a report on an emulator that could not be
// registered for a container.
const Emulating = "register an emulator: "

// emulate makes a user namespace in which an emulator is registered, and has
// the command enter it. The namespace has the ids of this process's own, so
// that nothing else is different there. args are this process's.
func (c *command) emulate(e Emulate, args []string) error {
	uids, err := ownIDs("/proc/self/uid_map")
	if err != nil {
		return err
	}
	gids, err := ownIDs("/proc/self/gid_map")
	if err != nil {
		return err
	}
	namespace, mounted, err := Loan{Kind: "binfmt_misc", Argv: args, UIDs: uids, GIDs: gids}.Take()
	if err != nil {
		return text(Emulating + err.Error())
	}
	// Both are held open for as long as this process lives.
	if err := e.registerAt(mounted); err != nil {
		return text(Emulating + err.Error())
	}
	c.confine.do("enter the emulator's user namespace", sysSetNS, namespace, syscall.CLONE_NEWUSER)
	c.confine.lastFirst()
	return nil
}

// lastFirst moves the last call to the front.
func (s *script) lastFirst() {
	last := len(s.ops) - 1
	s.ops = append([]op{s.ops[last]}, s.ops[:last]...)
}

// ownIDs reads which ids this process's user namespace has, and maps each to
// itself (user_namespaces(7)).
func ownIDs(file string) (ids []syscall.SysProcIDMap, err error) {
	b, err := readFile(file)
	if err != nil {
		return nil, err
	}
	var words []int
	for _, word := range split(string(b), ' ') {
		for _, w := range split(word, '\n') {
			if w != "" {
				words = append(words, number(w))
			}
		}
	}
	for ; len(words) >= 3; words = words[3:] {
		ids = append(ids, syscall.SysProcIDMap{ContainerID: words[0], HostID: words[0], Size: words[2]})
	}
	return ids, nil
}
