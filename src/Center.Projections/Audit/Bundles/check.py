"""Checks an unpacked bundle of a centre's log; needs nothing but Python 3.8. Run it in the bundle's folder."""
import base64, glob, hashlib, json

sha = lambda data: hashlib.sha256(data).digest()
node = lambda left, right: sha(b"\x01" + left + right)
decoded = lambda hashes: [base64.b64decode(text) for text in hashes]

bundle, proof = json.load(open("bundle.json", "rb")), json.load(open("proof.json", "rb"))
roots, size, positions, gaps = decoded(proof["left"]), bundle["firstLeaf"], set(), []
for name in sorted(glob.glob("leaves/*.txt")):
    for line in open(name, "rb"):
        index, commitment, salt, text = line.rstrip(b"\n").split(b" ", 3)
        entry = sha(bytes.fromhex(salt.decode()) + text)
        assert int(index) == size and entry.hex() == commitment.decode(), f"{name}: leaf {size} was changed"
        told = json.loads(text)
        gaps += told.get("gaps", [])
        positions.add(told.get("position"))
        leaf, full = sha(b"\x00" + entry), size
        while full & 1:  # a subtree is complete
            leaf, full = node(roots.pop(), leaf), full >> 1
        roots.append(leaf)
        size += 1
for first, last in gaps:
    positions.update(range(max(first, bundle["from"]), min(last, bundle["to"]) + 1))
assert size == bundle["endLeaf"], "leaves are missing at the end"
assert positions.issuperset(range(bundle["from"], bundle["to"] + 1)), "positions are missing"

root = roots.pop()
while roots:
    root = node(roots.pop(), root)
lines = open("checkpoint.txt", encoding="utf-8").read().split("\n")
origin, signed_size, signed = lines[0], int(lines[1]), base64.b64decode(lines[2])
path = decoded(proof["right"])
if size < signed_size:  # RFC 9162, section 2.1.4.2: the tree up to here is the beginning of the signed one
    path = [root] + path if size & (size - 1) == 0 else path
    at, last = size - 1, signed_size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    smaller = larger = path[0]
    for sibling in path[1:]:
        if at & 1 or at == last:
            smaller, larger = node(sibling, smaller), node(sibling, larger)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            larger = node(larger, sibling)
        at, last = at >> 1, last >> 1
    assert smaller == root and last == 0, "the leaves are not the beginning of the signed tree"
    root = larger
assert root == signed, "the root over the leaves is not the signed one"
print(f"{origin}: leaves {bundle['firstLeaf']} to {size - 1} of {signed_size} are those under the signed root")
