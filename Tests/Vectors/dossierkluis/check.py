"""Checks records.json or directory.json against a second implementation.

It shares nothing with the vault: BLAKE2b from hashlib, Ed25519, X25519, ChaCha20 and Poly1305 from
PyPI `cryptography`, and HChaCha20 and Salsa20 written out here.
"""
import json
import struct
import sys
from base64 import b64decode
from hashlib import blake2b

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.poly1305 import Poly1305

LABEL = b"dossierkluis/v1/"
checks = 0


def expect(truth, name):
    global checks
    if not truth:
        sys.exit(f"does not hold: {name}")
    checks += 1


def h(*parts):
    return blake2b(b"".join(parts), digest_size=32).digest()


def rotate(word, count):
    return (word << count | word >> (32 - count)) & 0xFFFFFFFF


def words(data):
    return list(struct.unpack(f"<{len(data) // 4}I", data))


def hchacha20(key, nonce):
    s = words(b"expand 32-byte k") + words(key) + words(nonce)
    quarters = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)]
    for _ in range(10):
        for a, b, c, d in quarters:
            for x, y, z, count in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                s[x] = (s[x] + s[y]) & 0xFFFFFFFF
                s[z] = rotate(s[z] ^ s[x], count)
    return struct.pack("<8I", *(s[0:4] + s[12:16]))


def salsa_rounds(state):
    s = list(state)
    columns = [(0, 4, 8, 12), (5, 9, 13, 1), (10, 14, 2, 6), (15, 3, 7, 11)]
    rows = [(0, 1, 2, 3), (5, 6, 7, 4), (10, 11, 8, 9), (15, 12, 13, 14)]
    for _ in range(10):
        for a, b, c, d in columns + rows:
            for target, one, two, count in ((b, a, d, 7), (c, b, a, 9), (d, c, b, 13), (a, d, c, 18)):
                s[target] ^= rotate((s[one] + s[two]) & 0xFFFFFFFF, count)
    return s


def salsa_state(key, middle):
    c, k = words(b"expand 32-byte k"), words(key)
    return [c[0], *k[:4], c[1], *middle, c[2], *k[4:], c[3]]


def hsalsa20(key, nonce):
    s = salsa_rounds(salsa_state(key, words(nonce)))
    return struct.pack("<8I", *(s[i] for i in (0, 5, 10, 15, 6, 7, 8, 9)))


def salsa20(key, nonce, count):
    stream, block = b"", 0
    while len(stream) < count:
        start = salsa_state(key, words(nonce) + [block & 0xFFFFFFFF, block >> 32])
        ends = salsa_rounds(start)
        stream += struct.pack("<16I", *((a + b) & 0xFFFFFFFF for a, b in zip(start, ends)))
        block += 1
    return stream[:count]


def open_sealed_box(box, secret):
    pair = X25519PrivateKey.from_private_bytes(secret)
    public = pair.public_key().public_bytes_raw()
    ephemeral = box[:32]
    nonce = blake2b(ephemeral + public, digest_size=24).digest()
    shared = hsalsa20(pair.exchange(X25519PublicKey.from_public_bytes(ephemeral)), bytes(16))
    stream = salsa20(hsalsa20(shared, nonce[:16]), nonce[16:], 32 + len(box) - 48)
    Poly1305.verify_tag(stream[:32], box[48:], box[32:48])
    return bytes(a ^ b for a, b in zip(box[48:], stream[32:]))


def chacha20(key, nonce, counter, data):
    return Cipher(algorithms.ChaCha20(key, struct.pack("<I", counter) + nonce), None).encryptor().update(data)


def secret_stream(key, header, parts):
    """libsodium's secretstream: each (tag, plaintext) sealed, in order; tag 0 or, for the last, 3."""
    key = hchacha20(key, header[:16])
    counter, rest = 1, header[16:]
    for tag, plain in parts:
        nonce = struct.pack("<I", counter) + rest
        mac = Poly1305(chacha20(key, nonce, 0, bytes(32)))
        block = chacha20(key, nonce, 1, bytes([tag]) + bytes(63))
        text = chacha20(key, nonce, 2, plain) if plain else b""
        mac.update(block + text + bytes((16 - 64 + len(plain)) & 15))
        mac.update(struct.pack("<QQ", 0, 64 + len(plain)))
        mac = mac.finalize()
        counter, rest = counter + 1, bytes(a ^ b for a, b in zip(rest, mac))
        yield block[:1] + text + mac


def signed(key, domain, data, signature, name):
    try:
        key.verify(signature, LABEL + domain + b"\n" + data)
        expect(True, name)
    except InvalidSignature:
        expect(False, name)


