#!/usr/bin/env python3
"""The batch report in headless Chromium, driven over WebDriver: no console message, charts drawn, the filter counts right, a
hostile log runs nothing. Needs Debian's chromium and chromium-driver; exits with 77 (skipped) without them.

usage: browser_test.py WRITE_PAGE [--shots FOLDER]
"""
import base64
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
SAMPLES = ("eight_weeks", "crowded", "nothing", "one_night", "in_doubt", "huge", "hostile")
WIDTHS = (320, 390, 768, 1280)
MOST_PAGES = 10
KINDS = ("sync_delayed", "data_discrepancy", "overlapping_runs", "error_threshold", "sync_failed")
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
        for name in SAMPLES:
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
        for name in ("eight_weeks", "crowded", "one_night", "huge"):
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
                cards = self.browser.run("return [...document.querySelectorAll('li[data-cause]')].filter(c => !c.hidden).map(c => Number(c.dataset.cause))")
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
        self.assertIn("Sync report", self.browser.run("return document.title"))
        self.assertEqual(self.browser.run("return document.querySelectorAll('img, iframe, object, svg svg').length"), 0)
        self.assertEqual(self.browser.run("return document.scripts.length"), 2)
        self.assertIn("<script>document.title='owned'</script>", self.browser.run("return document.querySelector('.quote pre').textContent"))
        self.browser.choose("platform", 1)
        self.browser.run("document.querySelectorAll('.hit').forEach(h => h.dispatchEvent(new Event('focus')))")
        self.assertIn("Sync report", self.browser.run("return document.title"))
        self.assertIsNone(re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text))
        self.assert_quiet()

    def test_a_script_that_gets_in_after_all_is_refused(self):
        text = self.show("eight_weeks").replace("<main>", "<main><script>document.title='owned'</script>")
        path = f"{self.folder}/injected.html"
        pathlib.Path(path).write_text(text, encoding="utf-8")
        self.browser.open(path)
        self.assertNotIn("owned", self.browser.run("return document.title"))
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
            "const low = new Set(); for (const e of document.querySelectorAll('p, li, h1, h2, h3, td, th, a, text, summary, .what, .big, select, button, dt, dd, pre, .aside, #tip b, #tip span, #filter label, #filter-says')) {"
            "  const s = getComputedStyle(e); const a = lum(e.tagName === 'text' ? s.fill : s.color), b = lum(back(e));"
            "  const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05); if (ratio < 4.5) low.add(e.tagName + ' ' + e.getAttribute('class') + ' ' + ratio.toFixed(2)); }"
            "return [...low];")  # fmt: skip
        for scheme in ("light", "dark"):
            with self.subTest(scheme):
                self.browser.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
                for name in ("eight_weeks", "in_doubt"):
                    self.show(name)
                    self.assertEqual(self.browser.run(contrast), [], name)
                self.show("eight_weeks")
                self.browser.run("document.querySelector('.chip').click(); document.querySelector('#chart-time .hit').focus()")
                self.browser.choose("platform", 1)
                self.assertEqual(self.browser.run(contrast), [], "with a chip pressed, a tip shown and a filter set")
        self.browser.devtools("Emulation.setEmulatedMedia", features=[])

    def test_marks_can_be_told_from_the_background(self):
        script = (
            "const lum = c => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => { x /= 255; return x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4; });"
            "  return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };"
            "const back = lum(getComputedStyle(document.querySelector('section')).backgroundColor);"
            "return ['.o-failed', '.o-healthy', '.c-0'].map(s => lum(getComputedStyle(document.querySelector(s)).fill)).map(l => (Math.max(l, back) + .05) / (Math.min(l, back) + .05));")  # fmt: skip
        for scheme in ("light", "dark"):
            self.browser.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            self.show("eight_weeks")
            for ratio in self.browser.run(script):
                self.assertGreaterEqual(ratio, 3, scheme)
        self.browser.devtools("Emulation.setEmulatedMedia", features=[])

    def measure(self, width, media):
        self.browser.devtools("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
        self.browser.devtools("Emulation.setEmulatedMedia", media=media)
        return self.browser.run("const e = document.documentElement; return [e.scrollWidth, e.clientWidth]")

    def test_nothing_sticks_out_at_any_width_on_screen_or_paper(self):
        try:
            for name in SAMPLES:
                self.show(name)
                for width in WIDTHS:
                    for media in ("screen", "print"):
                        with self.subTest(name=name, width=width, media=media):
                            scrolled, seen = self.measure(width, media)
                            self.assertLessEqual(scrolled, seen)
        finally:
            self.browser.devtools("Emulation.clearDeviceMetricsOverride")
            self.browser.devtools("Emulation.setEmulatedMedia", media="")

    def pages(self):
        paper = base64.b64decode(self.browser.devtools("Page.printToPDF", printBackground=True, paperWidth=8.27, paperHeight=11.69)["data"])
        return len(re.findall(rb"/Type\s*/Page[^s]", paper))

    def test_paper_has_few_pages_and_says_what_it_leaves_out(self):
        for name in ("eight_weeks", "crowded", "one_night", "in_doubt", "nothing"):
            self.show(name)
            self.assertLessEqual(self.pages(), MOST_PAGES, name)
        self.show("huge")
        self.assertLessEqual(self.pages(), 2 * MOST_PAGES)  # every name and sentence is 180 letters long
        left = self.browser.run(
            "return [...document.querySelectorAll('.list')].map(l => [[...l.querySelectorAll('[data-row-of]')].filter(r => !r.hidden && r.classList.contains('off-paper')).length,"
            "l.querySelector('.on-paper').hidden, l.querySelector('[data-more]').textContent])")  # fmt: skip
        self.assertGreater(max(out for out, _, _ in left), 400)
        for out, hidden, says in left:
            self.assertEqual((hidden, says), (out == 0, str(out)))

    def test_a_short_period_is_shown_by_time_of_day(self):
        self.show("one_night")
        labels = self.browser.run("return [...document.querySelectorAll('#chart-time text.tick:not([data-step])')].map(t => t.textContent)")
        times = [label for label in labels if ":" in label]
        self.assertIn("20:00", times)
        self.assertIn("00:00", times)
        self.assertEqual([label for label in labels if ":" not in label], ["2026-11-20", "2026-11-21"])
        self.assertEqual(self.browser.run("return document.querySelectorAll('#chart-time .divider').length"), 1)
        self.assertEqual(self.browser.run("return document.querySelectorAll('#chart-time tbody tr').length"), 48)
        self.assertIn("clock", self.browser.run("return document.querySelector('#time').textContent"))
        self.browser.choose("bucket", 32)
        self.assertEqual(self.number("[data-count-sessions]"), sum(cell[5] for cell in self.cells() if cell[0] == 32))
        self.assertIn("2026-11-21 04:00", self.browser.run("return document.getElementById('filter-says').textContent"))
        alerts = self.browser.run("return [...document.querySelectorAll('#alerts tr[data-row-of]')].filter(r => !r.hidden).map(r => r.cells[0].textContent)")
        self.assertGreater(len(alerts), 0)
        self.assertTrue(all("2026-11-21 04:00" <= time[:16] <= "2026-11-21 04:14" for time in alerts), alerts)

    def test_alerts_of_each_kind_are_seen_at_once_and_chips_choose_kinds(self):
        self.show("eight_weeks")
        seen = "return [...document.querySelectorAll('.kind')].filter(k => !k.hidden).map(k => k.id.slice(7))"
        self.assertEqual(self.browser.run(seen), list(KINDS))
        rows = self.browser.run("return [...document.querySelectorAll('.kind')].map(k => [...k.querySelectorAll('tr[data-row-of]')].filter(r => r.offsetHeight > 0).length)")
        self.assertEqual(rows, [8, 4, 7, 8, 8])
        captions = self.browser.run("return [...document.querySelectorAll('.kind caption')].map(c => c.textContent)")
        self.assertEqual(captions[:4], ["All 9", "All 4", "All 7", "The latest 50 of 61"])
        self.assertRegex(captions[4], r"^The latest 50 of \d+$")
        self.browser.run("document.querySelectorAll('.chip')[0].click(); document.querySelectorAll('.chip')[2].click()")
        self.assertEqual(self.browser.run(seen), ["sync_delayed", "overlapping_runs"])
        self.assertEqual(self.browser.run("return [...document.querySelectorAll('.chip')].map(c => c.getAttribute('aria-pressed'))"), ["true", "false", "true", "false", "false"])
        self.browser.run("document.querySelectorAll('.chip[aria-pressed=true]').forEach(c => c.click())")
        self.assertEqual(self.browser.run(seen), list(KINDS))
        self.browser.run("document.querySelector('#alerts-error_threshold .more').click()")
        self.assertEqual(self.browser.run("return [...document.querySelectorAll('#alerts-error_threshold tr[data-row-of]')].filter(r => r.offsetHeight > 0).length"), 50)

    def test_what_is_not_counted_is_said_at_the_top_and_in_each_empty_section(self):
        text = self.show("in_doubt")
        for calm in ("No session failed", "No alert", "No error", "No retry"):
            self.assertNotIn(calm, text)
        top = self.browser.run("return document.querySelector('#not-counted').textContent")
        for why in ("14 sessions are in doubt", "2 sessions were still under way", "1 problem with the logs"):
            self.assertIn(why, top)
        for section in ("overview", "time", "groups", "causes", "slowest", "retries", "alerts", "unexplained"):
            says = self.browser.run("return document.querySelector(`#${arguments[0]} .empty`).textContent", section)
            self.assertIn("No session is counted", says, section)
            self.assertIn("14 sessions are in doubt", says, section)

    def test_a_chart_is_read_and_chosen_from_by_keyboard(self):
        self.show("eight_weeks")
        stops = self.browser.run("return [...document.querySelectorAll('figure.chart')].map(f => f.querySelectorAll('.hit[tabindex=\"0\"]').length)")
        self.assertEqual(set(stops), {1})
        self.assertEqual(self.browser.run("return [...document.querySelectorAll('.hit')].filter(h => !h.getAttribute('aria-label')).length"), 0)
        self.browser.run("document.querySelector('#chart-platform .hit').focus()")
        self.press("ArrowDown")
        time.sleep(0.2)  # the page scrolls there
        self.assertFalse(self.browser.run("return document.getElementById('tip').hidden"))
        tip = self.browser.run("return document.getElementById('tip').innerText")
        self.assertTrue(tip.startswith("amazon"), tip)
        self.assertIn("Failed: ", tip)
        self.press("Enter")
        self.assertEqual(self.browser.run("return document.getElementById('filter').elements.platform.value"), "1")
        self.assertEqual(self.browser.run("return document.activeElement.getAttribute('aria-pressed')"), "true")
        self.assertEqual(self.number("[data-count-sessions]"), sum(cell[5] for cell in self.cells() if cell[1] == 1))
        self.press("Enter")
        self.assertEqual(self.number("[data-count-sessions]"), sum(cell[5] for cell in self.cells()))
        self.press("Escape")
        self.assertTrue(self.browser.run("return document.getElementById('tip').hidden"))

    def press(self, key):
        self.browser.devtools("Input.dispatchKeyEvent", type="keyDown", key=key, code=key)
        self.browser.devtools("Input.dispatchKeyEvent", type="keyUp", key=key, code=key)

    def test_options_say_what_they_would_show_beside_what_is_chosen(self):
        self.show("eight_weeks")
        self.browser.choose("platform", 1)
        cells = [cell for cell in self.cells() if cell[1] == 1]
        shown = self.browser.run("return [...document.querySelectorAll('#f-outcome option')].slice(1).map(o => o.textContent)")
        for outcome, text in enumerate(shown):
            self.assertTrue(text.endswith(f"({sum(cell[5] for cell in cells if cell[4] == outcome):,})"), text)
        self.browser.choose("outcome", 4)
        self.assertTrue(self.browser.run("return [...document.querySelectorAll('#f-cause option')].slice(1).every(o => o.disabled)"))
        self.assertIn("amazon, Healthy", self.browser.run("return document.getElementById('filter-says').textContent"))

    def test_tables_of_groups_follow_the_filter(self):
        self.show("eight_weeks")
        self.browser.choose("entity", 2)
        self.browser.choose("outcome", 0)
        cells = [cell for cell in self.cells() if cell[2] == 2 and cell[4] == 0]
        rows = self.browser.run("return [...document.querySelectorAll('tr[data-group=platform]')].filter(r => !r.hidden).map(r => [Number(r.dataset.platform), r.cells[1].textContent, r.cells[2].textContent])")
        self.assertEqual({row[0] for row in rows}, {cell[1] for cell in cells})
        for platform, sessions, failed in rows:
            wanted = sum(cell[5] for cell in cells if cell[1] == platform)
            self.assertEqual((sessions, failed), (f"{wanted:,}", f"{wanted:,} (100 %)"))
        self.assertTrue(self.browser.run("return [...document.querySelectorAll('.unfiltered')].every(n => n.offsetHeight > 0)"))

    def test_long_lists_are_short_until_more_is_asked_for(self):
        self.show("huge")
        seen = "return [...document.querySelectorAll('tr[data-group=entity]')].filter(r => r.offsetHeight > 0).length"
        self.assertEqual(self.browser.run(seen), 15)
        button = "[...document.querySelectorAll('#groups .more')].at(-1)"
        self.assertEqual(self.browser.run(f"return {button}.textContent"), "Show 485 more")
        self.browser.run(f"{button}.click()")
        self.assertEqual(self.browser.run(seen), 500)

def shots(browser, write_page, folder, out):
    """Pictures for people to look at: light, dark, grey, filtered, narrow; and the page on paper."""
    pathlib.Path(out).mkdir(parents=True, exist_ok=True)

    def shoot(name, clip_width=1200):
        height = browser.run("return document.documentElement.scrollHeight")
        for part, top in enumerate(range(0, height, SHOT_HEIGHT)):
            clip = {"x": 0, "y": top, "width": clip_width, "height": min(SHOT_HEIGHT, height - top), "scale": 1}
            picture = browser.devtools("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
            pathlib.Path(out, f"{name}_{part:02}.png").write_bytes(base64.b64decode(picture["data"]))

    for sample in SAMPLES:
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
