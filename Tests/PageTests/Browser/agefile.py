"""age v1 with a passphrase, and ustar archives good and bad, written without any code of ours. (C2SP age.md)"""
import base64
import hashlib
import hmac
import json
import os
import struct

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK = 64 * 1024


def unpadded(data):
    return base64.b64encode(data).rstrip(b"=")


def derive(secret, salt, info):
    return HKDF(SHA256(), 32, salt or None, info).derive(secret)


def encrypt(passphrase, plaintext, log_n=10, empty_end=False):
    """An age file whose one recipient is a passphrase; with `empty_end`, and a last chunk without a byte after it."""
    key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrap = hashlib.scrypt(passphrase.encode(), salt=b"age-encryption.org/v1/scrypt" + salt, n=1 << log_n, r=8, p=1,
                          maxmem=1 << 30, dklen=32)
    body = ChaCha20Poly1305(wrap).encrypt(bytes(12), key, None)
    header = b"age-encryption.org/v1\n-> scrypt %s %d\n%s\n---" % (unpadded(salt), log_n, unpadded(body))
    mac = hmac.new(derive(key, b"", b"header"), header, hashlib.sha256).digest()
    stream, parts = ChaCha20Poly1305(derive(key, nonce, b"payload")), []
    count = max(1, -(-len(plaintext) // CHUNK)) + empty_end
    for number in range(count):
        last = 1 if number == count - 1 else 0
        block = plaintext[number * CHUNK:(number + 1) * CHUNK]
        parts.append(stream.encrypt(number.to_bytes(11, "big") + bytes([last]), block, None))
    return header + b" " + unpadded(mac) + b"\n" + nonce + b"".join(parts)


def armor(data):
    text = base64.b64encode(data).decode()
    lines = [text[at:at + 64] for at in range(0, len(text), 64)]
    return ("-----BEGIN AGE ENCRYPTED FILE-----\n" + "\n".join(lines) + "\n-----END AGE ENCRYPTED FILE-----\n").encode()


def member(name, data=b"", kind=b"0", link="", size=None, magic=b"ustar\x0000", prefix="", sum_error=0):
    """One member of an archive; every field can be made wrong."""
    name, prefix = (text if isinstance(text, bytes) else text.encode() for text in (name, prefix))
    head = bytearray(struct.pack(
        "100s8s8s8s12s12s8s1s100s8s32s32s8s8s155s12x", name, b"0000644\0", b"0000000\0", b"0000000\0",
        b"%011o\0" % (len(data) if size is None else size), b"00000000000\0", b" " * 8, kind, link.encode(), magic,
        b"", b"", b"0000000\0", b"0000000\0", prefix))
    head[148:156] = b"%06o\0 " % (sum(head) + sum_error)
    return bytes(head) + data + bytes(-len(data) % 512)


END = bytes(1024)


def archive(files, extra=b"", end=END):
    return b"".join(member(name, data) for name, data in files) + extra + end


def manifest(files, valid_until="2099-12-31", **changes):
    """The list of the files, in the one spelling."""
    listed = [{"path": name, "sha256": base64.b64encode(hashlib.sha256(data).digest()).decode(), "size": len(data)}
              for name, data in sorted(files)]
    value = {"bundle": "0f" * 16, "files": listed, "schema": "dossierkluis/overdracht/1", "valid_until": valid_until}
    value.update(changes)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