def groups(digest):
    bits = int.from_bytes(digest[:15], "big")
    letters = "".join("ABCDEFGHJKLMNPQRSTUVWXYZ23456789"[bits >> 5 * i & 31] for i in range(23, -1, -1))
    return " ".join(letters[i:i + 4] for i in range(0, 24, 4))


def check_partner(fields, partners, used, examples):
    """A partner or bundle key: fields, lengths, keys that are new, and what people read aloud."""
    kind = fields["kind"]
    if kind == "bundle-key":
        key = b64decode(fields["key"])
        expect(len(key) == 32 and key not in used, "a new bundle key")
        expect(h(key)[:8].hex() == examples["bundle_number"], "number of the bundle key")
        expect(groups(h(LABEL + b"bundle-key", key)) == examples["bundle_fingerprint"], "bundle fingerprint")
        used.add(key)
        return
    if kind == "partner-end":
        expect(fields["partner"] in partners, "the end of a partner")
        expect(groups(partners.pop(fields["partner"])) == examples["partner_fingerprint"], "partner fingerprint")
        return
    partner = fields["partner"] if kind == "partner" else fields
    age, sign, number = (b64decode(partner[k]) for k in ("age", "sign", "sign_number"))
    expect((len(age), len(sign), len(number)) == (32, 32, 8), "lengths of a partner's keys")
    expect(not used & {age, sign}, "new keys of a partner")
    expect((partner["partner"] in partners) == (kind == "partner-key"), "a partner that is there, or new")
    used.update((age, sign))
    partners[partner["partner"]] = h(LABEL + b"partner", age, sign, number)


