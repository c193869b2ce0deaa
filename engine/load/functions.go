package load

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// pureFunctions returns the functions whose results depend on their arguments
// alone.
func pureFunctions() map[string]function.Function {
	return map[string]function.Function{
		"abs": stdlib.AbsoluteFunc, "ceil": stdlib.CeilFunc, "floor": stdlib.FloorFunc, "max": stdlib.MaxFunc,
		"log": stdlib.LogFunc, "min": stdlib.MinFunc, "parseint": stdlib.ParseIntFunc, "pow": stdlib.PowFunc,
		"range": stdlib.RangeFunc, "signum": stdlib.SignumFunc, "sum": sumFunction(),

		"base64decode": base64Decode(), "base64encode": base64Encode(),
		"base64sha256": digestFunction(sha256.New), "base64sha512": digestFunction(sha512.New),
		"basename": textFunction(path.Base), "dirname": textFunction(path.Dir),
		"chomp": stdlib.ChompFunc, "endswith": textTest("suffix", strings.HasSuffix), "format": stdlib.FormatFunc, "formatlist": stdlib.FormatListFunc,
		"indent": stdlib.IndentFunc, "join": stdlib.JoinFunc, "lower": stdlib.LowerFunc,
		"regex": stdlib.RegexFunc, "regexall": stdlib.RegexAllFunc, "regex_replace": stdlib.RegexReplaceFunc,
		"md5": hashFunction(md5.New), "sha1": hashFunction(sha1.New), "sha256": hashFunction(sha256.New), "sha512": hashFunction(sha512.New),
		"startswith": textTest("prefix", strings.HasPrefix), "strcontains": textTest("substr", strings.Contains),
		"urlencode": textFunction(url.QueryEscape), "versioncmp": versionFunction(),
		"replace": replaceFunction(), "split": stdlib.SplitFunc, "strrev": stdlib.ReverseFunc,
		"sanitize": textFunction(sanitize), "substr": stdlib.SubstrFunc, "title": stdlib.TitleFunc, "trim": stdlib.TrimFunc,
		"trimprefix": stdlib.TrimPrefixFunc, "trimspace": stdlib.TrimSpaceFunc, "trimsuffix": stdlib.TrimSuffixFunc,
		"upper": stdlib.UpperFunc,

		"alltrue": truthFunction(true), "anytrue": truthFunction(false),
		"chunklist": stdlib.ChunklistFunc, "coalesce": stdlib.CoalesceFunc, "coalescelist": stdlib.CoalesceListFunc,
		"compact": stdlib.CompactFunc, "concat": stdlib.ConcatFunc, "contains": stdlib.ContainsFunc,
		"distinct": stdlib.DistinctFunc, "element": stdlib.ElementFunc, "flatten": stdlib.FlattenFunc,
		"index": indexFunction(), "keys": stdlib.KeysFunc, "length": lengthFunction(), "lookup": stdlib.LookupFunc, "matchkeys": matchKeysFunction(), "merge": stdlib.MergeFunc,
		"one": oneFunction(), "transpose": transposeFunction(),
		"reverse": stdlib.ReverseListFunc, "setintersection": stdlib.SetIntersectionFunc,
		"setproduct": stdlib.SetProductFunc, "setsymmetricdifference": stdlib.SetSymmetricDifferenceFunc, "setsubtract": stdlib.SetSubtractFunc, "setunion": stdlib.SetUnionFunc,
		"slice": stdlib.SliceFunc, "sort": stdlib.SortFunc, "values": stdlib.ValuesFunc, "zipmap": stdlib.ZipmapFunc,

		"csvdecode": stdlib.CSVDecodeFunc, "jsondecode": stdlib.JSONDecodeFunc, "jsonencode": stdlib.JSONEncodeFunc,
		"can": tryfunc.CanFunc, "try": tryfunc.TryFunc,
		"tobool": stdlib.MakeToFunc(cty.Bool), "tonumber": stdlib.MakeToFunc(cty.Number),
		"tostring": stdlib.MakeToFunc(cty.String),
		"tolist":   stdlib.MakeToFunc(cty.List(cty.DynamicPseudoType)),
		"tomap":    stdlib.MakeToFunc(cty.Map(cty.DynamicPseudoType)),
		"toset":    stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType)),
	}
}

// Functions returns the names of the functions that packages see, sorted.
func Functions() []string {
	all := pureFunctions()
	maps.Copy(all, fileFunctions(nil, nil))
	all["glob"] = globFunction(nil)
	return slices.Sorted(maps.Keys(all))
}

// refused says why dbx has not a function that other tools have; "" if there is
// no such tale to tell.
func refused(name string) string {
	switch name {
	case "timestamp", "plantimestamp", "now", "time":
		return "a build does not read the clock, or the same text would give other results tomorrow; use a variable"
	case "uuid", "uuidv4", "random", "bcrypt":
		return "a build has no randomness, or the same text would never give the same result; use a variable"
	case "env", "getenv", "get_env":
		return "a build does not see the host's environment; declare a variable and set it with " + envPrefix + "<name> or --var"
	case "hostname", "homedir", "pathexpand", "abspath", "nproc":
		return "a build does not depend on the host that it runs on; use a variable"
	case "add", "subtract", "multiply", "divide", "modulo", "negate", "and", "or", "not", "equal", "notequal",
		"greaterthan", "greaterthanorequalto", "lessthan", "lessthanorequalto":
		return "what Docker Bake has a function for is an operator here: + - * / % && || ! == != < <= > >="
	case "strlen":
		return "Docker Bake's strlen is Terraform's length here, which counts lists, maps and texts"
	case "reverselist":
		return "Docker Bake's reverselist is Terraform's reverse here; a text is turned round by strrev"
	case "indexof":
		return "Docker Bake's indexof is Terraform's index here; an element is written list[i]"
	case "absolute", "int", "hasindex", "sethaselement":
		return "write abs(x), floor(x), can(x[i]) or contains(x, y), as in Terraform"
	case "sensitive", "nonsensitive", "issensitive", "rsadecrypt":
		return "values here are no secrets: they are part of keys and logs. What servers must see stands in a secret block"
	case "semvercmp":
		return "write versioncmp(a, b) >= 0"
	case "fileset", "fileexists":
		return "files of a package are listed by glob(include, { exclude = […] })"
	}
	return ""
}
