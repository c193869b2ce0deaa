package gate

import (
	"slices"

	"dbx/rules/wheel/elf"
	"dbx/rules/wheel/whl"
)

// machine compares the code of each ELF file with the processors that the tags
// and the target name.
func machine() Check {
	return Check{Name: "machine",
		Doc: "An ELF file is for another machine, class, byte order, float ABI or newer processor than the platform.",
		ask: func(q *inquiry) {
			targets, bad := q.machines()
			if bad != nil {
				q.fail("", "correct the platform block, or the tag", "%v", bad)
			}
			for _, o := range q.objects {
				if o.err != nil {
					q.fail(o.path, "link it again; what cannot be read cannot be trusted", "%v", o.err)
					continue
				}
				for _, t := range targets {
					for _, p := range t.Problems(o.elf) {
						q.fail(o.path, p.Cure, "%s", p.What)
					}
				}
				q.floatName(o)
			}
			if len(q.objects) == 0 {
				q.skip("there is no machine code in the wheel")
			}
		}}
}

// machines returns those that the wheel is for: of the target and each tag.
func (q *inquiry) machines() ([]elf.Target, error) {
	var all []elf.Target
	if q.target.Platform != (whl.Platform{}) {
		t, err := q.target.Platform.Target()
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	for _, tag := range q.name.Platform {
		if tag == "any" || foreign(tag) {
			continue
		}
		p, err := whl.ParsePlatform(tag)
		if err != nil {
			return all, err
		}
		if !slices.Contains(all, p.Target) {
			all = append(all, p.Target)
		}
	}
	return all, nil
}

// floatName compares a module's name with its code: for the two float ABIs of
// ARM its name is the only place where a wheel shows which it has.
func (q *inquiry) floatName(o object) {
	_, triple, ok := whl.ModuleSuffix(o.path)
	if !ok || o.elf.ARM == nil {
		return
	}
	float := o.elf.ARM.Float
	if triple == "arm-linux-gnueabihf" && float == elf.SoftFloat || triple == "arm-linux-gnueabi" && float == elf.HardFloat {
		q.fail(o.path, "build it with the sysconfig data of the compiler's own platform", "is named for %s but has the %s-float ABI", triple, float)
	}
}
