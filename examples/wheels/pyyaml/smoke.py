import yaml
from yaml import CDumper, CLoader

value = yaml.load("a: [1, 2.5, {b: null}]\n", Loader=CLoader)
assert value == {"a": [1, 2.5, {"b": None}]}
assert yaml.load(yaml.dump(value, Dumper=CDumper), Loader=CLoader) == value
assert yaml._yaml.get_version() == (0, 2, 5)
try:
    yaml.load("a: [", Loader=CLoader)
except yaml.YAMLError as error:
    assert error.problem_mark.line == 1, error
else:
    raise AssertionError("half a list is read as if it were whole")
print(yaml.__version__, yaml._yaml.__file__)
