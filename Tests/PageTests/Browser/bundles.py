"""Makes the age files that the browsers are to open or to refuse: bundles.py FOLDER writes NAME.age and cases.json there.

A case is {name, code, key?, expect}: expect is "opened" or the reason of the refusal. `stock` says which programs of
others had a hand in it; a case whose program is missing is left out and named in cases.json under "left_out".
"""
import base64
import json
import os
import pathlib
import pty
import shutil
import socket
import subprocess
import sys

from agefile import END, archive, armor, encrypt, manifest, member

folder = pathlib.Path(sys.argv[1])
with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
listener = f"http://127.0.0.1:{port}"
CODE = "K7QF-2MPA-XH4C-9TRD"
cases, left_out = [], []

# A page that tries everything: to run, to fetch, to leave, to send, to lie over what is around it.
PAGE = f"""<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Plan</title>
<base href="{listener}/base/"><meta http-equiv="refresh" content="1;url={listener}/refresh">
<link rel="dns-prefetch" href="{listener}/dns"><link rel="preconnect" href="{listener}"><link rel="stylesheet" href="{listener}/style.css">
<style>@import url({listener}/import.css); h1 {{ color: red }}</style>
<script>parent.postMessage("script ran", "*"); top.document.title = "script ran";</script></head>
<body onload="parent.postMessage('onload ran', '*')"><h1>Het plan van Sjors</h1>
<p>Sjors woont bij zijn oma. <b>Feit</b>, volgens school.</p>
<table><tr><th scope="col">Wanneer</th><th scope="col">Wat</th></tr><tr><td>maandag</td><td>huisbezoek</td></tr></table>
<img src="{listener}/picture.png" onerror="parent.postMessage('onerror ran', '*')" alt="plaatje">
<iframe src="{listener}/frame"></iframe><object data="{listener}/object"></object>
<form action="{listener}/form"><button>Verstuur</button></form>
<svg viewBox="0 0 10 10" width="20"><script>parent.postMessage("svg ran", "*")</script><rect width="10" height="10" style="fill:url({listener}/fill)"/><image href="{listener}/svg.png"/></svg>
<a href="{listener}/link">een koppeling</a> <a href="javascript:parent.postMessage('link ran','*')">nog een</a>
<custom-part>Tekst in een onbekend element blijft staan.</custom-part>
<p>Laatste zin van het plan.</p></body></html>""".encode()

FILES = [
    ("overdracht.html", PAGE),
    ("overdracht.json", b'{"schema":"dossierkluis/dossier/1"}'),
    ("bijlagen/brief van school.txt", "Beste ouders, één brief.\n".encode() * 20),
    ("bijlagen/foto.png", base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")),
]


def case(name, data, expect, code=CODE, key="", **more):
    (folder / f"{name}.age").write_bytes(data)
    cases.append({"name": name, "code": code, "key": key, "expect": expect, **more})


def bundle(files=FILES, listed=None, signature=None, **changes):
    """The archive of files with their manifest."""
    text = manifest(files if listed is None else listed, **changes)
    signed = [("manifest.json.minisig", signature)] if signature else []
    return archive(list(files) + [("manifest.json", text)] + signed)


def padded(data):
    return data + bytes(-len(data) % 4096)


# What opens, and how a code may be typed.
good = encrypt(CODE, padded(bundle()))
case("good", good, "opened")
case("lower", good, "opened", code=" k7qf 2mpa  xh4c9trd ")
case("dashes", good, "opened", code="k7qf–2mpa—xh4c‐9trd")
case("wrong", good, "code", code="K7QF-2MPA-XH4C-9TRE")
case("wrong_word", good, "code", code="iets anders")
case("armored", armor(good), "opened")
case("sixteen", encrypt("abcdefghjkmnpqrs", bundle()), "opened", code="abcdefghjkmnpqrs")
case("passphrase", encrypt("een zin: é, 漢 en spaties", bundle()), "opened", code="een zin: é, 漢 en spaties")
case("expired", encrypt(CODE, bundle(valid_until="2020-01-31")), "opened", valid_until="2020-01-31")
case("text", encrypt(CODE, "Alleen een tekst.".encode()), "opened", plain=True)
case("empty", encrypt(CODE, b""), "opened", plain=True)
case("prefix", encrypt(CODE, archive(
    [], member("b" * 60 + ".txt", b"lang", prefix="bijlagen/" + "a" * 60)
    + member("manifest.json", manifest([("bijlagen/" + "a" * 60 + "/" + "b" * 60 + ".txt", b"lang")])))), "opened")

# Damage.
large = encrypt(CODE, bundle(FILES + [("bijlagen/groot.bin", os.urandom(200_000))]))
header = large.index(b"\n---") + 1
payload = large.index(b"\n", header) + 1


def flipped(data, place):
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1:]




