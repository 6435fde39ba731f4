"""Drives one browser over the pages in a folder and prints what it saw as one JSON object.

    drive.py BROWSER FOLDER VECTORS AXE      FOLDER has NAME.age, cases.json, and the pages that Swift made

The page's own script does all the work: through its form where people are concerned, and by the worker's
function where there are many files. Nothing here knows how a file is opened.
"""
import base64
import hashlib
import json
import os
import pathlib
import socket
import sys
import tempfile
import threading
import time

from bidi import Browser, missing

name, folder, vectors, axe_file = sys.argv[1], *map(pathlib.Path, sys.argv[2:5])
if missing(name):
    print(json.dumps({"missing": missing(name)}))
    sys.exit(0)

cases = {case["name"]: case for case in json.loads((folder / "cases.json").read_text())["cases"]}
address = json.loads((folder / "listener.json").read_text())
axe_source = axe_file.read_text()
seen = {"times": {}, "speed": {}, "past": {}, "axe": {}, "overflow": {}, "outcomes": {}, "vectors": {}, "form": {}}

# Whoever would fetch something from the hostile page would come here.
listener = socket.create_server(("127.0.0.1", address["port"]))
callers = []


def listen():
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        callers.append(1)
        connection.close()


threading.Thread(target=listen, daemon=True).start()

LISTEN = "window.messages = []; window.addEventListener('message', (event) => messages.push(String(event.data)));"

# The worker's function, run in a worker as the page runs it.
BATCH = """
window.only = new Worker(URL.createObjectURL(new Blob([`"use strict";(${work})()`])));
window.runWorker = (request) => new Promise((done) => {
  only.onerror = () => done({ refused: "crashed" });
  only.onmessage = ({ data }) => {
    if (data.progress !== undefined) return;
    const names = (data.list || []).map((file) => file.name);
    done(data.refused ? data : { names, sender: data.sender, validUntil: data.validUntil,
      text: new TextDecoder().decode(data.plain.subarray(0, 64)) });
  };
  only.postMessage(request);
});
window.fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
// The parts of that function, for files whose key is known without its stanza.
window.parts = (source) => source.slice(source.indexOf("{") + 1, source.lastIndexOf("}"));
"""
WITH_KEY = """
(() => { const self = {}; %s
  window.openWithKey = (file, key) => {
    try { return Array.from(sha256(decrypt(readHeader(unarmored(file)), key, () => {}))); }
    catch (error) { return error.reason || "crashed"; }
  };
})()
"""


def page(browser, file):
    browser.visit((folder / file).as_uri())
    browser.wait("document.documentElement.classList.contains('ready')")


def type_code(browser, code):
    browser.run("(document.getElementById('code').value = '', document.getElementById('code').focus(), 0)")
    browser.press(code)


def outcome(browser, seconds=60):
    """What the form says in the end: opened, or the reason of the refusal; and what has the focus."""
    browser.wait("document.getElementById('busy').hidden && (!document.getElementById('problem').hidden"
                 " || !document.getElementById('result').hidden)", seconds)
    return browser.run("""({ reason: document.getElementById('problem').hidden ? 'opened'
        : document.getElementById('problem').dataset.reason,
      focus: document.activeElement.id,
      said: document.getElementById('problem').innerText, notes: document.getElementById('notes').innerText,
      code: document.getElementById('code').value,
      invalid: [...document.querySelectorAll('[aria-invalid]')].map((field) => field.id) })""")


