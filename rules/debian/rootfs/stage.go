package rootfs

import (
	_ "embed"
	"path"
	"strings"
)

// InstallScript is the second stage, for /bin/sh -ec: it installs all of
// debs/*.deb, in the order of their names, into the root file system that it
// runs in, and removes what is not reproducible. Its arguments are the foreign
// architectures. It serves the first installation over a [Bootstrap] as well
// as further packages over an installed base.
//
// It needs uid 0, no capabilities and no network; chown, chgrp, mknod and the
// like must succeed or be answered with success. SOURCE_DATE_EPOCH must be the
// snapshot's time. The working directory may be read-only; /tmp, /run and /dev
// (null, zero, random, urandom, fd) must be there.
//
//go:embed second-stage.sh
var InstallScript string

// dpkgConfig is the dpkg configuration of the images that dbx makes. It stays
// in them, so that packages of later layers are treated the same.
//
//go:embed dpkg.cfg
var dpkgConfig string

// excluded says what dpkgConfig leaves out of packages.
func excluded(name string) bool {
	if rest, ok := strings.CutPrefix(name, "usr/share/"); ok {
		top, below, _ := strings.Cut(rest, "/")
		switch top {
		case "doc":
			return below != "" && strings.Contains(below, "/") && path.Base(below) != "copyright"
		case "locale":
			return below != "" && below != "locale.alias"
		case "man", "info", "lintian", "doc-base":
			return below != ""
		}
	}
	return false
}
