"""Shows documents in one browser, by themselves and as the page's frame shows them: documents.py BROWSER FOLDER AXE.

FOLDER has opener.html and NAME.document.html; prints what was seen of each as one JSON object. The frame runs no
script, so what the page puts into it is saved and looked at as a page of its own.
"""
import json
import os
import pathlib
import sys
import tempfile

from bidi import Browser, missing

name, folder, axe_file = sys.argv[1], *map(pathlib.Path, sys.argv[2:4])
if missing(name):
    print(json.dumps({"missing": missing(name)}))
    sys.exit(0)
axe_source = axe_file.read_text()
seen = {}
WORDS = "document.body.textContent.replace(/\\s+/g, ' ').trim()"


def look(browser, file, widths):
    """What is wider than the window, the text, and what was asked for or went wrong."""
    browser.requests.clear()
    browser.logged.clear()
    browser.size(1280, 900)
    browser.visit((folder / file).as_uri())
    found = {"words": browser.run(WORDS), "overflow": {}}
    for width, height, ratio in widths:
        browser.size(width, height, ratio)
        found["overflow"][f"{width}x{height}"] = browser.run(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if os.environ.get("KLUIS_PICTURES"):
            browser.picture(f"{os.environ['KLUIS_PICTURES']}/{name}-{file}-{width}-{ratio}.png")
    browser.size(1280, 900)
    if os.environ.get("KLUIS_PICTURES"):
        browser.picture(f"{os.environ['KLUIS_PICTURES']}/{name}-{file}-1280.png")
    found["asked"] = [url[:200] for url in browser.requests if url.split(":")[0] not in ("file", "blob", "data", "about")]
    found["logged"] = list(browser.logged)
    return found


def audit(browser, found, rules):
    browser.define(axe_source)
    browser.define(f"window.audit = () => axe.run(document, {{ {rules} resultTypes: ['violations'] }})")
    found["axe"] = browser.run("window.audit().then((result) => result.violations.map((rule) => rule.id + ': '"
                               " + rule.nodes.map((node) => node.html.slice(0, 200)).join(' | ')))")


with tempfile.TemporaryDirectory(prefix="dk-browser-") as scratch:
    browser = Browser(name, scratch)
    try:
        for file in sorted(folder.glob("*.document.html")):
            page = file.name.removesuffix(".document.html")
            found = look(browser, file.name, [(320, 640, 1), (320, 256, 4)])
            audit(browser, found, "")
            seen[page] = {"alone": found}
            browser.visit((folder / "opener.html").as_uri())
            browser.wait("document.documentElement.classList.contains('ready')")
            text = json.dumps(file.read_text())
            browser.run(f"(show('overdracht.html', () => ({{ page: {text} }})), 0)")
            (folder / f"{page}.frame.html").write_text(browser.run("document.getElementById('frame').srcdoc"))
            # Landmarks and the title are of the page around it; 250 pixels are left of a window of 320.
            found = look(browser, f"{page}.frame.html", [(250, 640, 1)])
            audit(browser, found, "runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],"
                  " rules: { 'document-title': { enabled: false } },")
            seen[page]["framed"] = found
    finally:
        browser.close()
print(json.dumps(seen))
