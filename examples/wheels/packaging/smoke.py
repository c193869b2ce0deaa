import packaging
from packaging.requirements import Requirement
from packaging.tags import sys_tags
from packaging.version import Version

assert Version("1.0rc1") < Version("1.0") < Version("1.0.post1")
wanted = Requirement("cffi>=1.12; python_version >= '3'")
assert wanted.marker.evaluate() and wanted.specifier.contains("1.15.1")
assert "py3-none-any" in map(str, sys_tags())
print(packaging.__version__, next(iter(sys_tags())))
