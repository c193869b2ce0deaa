package whl

// metadata compares METADATA with what was expected, with the file name and
// with the name of its own folder. An sdist made from a version control
// archive betrays itself here, by the version 0.0.0.
func (i *inspection) metadata() {
	path := i.wheel.distInfo + "/METADATA"
	m, err := i.wheel.Metadata()
	if err != nil {
		i.errorf(path, "%v", err)
		return
	}
	folder, folderVersion := SplitDistInfo(i.wheel.distInfo)
	for _, other := range []struct{ who, name, version string }{
		{"the target", i.want.Name, i.want.Version},
		{"the file name", i.name.Distribution, i.name.Version},
		{"the folder", folder, folderVersion},
	} {
		if other.name != "" && NormaliseProject(other.name) != NormaliseProject(m.Name) {
			i.errorf(path, "the name is %q, %s says %q", m.Name, other.who, other.name)
		}
		if other.version != "" && !SameVersion(other.version, m.Version) && EscapeVersion(other.version) != EscapeVersion(m.Version) {
			i.errorf(path, "the version is %q, %s says %q", m.Version, other.who, other.version)
		}
	}
}
