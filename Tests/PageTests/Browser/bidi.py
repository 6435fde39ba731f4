"""A headless browser in a scratch profile, driven by WebDriver BiDi. Ended by its own process id."""
import base64
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.request

from websockets.sync.client import connect

PROGRAMS = {"chromium": ("chromedriver", "chromium"), "firefox": ("firefox-esr",)}
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Space": " ", "Shift": "\ue008", "Down": "\ue015"}


def missing(browser):
    """The first program of this browser that is not on this machine, or None."""
    return next((program for program in PROGRAMS[browser] if not shutil.which(program)), None)


class Browser:
    """One session with one page. Every request of the page is kept in `requests`, every problem in `logged`."""

    def __init__(self, name, scratch):
        self.requests, self.logged, self.numbers = [], [], itertools.count(1)
        environment = dict(os.environ, HOME=scratch, MOZ_HEADLESS="1", TZ="Europe/Amsterdam", LC_ALL="C.UTF-8")
        if name == "chromium":
            command = ["chromedriver", "--port=0"]
        else:
            command = ["firefox-esr", "--headless", "--no-remote", "--profile", scratch, "--remote-debugging-port", "0"]
        self.output = open(os.path.join(scratch, "output.txt"), "w+")
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self.output, stderr=self.output, env=environment,
            start_new_session=True)
        try:
            self.attach(name, scratch)
        except BaseException:
            self.close()
            raise

    def attach(self, name, scratch):
        pattern = r"on port (\d+)\." if name == "chromium" else r"BiDi listening on (ws://\S+)"
        found = self.wait_for_output(pattern)
        if name == "chromium":
            options = {"binary": shutil.which("chromium"), "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={scratch}/profile"]}
            wanted = {"browserName": "chrome", "webSocketUrl": True, "goog:chromeOptions": options,
                      "unhandledPromptBehavior": "ignore"}
            request = urllib.request.Request(
                f"http://127.0.0.1:{found}/session", json.dumps({"capabilities": {"alwaysMatch": wanted}}).encode(),
                {"Content-Type": "application/json"})
            self.session = json.load(urllib.request.urlopen(request, timeout=60))["value"]
            self.driver = f"http://127.0.0.1:{found}/session/{self.session['sessionId']}"
            self.socket = connect(self.session["capabilities"]["webSocketUrl"], max_size=None)
        else:
            self.driver = None
            self.socket = connect(found + "/session", max_size=None)
            self.session = self.send("session.new", capabilities={})
        self.version = self.session["capabilities"]["browserVersion"]
        # A tab of our own: Firefox's first one loses the focus, and then a press of Enter clicks no button.
        self.context = self.send("browsingContext.create", type="tab", background=False)["context"]
        self.send("session.subscribe", events=["network.beforeRequestSent", "log.entryAdded"])

    def wait_for_output(self, pattern):
        for _ in range(600):
            with open(self.output.name, encoding="utf-8", errors="replace") as text:
                found = re.search(pattern, text.read())
            if found:
                return found[1]
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"the browser did not start: see what it said: {open(self.output.name).read()[-2000:]}")

    def send(self, method, **parameters):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv(timeout=120))
            if message.get("method") == "network.beforeRequestSent":
                self.requests.append(message["params"]["request"]["url"])
            elif message.get("method") == "log.entryAdded":
                self.logged.append(f"{message['params']['level']}: {message['params']['text']}")
            elif message.get("id") == number:
                if message["type"] == "error":
                    raise RuntimeError(f"{method}: {message['error']}: {message['message']}")
                return message["result"]

    def visit(self, url):
        self.send("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def run(self, expression, context=None):
        """The value of an expression of JSON kind; a promise is awaited."""
        result = self.send("script.evaluate", expression=f"Promise.resolve({expression}).then(JSON.stringify)",
                           awaitPromise=True, target={"context": context or self.context})
        if result["type"] == "exception":
            raise RuntimeError(result["exceptionDetails"]["text"])
        return json.loads(result["result"]["value"]) if result["result"]["type"] == "string" else None

    def define(self, script):
        result = self.send("script.evaluate", expression=script, awaitPromise=False, target={"context": self.context})
        if result["type"] == "exception":
            raise RuntimeError(result["exceptionDetails"]["text"])

    def wait(self, condition, seconds=60):
        """Until an expression is true; how many seconds that took."""
        start = time.monotonic()
        while not self.run(f"Boolean({condition})"):
            if time.monotonic() - start > seconds:
                raise RuntimeError(f"waited {seconds} s for: {condition}")
            time.sleep(0.02)
        return time.monotonic() - start

    def press(self, *keys):
        """Presses keys by name, or types a text."""
        actions = []
        for key in keys:
            for value in [KEYS[key]] if key in KEYS else key:
                actions += [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}]
        self.send("input.performActions", context=self.context, actions=[{"type": "key", "id": "keys", "actions": actions}])

    def choose(self, selector, path):
        """Gives a file field a file."""
        found = self.send("browsingContext.locateNodes", context=self.context, locator={"type": "css", "value": selector})
        self.send("input.setFiles", context=self.context, element={"sharedId": found["nodes"][0]["sharedId"]}, files=[path])

    def size(self, width, height, ratio=1):
        self.send("browsingContext.setViewport", context=self.context, viewport={"width": width, "height": height},
                  devicePixelRatio=ratio)

    def picture(self, path):
        data = self.send("browsingContext.captureScreenshot", context=self.context, origin="document")["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def paper(self, path):
        """Prints to a PDF file, on A4."""
        data = self.send("browsingContext.print", context=self.context, page={"width": 21.0, "height": 29.7})["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def close(self):
        try:
            if getattr(self, "driver", None):
                urllib.request.urlopen(urllib.request.Request(self.driver, method="DELETE"), timeout=20)
            elif hasattr(self, "socket"):
                self.send("browser.close")
        except Exception as error:  # The process is ended all the same.
            self.logged.append(f"closing: {error}")
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.output.close()