def other_letter(data, place):
    """Another letter of base64, so that the header still reads well."""
    return data[:place] + (b"A" if data[place:place + 1] != b"A" else b"B") + data[place + 1:]


case("flip_stanza", other_letter(large, large.index(b"\n", large.index(b"scrypt")) + 1), "code")
case("flip_mac", other_letter(large, header + 10), "mac")
case("flip_nonce", flipped(large, payload + 3), "payload")
case("flip_first", flipped(large, payload + 16 + 1000), "payload")
case("flip_last", flipped(large, len(large) - 30), "payload")
case("cut_header", large[:header - 10], "truncated")
case("cut_nonce", large[:payload + 8], "truncated")
case("cut_chunk", large[:payload + 16 + 65552], "truncated")
case("cut_tag", large[:payload + 16 + 65552 + 9], "truncated")
case("cut_inside", large[:payload + 16 + 65552 + 900], "payload")
case("cut_armor", armor(large)[:-40], "truncated")
case("more", large + b"x", "payload")
case("empty_end", encrypt(CODE, bytes(65536), empty_end=True), "payload")
case("no_age", b"PK\x03\x04 dit is een zip", "notAge")
case("nothing", b"", "notAge")
case("version", good.replace(b"/v1\n", b"/v2\n", 1), "version")
case("work", good.replace(b" 10\n", b" 23\n", 1), "work")

# Archives of an enemy; each has a manifest that names what is in it.
TEXT = ("bijlagen/a.txt", b"a")


def hostile(name, extra, listed=(), end=END, expect="archive"):
    data = archive([TEXT, ("manifest.json", manifest([TEXT, *listed]))], extra, end)
    case(f"archive_{name}", encrypt(CODE, data), expect)


hostile("fine", b"", expect="opened")
for name, path in {
    "up": "../overdracht.html", "up_inside": "bijlagen/../../x", "absolute": "/etc/passwd", "dot": "bijlagen/./x",
    "empty_part": "bijlagen//x", "backslash": "bijlagen/..\\x", "drive": "bijlagen/c:x", "hidden": "bijlagen/.x",
    "control": "bijlagen/a\nb", "turned": "bijlagen/a\u202etxt.exe", "trailing": "bijlagen/a.txt.", "other": "x.txt",
    "folder_end": "bijlagen/", "zero_width": "bijlagen/a\u200b.txt",
}.items():
    hostile(name, member(path, b"x"), [(path, b"x")])
hostile("not_utf8", member(b"bijlagen/\xff", b"x"))
hostile("twice", member(*TEXT))
hostile("twin", member("bijlagen/A.TXT", b"x"), [("bijlagen/A.TXT", b"x")])
hostile("twin_wide", member("bijlagen/\uff41.txt", b"x"), [("bijlagen/\uff41.txt", b"x")])
for name, kind in {"hard": b"1", "soft": b"2", "character": b"3", "block": b"4", "folder": b"5", "pipe": b"6", "pax": b"x",
                   "gnu": b"L", "old": b"\0"}.items():
    hostile(f"kind_{name}", member("bijlagen/x", kind=kind, link="manifest.json"), [("bijlagen/x", b"")])
hostile("sum", member("bijlagen/x", b"x", sum_error=1), [("bijlagen/x", b"x")])
hostile("magic", member("bijlagen/x", b"x", magic=b"ustar  \0"), [("bijlagen/x", b"x")])
hostile("size", member("bijlagen/x", b"x", size=1 << 20), [("bijlagen/x", b"x")])
hostile("size_huge", member("bijlagen/x", b"x", size=(1 << 33) - 1), [("bijlagen/x", b"x")])
hostile("after", b"", end=END + b"x" * 512)
hostile("no_end", b"", end=b"")
hostile("half_end", b"", end=bytes(512))
case("archive_many", encrypt(CODE, archive([(f"bijlagen/{n}", b"") for n in range(1200)])), "archive")

# A manifest that does not match.
OTHER = ("bijlagen/b.txt", b"b")


def mismatch(name, text, files=(TEXT,), expect="manifest"):
    entries = list(files) + ([("manifest.json", text)] if text is not None else [])
    case(f"manifest_{name}", encrypt(CODE, archive(entries)), expect)


