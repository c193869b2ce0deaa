package pick

import (
	"fmt"
	"strings"

	"dbx/rules/python/index"
	"dbx/rules/wheel/whl"
)

// Sdist returns the source archive of a version; of several the tar.gz, which
// PEP 625 wants. One that was yanked is an error.
func Sdist(files []index.File, project, version string) (index.File, error) {
	var yanked *index.File
	for _, ending := range endings() {
		for _, f := range files {
			own := sdistVersion(f.Name, project)
			if own == "" || !strings.HasSuffix(f.Name, ending) || !of(project, own, project, version) {
				continue
			}
			if !f.Yanked {
				return f, nil
			}
			yanked = &f
		}
	}
	if yanked != nil {
		return index.File{}, fmt.Errorf("no source archive of %s %s: %s %s", project, version, yanked.Name, yankedFile(*yanked))
	}
	return index.File{}, fmt.Errorf("the index has no source archive of %s %s%s", project, version, others(files, project))
}

// endings are those of source archives, best first.
func endings() []string { return []string{".tar.gz", ".tgz", ".tar.xz", ".tar.bz2", ".zip"} }

// sdistVersion returns the version of a project's source archive, "" for any
// other file. Older archives have dashes in both parts, so what belongs to the
// project is what its name says.
func sdistVersion(file, project string) string {
	for _, ending := range endings() {
		stem, ok := strings.CutSuffix(file, ending)
		if !ok {
			continue
		}
		for i, r := range stem {
			if r == '-' && whl.NormaliseProject(stem[:i]) == whl.NormaliseProject(project) {
				if _, err := whl.NormaliseVersion(stem[i+1:]); err == nil {
					return stem[i+1:]
				}
			}
		}
	}
	return ""
}