def check_directory(examples):
    raw = bytes.fromhex
    origin, institution = examples["origin"].encode(), raw(examples["institution_key"])
    expect(groups(h(LABEL + b"anchor", origin, institution)) == examples["fingerprint"], "fingerprint")
    partners, used = {}, {institution}
    before, keys, boxes = h(LABEL + b"directory", origin), {"institution": institution}, {}
    for n, record in enumerate(examples["records"], 1):
        body = b64decode(json.loads(record)["body"])
        fields = json.loads(body)
        again = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        expect(again.encode() == body and fields["n"] == n, f"body {n}")
        expect(b64decode(fields["prev"]) == before, f"place of record {n}")
        for account in (fields.get(k) for k in ("beheerder", "custodian", "account")):
            if account:
                keys[account["member"]] = b64decode(account["sign"])
                boxes[account["member"]] = b64decode(account["box"])
                proven = {k: account[k] for k in ("box", "member", "name", "sign")}
                data = json.dumps(proven, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
                key = Ed25519PublicKey.from_public_bytes(keys[account["member"]])
                signed(key, b"directory", data.encode(), b64decode(account["proof"]), "proof")
        for entry in json.loads(record)["sigs"]:
            key = Ed25519PublicKey.from_public_bytes(keys[entry["by"]])
            signed(key, b"directory", body, b64decode(entry["sig"]), f"signature of record {n}")
        if fields["kind"] == "role-epoch":
            role = fields
        if fields["kind"] == "custody":
            check_custody(fields, role, boxes, raw(examples["role_secret"]), raw(examples["keeper_secret"]))
        if fields["kind"] in ("partner", "partner-key", "partner-end", "bundle-key"):
            check_partner(fields, partners, used, examples)
        before, newest = h(body), h(record.encode())
    expect(newest == raw(examples["hash"]), "hash of the directory")


def check_custody(fields, role, boxes, secret, keeper):
    """The box holds the secret of the role's epoch, for the member whom the record names."""
    expect((fields["role"], fields["epoch"]) == (role["role"], role["epoch"]), "key in custody")
    expect(fields["member"] not in [box["member"] for box in role["custody"]], "a later keeper")
    public = X25519PrivateKey.from_private_bytes(keeper).public_key().public_bytes_raw()
    expect(public == boxes[fields["member"]], "keeper's key")
    context = LABEL + b"role" + bytes([["jeugdbeschermer", "jurist"].index(fields["role"]) + 1]) + struct.pack(
        ">I", fields["epoch"])
    expect(open_sealed_box(b64decode(fields["box"]), keeper) == context + secret, "custody box")
    public = X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    expect(public == b64decode(role["box"]), "secret of the role's epoch")


def main(path):
    with open(path, encoding="utf-8") as file:
        examples = json.load(file)
    (check_directory if "institution_key" in examples else check_records)(examples)
    print(f"{checks} checks hold")


def check_records(examples):
    raw = bytes.fromhex
    dossier = raw(examples["dossier"])
    private = Ed25519PrivateKey.from_private_bytes(raw(examples["author_seed"]))
    author = private.public_key()
    expect(author.public_bytes_raw() == raw(examples["author_key"]), "author key")

    # An entry: its keys, its ciphertext and what its link says of it.
    entry = {k: (v if k == "plaintext" else raw(v)) for k, v in examples["entry"].items()}
    header = entry["header"]
    expect(len(header) == 67 and header[:16] == dossier, "header")
    keys = blake2b(LABEL + b"entry" + header[:38] + entry["token"],
                   key=entry["section_key"], digest_size=64).digest()
    expect(keys == entry["ek"] + entry["ck"], "entry keys")
    expect(h(header, entry["nonce"], entry["ck"], entry["ciphertext"]) == entry["content"], "content")
    cipher = ChaCha20Poly1305(hchacha20(entry["ek"], entry["nonce"][:16]))
    try:
        padded = cipher.decrypt(
            bytes(4) + entry["nonce"][16:], entry["ciphertext"], LABEL + b"header" + header)
    except InvalidTag:
        sys.exit("does not hold: ciphertext")
    text = entry["plaintext"].encode()
    expect(len(padded) == 512 and padded == text + b"\x80" + bytes(511 - len(text)), "plaintext")

    check = examples["section_check"]
    value = blake2b(LABEL + b"section-check" + dossier + bytes([check["section"]]),
                    key=raw(check["key"]), digest_size=32).digest()
    expect(value == raw(check["check"]), "section check")

    # The chain and its signatures.
    value = h(LABEL + b"chain", dossier)
    expect(value == raw(examples["chain"]["h0"]), "start of the chain")
    for n, example in enumerate(examples["chain"]["links"], 1):
        link = raw(example["link"])
        value = h(LABEL + b"chain", value, h(link))
        expect(len(link) == 108 and link[67:71] == struct.pack(">I", n), f"link {n}")
        expect(value == raw(example["h"]), f"chain at {n}")
        signed(author, b"link", dossier + struct.pack(">I", n) + value, raw(example["signature"]),
               f"signature of link {n}")
    first, last = (raw(example["link"]) for example in examples["chain"]["links"])
    expect(last[76:] == entry["content"], "the entry's link holds its content")

    # Records: canonical bytes, signature and hash.
    by_kind, reasons = {}, []
    for record in examples["records"]:
        data = record["record"].encode()
        again = json.dumps(json.loads(data), sort_keys=True, separators=(",", ":"),
                           ensure_ascii=False).encode()
        signature = raw(record["signature"])
        holds = again == data and h(data, signature) == raw(record["hash"])
        signed(author, record["domain"].encode(), data, signature, record["kind"])
        if not holds:
            sys.exit(f"does not hold: {record['kind']}")
        by_kind.setdefault(record["kind"], data)
        # The reason of a refresh is a code, all others name words.
        if record["kind"] != "refresh" and "reason" in json.loads(data):
            reasons.append(b64decode(json.loads(data)["reason"]))
    expect(first[76:] == h(by_kind["section"]), "the section's link holds its record")

    said = examples["words"]
    value = h(raw(said["salt"]), said["text"].encode())
    expect(value == raw(said["hash"]), "words")
    expect(reasons == [value] * 3, "the records that name words")

    refresh = examples["refresh_delta"]
    value = blake2b(LABEL + b"refresh-delta" + dossier + bytes([refresh["section"]])
                    + struct.pack(">I", refresh["generation"]),
                    key=raw(refresh["delta"]), digest_size=32).digest()
    expect(value == raw(refresh["d"]), "refresh delta")

    file = examples["attachment"]
    place = header[:37] + bytes([2])
    keys = blake2b(LABEL + b"entry" + place + entry["token"],
                   key=entry["section_key"], digest_size=64).digest()
    expect(keys[:32] == raw(file["ek"]), "the key of a description")
    value = blake2b(LABEL + b"attachment", key=keys[:32], digest_size=32).digest()
    expect(value == raw(file["key"]), "the key of an attachment's parts")
    plain = [part.encode() for part in file["plain"]]
    tags = [0] * (len(plain) - 1) + [3]
    sealed = list(secret_stream(value, raw(file["kop"]), zip(tags, plain)))
    expect(sealed == [raw(part) for part in file["parts"]], "an attachment's parts")
    expect(h(*sealed) == raw(file["verzegeld"]), "the hash over the parts")

    share = {k: raw(v) for k, v in examples["share"].items()}
    context = LABEL + b"share" + dossier + bytes([2]) + struct.pack(">I", 1)
    opened = open_sealed_box(raw(examples["share_box"]), share["role_secret"])
    expect(share["context"] == context and opened == context + share["half"], "share box")


main(sys.argv[1])
