"""Prints what two wheels have to have in common, one JSON line each."""

import email, hashlib, json, sys, zipfile
from pip._vendor.packaging.requirements import Requirement


def says(path):
    files, wheel, fields, body = {}, [], [], ""
    with zipfile.ZipFile(path) as z:
        for i in z.infolist():
            top, slash, rest = i.filename.partition("/")
            name = "dist-info/" + rest if top.endswith(".dist-info") else i.filename
            data = z.read(i)
            if name == "dist-info/METADATA":
                m = email.message_from_bytes(data)
                body = m.get_payload().strip()
                for key, value in m.items():
                    if key == "Requires-Dist":
                        r = Requirement(value)
                        value = [r.name, sorted(r.extras), str(r.specifier), r.url, str(r.marker)]
                    if key != "Metadata-Version":
                        fields.append([key, value])
            elif name == "dist-info/WHEEL":
                m = email.message_from_bytes(data)
                wheel = [m["Root-Is-Purelib"], sorted(m.get_all("Tag"))]
            elif name != "dist-info/RECORD":
                files[name] = [hashlib.sha256(data).hexdigest(), bool(i.external_attr >> 16 & 0o111)]
    return {"files": files, "wheel": wheel, "fields": sorted(fields, key=str), "body": body}


for path in sys.argv[1:]:
    print(json.dumps(says(path), sort_keys=True))
