package gate

import (
	"mime"
	"slices"
	"strings"
	"unicode/utf8"

	"dbx/rules/wheel/requirement"
	"dbx/rules/wheel/whl"
)

// metadata reads METADATA as an index and an installer would (the core
// metadata specifications up to 2.4), and the entry points.
func metadata() Check {
	return Check{Name: "metadata",
		Doc: "METADATA has fields that no index takes, a description that does not render, or names licence files that are not there; or entry points or requirements cannot be read.",
		ask: func(q *inquiry) {
			q.core()
			q.entryPoints()
		}}
}

// core looks at METADATA.
func (q *inquiry) core() {
	path := q.content.DistInfo() + "/METADATA"
	text, ok := q.content.File(path)
	if !ok {
		q.fail(path, "build the wheel with a backend that writes core metadata", "is missing")
		return
	}
	if !utf8.Valid(text) {
		q.fail(path, "write the project's metadata and description as UTF-8", "is not UTF-8")
		return
	}
	fields, body, clean := whl.ParseHeader(text)
	if !clean {
		q.fail(path, "put an empty line before the description, and a colon into each field", "a line of its header is no field")
	}
	q.counts(path, fields)
	for _, f := range fields {
		q.field(path, strings.ToLower(f.Key), f.Value)
	}
	q.licences(path, fields)
	q.description(path, fields, body)
}

// once and repeated are the fields of core metadata, by how often they may be
// there.
func once() []string {
	return []string{"metadata-version", "name", "version", "summary", "description", "description-content-type", "keywords",
		"home-page", "download-url", "author", "author-email", "maintainer", "maintainer-email", "license",
		"license-expression", "requires-python"}
}

func repeated() []string {
	return []string{"platform", "supported-platform", "classifier", "requires-dist", "requires-external", "project-url",
		"provides-extra", "provides-dist", "obsoletes-dist", "dynamic", "license-file", "requires", "provides", "obsoletes"}
}

// counts refuses unknown fields and those that are there too often or not at
// all.
func (q *inquiry) counts(path string, fields []whl.Field) {
	count := map[string]int{}
	for _, f := range fields {
		key := strings.ToLower(f.Key)
		count[key]++
		switch {
		case slices.Contains(repeated(), key):
		case !slices.Contains(once(), key):
			q.fail(path, "leave it out, or spell it as the core metadata specifications do", "the field %s is not one of core metadata", f.Key)
		case count[key] == 2:
			q.fail(path, "leave one of them", "the field %s is there more than once", f.Key)
		}
	}
	for _, key := range []string{"Metadata-Version", "Name", "Version"} {
		if count[strings.ToLower(key)] == 0 {
			q.fail(path, "build the wheel with a backend that writes core metadata", "the field %s is missing", key)
		}
	}
}

// field looks at one field's value.
func (q *inquiry) field(path, key, value string) {
	var err error
	cure := "correct it in the project's metadata"
	switch key {
	case "metadata-version":
		if !slices.Contains([]string{"1.0", "1.1", "1.2", "2.1", "2.2", "2.3", "2.4"}, value) {
			q.fail(path, "build it with a backend that writes 2.1 to 2.4", "is of the metadata version %q, which indexes do not know", value)
		}
	case "name":
		if !requirement.IsName(value) {
			q.fail(path, cure, "%q is no project's name", value)
		}
	case "version":
		_, err = whl.NormaliseVersion(value)
	case "requires-python":
		err = requirement.CheckSpecifiers(value)
	case "requires-dist", "provides-dist", "obsoletes-dist":
		_, err = requirement.Parse(value)
	case "provides-extra":
		if !requirement.IsName(value) {
			q.fail(path, cure, "%q is no name of an extra", value)
		}
	case "summary":
		if strings.Contains(value, "\n") {
			q.fail(path, cure, "the summary has more than one line")
		}
	case "project-url":
		if label, url, ok := strings.Cut(value, ","); !ok || strings.TrimSpace(url) == "" || len(label) > 32 {
			q.fail(path, cure, "the project URL %q is not of the form LABEL, URL with a label of at most 32 characters", value)
		}
	}
	if err != nil {
		q.fail(path, cure, "%s: %v", key, err)
	}
}

// licences wants the files that METADATA names: below licenses (PEP 639), or
// beside METADATA, where older backends put them.
func (q *inquiry) licences(path string, fields []whl.Field) {
	for _, f := range fields {
		if !strings.EqualFold(f.Key, "license-file") {
			continue
		}
		_, below := q.content.File(q.content.DistInfo() + "/licenses/" + f.Value)
		_, beside := q.content.File(q.content.DistInfo() + "/" + f.Value)
		_, base := q.content.File(q.content.DistInfo() + "/" + f.Value[strings.LastIndexByte(f.Value, '/')+1:])
		if !below && !beside && !base {
			q.fail(path, "bring it in the dist-info folder below licenses, or do not name it", "the licence file %q is not in the wheel", f.Value)
		}
	}
}

// description looks at the text that an index shows.
func (q *inquiry) description(path string, fields []whl.Field, body string) {
	content := ""
	for _, f := range fields {
		switch strings.ToLower(f.Key) {
		case "description-content-type":
			content = f.Value
		case "description":
			body = f.Value
		}
	}
	kind, parameters, err := mime.ParseMediaType(content)
	const cure = "want text/plain, text/x-rst or text/markdown, with charset=UTF-8"
	switch {
	case content == "":
		kind = "text/x-rst"
	case err != nil || !slices.Contains([]string{"text/plain", "text/x-rst", "text/markdown"}, kind):
		q.fail(path, cure, "the description's content type is %q, which indexes do not show", content)
	case !strings.EqualFold(parameters["charset"], "UTF-8") && parameters["charset"] != "":
		q.fail(path, cure, "the description's character set is %q", parameters["charset"])
	case kind == "text/markdown" && !slices.Contains([]string{"", "GFM", "CommonMark"}, parameters["variant"]):
		q.fail(path, "want variant=GFM or CommonMark", "the description is Markdown of the variant %q", parameters["variant"])
	}
	if kind == "text/x-rst" {
		for _, fault := range rstFaults(body) {
			q.fail(path, "correct the project's description; twine check shows all of it", "the description does not render: %s", fault)
		}
	}
}

// entryPoints reads entry_points.txt, if there is one.
func (q *inquiry) entryPoints() {
	path := q.content.DistInfo() + "/entry_points.txt"
	text, ok := q.content.File(path)
	if !ok {
		return
	}
	points, err := whl.ParseEntryPoints(text)
	if err != nil {
		q.fail(path, "correct the project's entry points", "%v", err)
	}
	seen := map[whl.EntryPoint]bool{}
	for _, p := range points {
		key := whl.EntryPoint{Group: p.Group, Name: p.Name}
		if seen[key] {
			q.fail(path, "name one of them differently", "the entry point %s is there twice in [%s]", p.Name, p.Group)
		}
		seen[key] = true
	}
}
