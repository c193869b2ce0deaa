package query

// Functions returns the names of the language's functions, sorted.
func Functions() []string {
	var names []string
	for _, f := range functions() {
		names = append(names, f.name)
	}
	return names
}
