import toml

value = toml.loads('title = "x"\n[owner]\nports = [8000, 8001]\n')
assert value == {"title": "x", "owner": {"ports": [8000, 8001]}}
assert toml.loads(toml.dumps(value)) == value
print(toml.__version__)
