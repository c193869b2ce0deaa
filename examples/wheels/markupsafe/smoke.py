import markupsafe
from markupsafe import _speedups

assert markupsafe.escape is _speedups.escape
assert str(markupsafe.escape("<a&'\">")) == "&lt;a&amp;&#39;&#34;&gt;"
assert markupsafe.Markup("<b>%s</b>") % "<" == "<b>&lt;</b>"
print(markupsafe.__version__, _speedups.__file__)
