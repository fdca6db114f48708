#!/usr/bin/env python3
"""The batch report in headless Chromium, driven over WebDriver: no console message, charts drawn, the filter counts right, a
hostile log runs nothing. Needs Debian's chromium and chromium-driver; exits with 77 (skipped) without them.

usage: browser_test.py WRITE_PAGE [--shots FOLDER]
"""
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

SKIPPED = 77
SHOT_HEIGHT = 1500
OUTCOMES = ["failed", "unexplained", "unfinished", "recovered", "healthy"]
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--window-size=1200,1000",
]  # fmt: skip


class Browser:
    """One Chromium behind one chromedriver."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self.driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                if self.call("GET", "/status")["ready"]:
                    break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        options = {"args": [*FLAGS, f"--user-data-dir={folder}/profile"], "binary": shutil.which("chromium")}
        capabilities = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        self.session = "/session/" + session["sessionId"]

    def call(self, method, path, body=None):
        data = json.dumps(body if body is not None else {}).encode() if method == "POST" else None
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def open(self, path):
        self.call("POST", self.session + "/url", {"url": pathlib.Path(path).resolve().as_uri()})

    def run(self, script, *args):
        return self.call("POST", self.session + "/execute/sync", {"script": script, "args": list(args)})

    def devtools(self, command, **params):
        return self.call("POST", self.session + "/goog/cdp/execute", {"cmd": command, "params": params})

    def log(self, kind):
        return self.call("POST", self.session + "/se/log", {"type": kind})

    def requests(self):
        messages = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]

    def choose(self, key, value):
        self.run(
            "const s = document.getElementById('filter').elements.namedItem(arguments[0]); s.value = arguments[1];"
            "s.dispatchEvent(new Event('change', {bubbles: true}));", key, str(value))  # fmt: skip

    def close(self):
        try:
            self.call("DELETE", self.session)
        except (urllib.error.URLError, ConnectionError):
            pass
        self.driver.terminate()
        self.driver.wait(10)


class Page(unittest.TestCase):
    browser: Browser
    folder: str
    write_page: str

    def show(self, name):
        path = f"{self.folder}/{name}.html"
        with open(path, "wb") as file:
            subprocess.run([self.write_page, name], stdout=file, check=True)
        self.browser.open(path)
        return pathlib.Path(path).read_text(encoding="utf-8")

    def cells(self):
        return self.browser.run("return JSON.parse(document.getElementById('cells').textContent)")

    def number(self, selector):
        return int(self.browser.run("return document.querySelector(arguments[0]).textContent", selector).replace(",", ""))

    def assert_quiet(self):
        self.assertEqual([entry["message"] for entry in self.browser.log("browser")], [])

    def test_pages_load_without_a_message_or_a_request(self):
        for name in ("eight_weeks", "crowded", "nothing"):
            with self.subTest(name):
                self.browser.requests()
                self.show(name)
                self.assert_quiet()
                outside = [url for url in self.browser.requests() if not url.startswith(("file:", "data:"))]
                self.assertEqual(outside, [])

    def test_charts_are_drawn(self):
        self.show("eight_weeks")
        charts = self.browser.run(
            "return [...document.querySelectorAll('figure.chart')].map(f => ({id: f.id, width: f.querySelector(':scope > svg').getBoundingClientRect().width,"
            "marks: [...f.querySelectorAll('rect.mark')].filter(r => r.getBoundingClientRect().width > 0 && r.getBoundingClientRect().height > 0).length,"
            "filled: [...f.querySelectorAll('rect.mark')].every(r => getComputedStyle(r).fill !== 'rgb(0, 0, 0)'),"
            "ticks: [...f.querySelectorAll('.tick')].every(t => t.textContent !== ''), names: f.querySelectorAll('.axis-name').length}))")  # fmt: skip
        self.assertEqual(len(charts), 9)
        for chart in charts:
            with self.subTest(chart["id"]):
                self.assertGreater(chart["width"], 500)
                self.assertGreater(chart["marks"], 2)
                self.assertTrue(chart["filled"])
                self.assertTrue(chart["ticks"])
                self.assertGreaterEqual(chart["names"], 1)

    def test_no_label_of_a_chart_is_cut_off_or_runs_into_another(self):
        for name in ("eight_weeks", "crowded"):
            self.show(name)
            bad = self.browser.run(
                "const bad = [];"
                "for (const svg of document.querySelectorAll('figure.chart > svg')) {"
                "  const frame = svg.getBoundingClientRect(); const texts = [...svg.querySelectorAll('text')].map(t => [t, t.getBoundingClientRect()]);"
                "  for (const [t, b] of texts) if (b.left < frame.left - 1 || b.right > frame.right + 1 || b.bottom > frame.bottom + 1) bad.push('cut: ' + t.textContent);"
                "  for (let i = 0; i < texts.length; i++) for (let j = i + 1; j < texts.length; j++) {"
                "    const a = texts[i][1], b = texts[j][1];"
                "    if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)"
                "      bad.push(svg.parentElement.id + ': ' + texts[i][0].textContent + ' / ' + texts[j][0].textContent); } }"
                "return bad;")  # fmt: skip
            self.assertEqual(bad, [], name)

    def test_the_filter_counts_what_the_cells_say(self):
        self.show("eight_weeks")
        cells = self.cells()
        choices = [{"platform": 1}, {"entity": 2}, {"outcome": 0}, {"cause": 0}, {"platform": 2, "cause": 4}, {"platform": 0, "outcome": 4, "entity": 1}]
        positions = {"platform": 1, "entity": 2, "cause": 3, "outcome": 4}
        for choice in choices:
            with self.subTest(str(choice)):
                for key in positions:
                    self.browser.choose(key, choice.get(key, ""))
                left = [cell for cell in cells if all(cell[positions[key]] == value for key, value in choice.items())]
                self.assertEqual(self.number("[data-count-sessions]"), sum(cell[5] for cell in left))
                for outcome in range(5):
                    wanted = sum(cell[5] for cell in left if cell[4] == outcome)
                    self.assertEqual(self.number(f"[data-count-outcome='{outcome}']"), wanted)
                    self.assertEqual(self.number(f"#chart-outcomes [data-total='{outcome}']"), wanted)
                    self.assertEqual(self.number(f"#chart-time td[data-r='20'][data-s='{outcome}']"),
                                     sum(cell[5] for cell in left if cell[4] == outcome and cell[0] == 20))  # fmt: skip
                cards = self.browser.run("return [...document.querySelectorAll('.cause')].filter(c => !c.hidden).map(c => Number(c.dataset.cause))")
                wanted = {cell[3] for cell in left if cell[3] >= 0}
                if "cause" in choice:
                    wanted &= {choice["cause"]}
                self.assertEqual(set(cards), wanted)
        self.assert_quiet()

    def test_bars_have_the_size_of_their_numbers(self):
        self.show("eight_weeks")
        for platform in ("", 1):
            self.browser.choose("platform", platform)
            sizes = self.browser.run(
                "const f = document.getElementById('chart-outcomes'); return [...f.querySelectorAll('rect.mark')].map(r => "
                "[Number(r.getAttribute('width')), Number(f.querySelector(`[data-total='${r.dataset.r}']`).textContent.replaceAll(',', ''))])")  # fmt: skip
            end = self.browser.run("return Number([...document.querySelectorAll('#chart-outcomes [data-step]')].at(-1).textContent.replaceAll(',', ''))")
            length = float(self.browser.run("return document.getElementById('chart-outcomes').dataset.length"))
            for width, value in sizes:
                self.assertAlmostEqual(width, length * value / end, delta=0.02)

    def test_before_and_after_a_filter_the_page_is_the_same(self):
        self.show("eight_weeks")
        marks = "return [...document.querySelectorAll('rect.mark')].map(r => ['x','y','width','height'].map(n => Number(r.getAttribute(n)).toFixed(1)).join(' '))"
        before = self.browser.run(marks)
        self.browser.choose("platform", 2)
        self.assertNotEqual(self.browser.run(marks), before)
        self.browser.run("document.querySelector('#filter button').click()")
        time.sleep(0.1)
        after = self.browser.run(marks)
        apart = [(a, b) for a, b in zip(before, after) if any(abs(float(x) - float(y)) > 0.11 for x, y in zip(a.split(), b.split()))]
        self.assertEqual(apart, [])

    def test_rows_are_hidden_by_the_filter(self):
        self.show("eight_weeks")
        rows = "return [...document.querySelectorAll(arguments[0] + ' tr[data-row-of]')].filter(r => !r.hidden).length"
        all_slow, all_alerts = self.browser.run(rows, "#slowest"), self.browser.run(rows, "#alerts")
        self.browser.choose("platform", 0)
        self.assertEqual((all_slow, self.browser.run(rows, "#slowest")), (12, 3))
        self.assertLess(self.browser.run(rows, "#alerts"), all_alerts)
        self.browser.choose("outcome", 2)
        self.assertEqual(self.browser.run(rows, "#slowest"), 0)
        self.assertFalse(self.browser.run("return document.querySelector('#slowest .none').hidden"))

    def test_a_hostile_log_runs_nothing(self):
        text = self.show("hostile")
        self.assertEqual(self.browser.run("return document.title"), "Sync report")
        self.assertEqual(self.browser.run("return document.querySelectorAll('img, iframe, object, svg svg').length"), 0)
        self.assertEqual(self.browser.run("return document.scripts.length"), 2)
        self.assertIn("<script>document.title='owned'</script>", self.browser.run("return document.querySelector('.quote pre').textContent"))
        self.browser.choose("platform", 1)
        self.assertEqual(self.browser.run("return document.title"), "Sync report")
        self.assertIsNone(re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text))
        self.assert_quiet()

    def test_a_script_that_gets_in_after_all_is_refused(self):
        text = self.show("eight_weeks").replace("<main>", "<main><script>document.title='owned'</script>")
        path = f"{self.folder}/injected.html"
        pathlib.Path(path).write_text(text, encoding="utf-8")
        self.browser.open(path)
        self.assertEqual(self.browser.run("return document.title"), "Sync report")
        self.assertIn("Content Security Policy", " ".join(entry["message"] for entry in self.browser.log("browser")))

    def test_without_scripts_everything_is_there_but_the_filter(self):
        self.browser.devtools("Emulation.setScriptExecutionDisabled", value=True)
        try:
            self.show("eight_weeks")
        finally:
            self.browser.devtools("Emulation.setScriptExecutionDisabled", value=False)
        self.assertTrue(self.browser.run("return document.getElementById('filter').hidden"))
        self.assertGreater(self.browser.run("return document.querySelectorAll('rect.mark').length"), 100)
        self.assert_quiet()

    def test_text_can_be_read_against_its_background(self):
        contrast = (
            "const lum = c => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => { x /= 255; return x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4; });"
            "  return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };"
            "const back = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)|transparent/.test(c)) return c; } return 'rgb(255,255,255)'; };"
            "const low = new Set(); for (const e of document.querySelectorAll('p, h1, h2, h3, td, th, a, text, summary, .what, .big, select, button, dt, dd, pre')) {"
            "  const s = getComputedStyle(e); const a = lum(e.tagName === 'text' ? s.fill : s.color), b = lum(back(e));"
            "  const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05); if (ratio < 4.5) low.add(e.tagName + ' ' + e.getAttribute('class') + ' ' + ratio.toFixed(2)); }"
            "return [...low];")  # fmt: skip
        for scheme in ("light", "dark"):
            with self.subTest(scheme):
                self.browser.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
                self.show("eight_weeks")
                self.assertEqual(self.browser.run(contrast), [])
        self.browser.devtools("Emulation.setEmulatedMedia", features=[])

    def test_a_small_screen_does_not_scroll_sideways(self):
        self.browser.devtools("Emulation.setDeviceMetricsOverride", width=390, height=800, deviceScaleFactor=1, mobile=False)
        try:
            for name in ("eight_weeks", "crowded", "hostile"):
                self.show(name)
                self.assertLessEqual(self.browser.run("return document.documentElement.scrollWidth"), 390, name)
        finally:
            self.browser.devtools("Emulation.clearDeviceMetricsOverride")


def shots(browser, write_page, folder, out):
    """Pictures for people to look at: light, dark, grey, filtered, narrow; and the page on paper."""
    import base64

    pathlib.Path(out).mkdir(parents=True, exist_ok=True)

    def shoot(name, clip_width=1200):
        height = browser.run("return document.documentElement.scrollHeight")
        for part, top in enumerate(range(0, height, SHOT_HEIGHT)):
            clip = {"x": 0, "y": top, "width": clip_width, "height": min(SHOT_HEIGHT, height - top), "scale": 1}
            picture = browser.devtools("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
            pathlib.Path(out, f"{name}_{part:02}.png").write_bytes(base64.b64decode(picture["data"]))

    for sample in ("eight_weeks", "crowded", "hostile", "nothing"):
        path = f"{folder}/{sample}.html"
        pathlib.Path(path).write_bytes(subprocess.run([write_page, sample], stdout=subprocess.PIPE, check=True).stdout)
        for scheme in ("light", "dark"):
            browser.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            browser.open(path)
            shoot(f"{sample}_{scheme}")
    browser.devtools("Emulation.setEmulatedMedia", features=[])
    browser.devtools("Emulation.setEmulatedVisionDeficiency", type="achromatopsia")
    browser.open(f"{folder}/eight_weeks.html")
    shoot("grey")
    browser.devtools("Emulation.setEmulatedVisionDeficiency", type="none")
    browser.choose("platform", 1)
    shoot("filtered")
    paper = browser.devtools("Page.printToPDF", printBackground=True)
    pathlib.Path(out, "paper.pdf").write_bytes(base64.b64decode(paper["data"]))
    browser.devtools("Emulation.setDeviceMetricsOverride", width=390, height=800, deviceScaleFactor=1, mobile=False)
    browser.open(f"{folder}/eight_weeks.html")
    shoot("narrow", 390)


def main():
    missing = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    if missing:
        print(f"SKIPPED: no {' and no '.join(missing)} here. Nobody has looked at the report page in a browser in this run;"
              " tools/install-packages browser installs what it takes.")  # fmt: skip
        return SKIPPED
    write_page = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(folder)
        try:
            if "--shots" in sys.argv:
                shots(browser, write_page, folder, sys.argv[sys.argv.index("--shots") + 1])
                return 0
            Page.browser, Page.folder, Page.write_page = browser, folder, write_page
            result = unittest.TextTestRunner(verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(Page))
            return 0 if result.wasSuccessful() else 1
        finally:
            browser.close()


if __name__ == "__main__":
    sys.exit(main())