def audit(browser, state):
    """axe-core in the page itself; and whether anything is wider than a narrow window, or than one at 400 %."""
    browser.define(axe_source)
    browser.define("window.audit = () => axe.run(document, { iframes: false, resultTypes: ['violations'] })")
    found = browser.run("window.audit().then((result) => result.violations.map((rule) => rule.id + ': '"
                        " + rule.nodes.map((node) => node.html.slice(0, 200)).join(' | ')))")
    seen["axe"][state] = found
    for width, height, ratio in [(320, 640, 1), (320, 256, 4)]:
        browser.size(width, height, ratio)
        seen["overflow"][f"{state} {width}x{height}"] = browser.run(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if os.environ.get("KLUIS_PICTURES"):
            browser.picture(f"{os.environ['KLUIS_PICTURES']}/{name}-{state}-{width}-{ratio}.png")
    browser.size(1280, 900)
    if os.environ.get("KLUIS_PICTURES"):
        browser.picture(f"{os.environ['KLUIS_PICTURES']}/{name}-{state}-1280.png")


def keyboard(browser):
    """From the top of the page to the text of an attachment, with keys only."""
    page(browser, "real.html")
    audit(browser, "start")
    order = []
    for _ in range(8):
        browser.press("Tab")
        order.append(browser.run("document.activeElement.id || document.activeElement.localName"))
        if order[-1] == "code":
            break
    browser.press("k7qf 2mpa xh4c 9trd", "Enter")
    browser.wait("!document.getElementById('busy').hidden || !document.getElementById('result').hidden")
    middle = browser.run("({ status: document.getElementById('status').innerText,"
                         " disabled: document.getElementById('go').disabled })")
    found = outcome(browser)
    seen["keyboard"] = {"order": order, "middle": middle, "opened": found, "reached": []}
    for _ in range(30):
        browser.press("Tab")
        here = browser.run("document.activeElement.innerText || document.activeElement.localName").replace("\n", " ")
        seen["keyboard"]["reached"].append(here)
        if here.startswith("Lees bijlagen/brief"):
            break
    browser.press("Enter")
    browser.wait("document.activeElement.id === 'shown'")
    seen["keyboard"]["shown"] = browser.run("({ focus: document.activeElement.id, heading: document.getElementById('shown').innerText,"
                                            " text: document.getElementById('text').innerText })")


def opened_page(browser):
    """What an opened bundle looks like to people, to a printer, and to who would break out of its frame."""
    page(browser, "good.html")
    browser.define(LISTEN)
    type_code(browser, cases["good"]["code"])
    browser.press("Enter")
    seen["form"]["good"] = outcome(browser)
    time.sleep(0.5)
    audit(browser, "opened")
    seen["frame"] = browser.run("""({ sandbox: document.getElementById('frame').getAttribute('sandbox'),
      srcdoc: document.getElementById('frame').srcdoc.replace(/<style>[^]*<.style>/, ''),
      paper: document.getElementById('paper').innerHTML, title: document.title,
      height: document.getElementById('frame').offsetHeight })""")
    seen["messages"] = browser.run("window.messages")
    pdf = folder / f"{name}.pdf"
    browser.run("(show('overdracht.html', () => ({ page: '<h1>Het plan van Sjors</h1><p>Laatste zin van het plan.</p>' })), 0)")
    browser.paper(pdf)
    seen["pdf"] = str(pdf)
    browser.run("(document.getElementById('language').click(), 0)")
    seen["english"] = browser.run("({ lang: document.documentElement.lang, title: document.title, text: document.body.innerText })")
    audit(browser, "english")
    browser.run("(document.getElementById('language').click(), 0)")
    seen["dutch"] = browser.run("({ lang: document.documentElement.lang, title: document.title, text: document.body.innerText })")


def refusals(browser):
    """Through the form: messages, focus, and that the right code still opens after a wrong one."""
    page(browser, "good.html")
    browser.run("(document.getElementById('code').focus(), 0)")
    browser.press("Enter")
    seen["form"]["no_code"] = outcome(browser)
    type_code(browser, cases["wrong"]["code"])
    browser.press("Enter")
    browser.wait("document.getElementById('problem').dataset.reason === 'code'")
    seen["form"]["wrong"] = outcome(browser)
    audit(browser, "wrong")
    type_code(browser, cases["good"]["code"])
    browser.press("Enter")
    browser.wait("!document.getElementById('result').hidden")
    seen["form"]["after_wrong"] = outcome(browser)
    page(browser, "real.html")
    type_code(browser, cases["real"]["code"])
    browser.press("Enter")
    browser.run("(document.getElementById('stop').click(), 0)")
    time.sleep(0.5)
    seen["stopped"] = browser.run("""({ status: document.getElementById('status').innerText,
      focus: document.activeElement.id, busy: !document.getElementById('busy').hidden,
      opened: !document.getElementById('result').hidden, again: !document.getElementById('go').disabled })""")
    for file in sorted(folder.glob("cut-*.html")) + [folder / "flip_first.html", folder / "expired.html"]:
        page(browser, file.name)
        seen["past"][file.stem] = browser.run("!document.getElementById('past').hidden")
        type_code(browser, cases["good"]["code"])
        browser.press("Enter")
        seen["form"][file.stem] = outcome(browser)
    audit(browser, "expired")


def opener(browser):
    """The page without a bundle: choose a file, and one for a key, and drop one."""
    page(browser, "opener.html")
    audit(browser, "opener")
    type_code(browser, "iets")
    browser.press("Enter")
    seen["form"]["no_file"] = outcome(browser)
    for case in ["no_age", "stock_key", "text", "signature_right"]:
        if case not in cases:
            continue
        page(browser, "opener.html")
        browser.choose("#file", str(folder / f"{case}.age"))
        browser.run(f"(document.getElementById('key').value = {json.dumps(cases[case]['key'])}, 0)")
        type_code(browser, cases[case]["code"])
        browser.press("Enter")
        seen["form"][f"opener_{case}"] = outcome(browser)
    page(browser, "opener.html")
    content = base64.b64encode((folder / "good.age").read_bytes()).decode()
    seen["dropped"] = browser.run("""(() => {
      const carried = new DataTransfer();
      carried.items.add(new File([Uint8Array.from(atob("%s"), (c) => c.charCodeAt(0))], "pakket.age"));
      document.getElementById('drop').dispatchEvent(
        new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carried }));
      return document.getElementById('file').files[0].name; })()""" % content)
    type_code(browser, cases["good"]["code"])
    browser.press("Enter")
    seen["form"]["dropped"] = outcome(browser)


def many(browser):
    """Every case and every vector through the page's own script."""
    page(browser, "opener.html")
    browser.define(BATCH)
    source = browser.run("parts(String(work))")
    browser.define(WITH_KEY % source)

    def file(path):
        return f"fromBase64('{base64.b64encode(path.read_bytes()).decode()}')"

    for case in cases.values():
        # The stock tool's own work factor takes four times ours: once is enough.
        if case.get("slow") and not (case["name"] == "stock_passphrase" and name == "chromium"):
            continue
        seen["outcomes"][case["name"]] = browser.run(
            f"runWorker({{ file: {file(folder / (case['name'] + '.age'))}, code: {json.dumps(case['code'].strip())},"
            f" key: {json.dumps(case['key'])} }})")
    for vector in json.loads((vectors / "manifest.json").read_text()):
        data = file(vectors / f"{vector['name']}.age")
        code = (vector["passphrases"] or ["geen"])[0]
        by_code = browser.run(f"runWorker({{ file: {data}, code: {json.dumps(code)}, key: '' }})")
        key = list(bytes.fromhex(vector["file_key"] or ""))
        by_key = browser.run(f"openWithKey({data}, Uint8Array.from({json.dumps(key)}))")
        seen["vectors"][vector["name"]] = {
            "by_code": by_code.get("refused", "opened"), "by_key": bytes(by_key).hex() if isinstance(by_key, list) else by_key}


def speed(browser):
    """Seconds from the key to the open bundle, at the work factor that institutions use."""
    for case in ["five", "ten"]:
        page(browser, f"{case}.html")
        browser.run("(window.slowest = 0, window.last = performance.now(), window.beat = setInterval(() => {"
                    " const now = performance.now(); slowest = Math.max(slowest, now - last); last = now; }, 20), 0)")
        type_code(browser, cases[case]["code"])
        start = time.monotonic()
        browser.press("Enter")
        found = outcome(browser)
        seen["speed"][case] = {"seconds": round(time.monotonic() - start, 2), "outcome": found["reason"],
                               "files": browser.run("document.querySelectorAll('.files li').length"),
                               "slowest_beat": browser.run("Math.round(slowest)")}


def saving(browser):
    """The sealed file and one of the files inside, saved by their buttons, as a browser saves them."""
    target = folder / f"{name}-saved"
    target.mkdir()
    browser.send("browser.setDownloadBehavior", downloadBehavior={"type": "allowed", "destinationFolder": str(target)})
    page(browser, "good.html")
    browser.run("(document.getElementById('raw').click(), 0)")
    type_code(browser, cases["good"]["code"])
    browser.press("Enter")
    outcome(browser)
    browser.run("([...document.querySelectorAll('#files a')].find((link) => link.download.startsWith('brief')).click(), 0)")
    for _ in range(300):
        found = {path.name: path.read_bytes() for path in target.iterdir()}
        if len(found) == 2 and all(found.values()) and not any(name.endswith(("part", "crdownload")) for name in found):
            break
        time.sleep(0.1)
    seen["saved"] = {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}


def network(browser):
    """What left the page until now: by what the browser reports, and by who was called."""
    seen["asked"] = [url[:200] for url in browser.requests if url.split(":")[0] not in ("file", "blob", "data", "about")]
    seen["logged"] = list(browser.logged)
    seen["callers"] = len(callers)
    # Both ears hear: a page that is asked for is reported, and its call is counted.
    control = f"http://127.0.0.1:{address['port']}/control"
    try:
        browser.visit(control)
    except RuntimeError:
        pass  # Nobody answers there.
    seen["heard"] = control in browser.requests and len(callers) > seen["callers"]


def bare_frame(browser):
    """The frame with the hostile page as it came: what sandbox and policy hold when nothing was taken out."""
    page(browser, "good.html")
    browser.define(LISTEN)
    raw = base64.b64encode((folder / "hostile.html").read_bytes()).decode()
    browser.run("(document.getElementById('frame').srcdoc = new TextDecoder().decode("
                f"Uint8Array.from(atob('{raw}'), (letter) => letter.charCodeAt(0))), 0)")
    time.sleep(2)
    seen["bare"] = {"messages": browser.run("window.messages"), "title": browser.run("document.title")}
    # The same script in a frame without a sandbox, in a page without a policy: it would have been heard.
    browser.visit("about:blank")
    browser.define(LISTEN)
    browser.run(f"(document.body.append(Object.assign(document.createElement('iframe'), {{ srcdoc: atob('{raw}') }})), 0)")
    browser.wait("window.messages.length")
    seen["bare"]["control"] = browser.run("window.messages")


def without_script(browser):
    try:
        browser.send("emulation.setScriptingEnabled", enabled=False, contexts=[browser.context])
    except RuntimeError as error:
        # Firefox has no such command yet; the page's style alone hides the form there as well.
        seen["without_script"] = None
        return
    browser.visit((folder / "good.html").as_uri())
    if os.environ.get("KLUIS_PICTURES"):
        browser.picture(f"{os.environ['KLUIS_PICTURES']}/{name}-no-script.png")
    pdf = folder / f"{name}-no-script.pdf"
    browser.paper(pdf)
    seen["without_script"] = str(pdf)
    browser.send("emulation.setScriptingEnabled", enabled=None, contexts=[browser.context])


with tempfile.TemporaryDirectory(prefix="dk-browser-") as scratch:
    browser = Browser(name, scratch)
    try:
        seen["version"] = browser.version
        browser.size(1280, 900)
        for step in [keyboard, opened_page, refusals, opener, many, speed, saving, network, bare_frame, without_script]:
            start = time.monotonic()
            step(browser)
            seen["times"][step.__name__] = round(time.monotonic() - start, 1)
    finally:
        browser.close()
        listener.close()
print(json.dumps(seen))
