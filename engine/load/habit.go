package load

// habit says how dbx writes what another language has under a name; "" if it is
// nobody's habit.
func habit(name string) string {
	switch name {
	case "count":
		return " Terraform's count is for_each here: for_each = toset([for i in range(3) : tostring(i)])."
	case "depends_on":
		return " What a target needs is named where it is used: in inputs, source, base, requires."
	case "dynamic":
		return " There are no dynamic blocks: write them out, or make a target of each with for_each."
	case "sensitive", "ephemeral":
		return " What a variable holds is part of keys and logs: what servers must see stands in a secret block."
	case "nullable":
		return " Any variable may be null; forbid it by a validation."
	case "target":
		return " What Docker Bake calls a target has the name of its kind here, such as image."
	case "resource", "module", "terraform":
		return " That is Terraform's; targets are blocks such as source, image, wheel and action."
	case "dockerfile", "context":
		return " An image is a base and its copy, run and debian blocks; there is no Dockerfile."
	}
	return ""
}