right = manifest([TEXT])
mismatch("none", None)
mismatch("unlisted", right, [TEXT, OTHER])
mismatch("absent", manifest([TEXT, OTHER]))
mismatch("content", right, [("bijlagen/a.txt", b"b")])
mismatch("length", right.replace(b'"size":1', b'"size":2'))
mismatch("listed_twice", manifest([TEXT, TEXT]))
mismatch("itself", manifest([TEXT, ("manifest.json", b"x")]))
mismatch("two_members", right.replace(b'"files":', b'"files":[],"files":'))
mismatch("white_space", right.replace(b",", b", ", 1))
mismatch("no_json", b"{")
mismatch("null", b"null")
mismatch("not_utf8", right.replace(b"0f0f", b"\xff\xff"))
mismatch("hash_spelling", right.replace(b'="', b'"', 1))
mismatch("date", manifest([TEXT], valid_until="31-01-2027"))
mismatch("schema", manifest([TEXT], schema="dossierkluis/overdracht/2"), expect="version")
mismatch("line_end", right + b"\n", expect="opened")


# minisign and age, as Debian ships them.
def run(*command, text=b""):
    return subprocess.run(command, input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True).stdout


def at_terminal(command, passphrase):
    """Runs a program that asks for a passphrase, twice, at its terminal."""
    process, terminal = pty.fork()
    if process == 0:
        os.execvp(command[0], command)
    said = b""
    try:
        while not said.count(b"passphrase") > 2 and (part := os.read(terminal, 1024)):
            if b":" in part:  # The prompt.
                os.write(terminal, passphrase.encode() + b"\n")
            said += part
    except OSError:
        pass
    _, status = os.waitpid(process, 0)
    if status:
        raise RuntimeError(f"{command}: {said}")


def keys(name):
    public, secret = folder / f"{name}.pub", folder / f"{name}.key"
    run("minisign", "-G", "-W", "-f", "-p", str(public), "-s", str(secret))
    return public.read_text(), secret


def signature(text, secret, *more):
    source = folder / "signed"
    source.write_bytes(text)
    run("minisign", "-S", "-s", str(secret), "-m", str(source), "-x", str(folder / "signed.minisig"), *more)
    return (folder / "signed.minisig").read_bytes()


if shutil.which("minisign"):
    public, secret = keys("sender")
    other, _ = keys("other")
    text = manifest(FILES)
    signed = signature(text, secret, "-t", "overdracht van één gezin")
    lines = signed.split(b"\n")
    longer = manifest(FILES, purpose="x" * 300)

    def signs(name, file, expect, key=public, listed=text):
        data = archive(FILES + [("manifest.json", listed)] + ([("manifest.json.minisig", file)] if file else []))
        case(f"signature_{name}", encrypt(CODE, data), expect, key=key, stock="minisign")

    signs("right", signed, "opened")
    signs("right_key_only", signed, "opened", key=public.split("\n")[1])
    signs("no_key", signed, "opened", key="")
    signs("long", signature(longer, secret), "opened", listed=longer)
    signs("other_key", signed, "otherKey", key=other)
    signs("other_key_id", b"\n".join([lines[0], base64.b64encode(
        b"ED" + base64.b64decode(other.split("\n")[1])[2:10] + base64.b64decode(lines[1])[10:]), *lines[2:]]), "signature", key=other)
    signs("legacy", signature(text, secret, "-l"), "signature")
    signs("renamed", b"\n".join([lines[0], base64.b64encode(b"Ed" + base64.b64decode(lines[1])[2:]), *lines[2:]]), "signature")
    signs("other_manifest", signed, "signature", listed=manifest(FILES, valid_until="2098-12-31"))
    signs("other_comment", signed.replace("één".encode(), b"een"), "signature")
    signs("none", b"", "unsigned")
    signs("cut", signed[:-20], "signature")
    signs("no_key_text", signed, "keyText", key="RWQ klopt niet")
else:
    left_out.append("minisign")

if shutil.which("age") and shutil.which("age-keygen"):
    source = folder / "source.tar"
    source.write_bytes(bundle())
    at_terminal(["age", "-p", "-o", str(folder / "stock_passphrase.age"), str(source)], CODE)
    case("stock_passphrase", (folder / "stock_passphrase.age").read_bytes(), "opened", stock="age", slow=True)
    identity = run("age-keygen").decode()
    recipient = next(line.split()[-1] for line in identity.splitlines() if "public key" in line)
    case("stock_key", run("age", "-r", recipient, text=bundle()), "key", stock="age")
    case("stock_key_armored", run("age", "-a", "-r", recipient, text=bundle()), "key", stock="age")
else:
    left_out.append("age")

# As the institution makes them: logN 16, some with much in them.
for name, mebibytes in {"real": 0, "five": 5, "ten": 10}.items():
    more = [(f"bijlagen/deel {n}.bin", os.urandom(1 << 20)) for n in range(mebibytes)]
    case(name, encrypt(CODE, padded(bundle(FILES + more)), 16), "opened", slow=True)

(folder / "listener.json").write_text(json.dumps({"port": port}))
(folder / "hostile.html").write_bytes(PAGE)
(folder / "cases.json").write_text(json.dumps({"cases": cases, "left_out": left_out}))
