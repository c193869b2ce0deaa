import netifaces

# Where commands run sealed there is the loopback interface alone.
names = netifaces.interfaces()
assert "lo" in names, names
assert netifaces.AF_INET == 2 and netifaces.AF_PACKET == 17
print(netifaces.version, names, netifaces.ifaddresses("lo"))
