package inner

import "syscall"

// workDir is where inputs and outputs are; package executor says why.
const workDir = "/work"

// enterContainer takes /work for the command, whoever staged it: without
// capabilities, a user can only write to what belongs to it.
func (s *Spec) enterContainer() error {
	if s.Owner == nil {
		return nil
	}
	return chownAll(workDir, s.UID, s.UID)
}

// handOver gives /work back, after the last process of the command is dead.
func (s *Spec) handOver() error {
	if s.Owner == nil {
		return nil
	}
	return chownAll(workDir, s.Owner.UID, s.Owner.GID)
}

// chownAll changes the owner of everything below path, and not beyond
// read-only mounts.
func chownAll(path string, uid, gid int) error {
	var st syscall.Stat_t
	if err := syscall.Lstat(path, &st); err != nil {
		return fail("hand over "+path, err)
	}
	if int(st.Uid) != uid || int(st.Gid) != gid {
		err := syscall.Lchown(path, uid, gid)
		if err == syscall.EROFS {
			return nil
		}
		if err != nil {
			return fail("hand over "+path, err)
		}
	}
	if st.Mode&syscall.S_IFMT != syscall.S_IFDIR {
		return nil
	}
	names, err := list(path)
	if err == syscall.EROFS {
		return nil
	}
	if err != nil {
		return fail("hand over "+path, err)
	}
	for _, name := range names {
		if err := chownAll(path+"/"+name, uid, gid); err != nil {
			return err
		}
	}
	return nil
}

func list(dir string) ([]string, error) {
	fd, err := syscall.Open(dir, syscall.O_RDONLY|syscall.O_DIRECTORY|syscall.O_NOFOLLOW|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer syscall.Close(fd)
	var names []string
	buf := make([]byte, 32<<10)
	for {
		n, err := syscall.ReadDirent(fd, buf)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			return names, err
		}
		_, _, names = syscall.ParseDirent(buf[:n], -1, names)
	}
}
