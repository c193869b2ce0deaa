import jinja2

assert jinja2.Template("{{ x|e }}").render(x="<") == "&lt;"
assert jinja2.Environment(autoescape=True).from_string("{{ x }}").render(x="<") == "&lt;"
print(jinja2.__version__)
