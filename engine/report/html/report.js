// The batch report's filter, lists and tips. Reads the counts from the page's own data block, writes only text and positions; no
// markup is ever made from text, and nothing is fetched.
(() => {
  "use strict";
  const keys = ["bucket", "platform", "entity", "cause", "outcome"];
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const form = document.getElementById("filter");
  const cells = JSON.parse(document.getElementById("cells").textContent).map((cell) => {
    const named = { sessions: cell[5] };
    keys.forEach((key, i) => { named[key] = cell[i]; });
    return named;
  });
  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
  const sessionsOf = (list) => sum(list.map((cell) => cell.sessions));
  const total = sessionsOf(cells);
  const number = (n) => n.toLocaleString("en-US");
  const share = (part, whole) => {
    if (!whole || !part) return "0 %";
    if (part === whole) return "100 %";
    const percent = (100 * part) / whole;
    return percent < 1 ? "< 1 %" : percent > 99 ? "> 99 %" : Math.round(percent) + " %";
  };
  const axisEnd = (most) => {  // as in chart.cpp
    for (let power = 1; power < 1e17; power *= 10) {
      for (const factor of [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25]) if (4 * factor * power >= most) return 4 * factor * power;
    }
    return most;
  };
  const index = (value, rest) => (rest !== undefined && value >= Number(rest) ? Number(rest) : value);

  // The form's selections, each with its options' names as they were written.
  const selects = keys.map((key) => form.elements.namedItem(key)).filter(Boolean);
  const choices = new Map(selects.map((select) => [select.name, [...select.options].map((option) => ({ option, name: option.textContent }))]));
  const nameOf = (key, value) => (choices.get(key) || []).find((choice) => choice.option.value === String(value))?.name || "";

  const picked = () => {
    const wanted = {};
    for (const select of selects) if (select.value !== "") wanted[select.name] = Number(select.value);
    return wanted;
  };
  const fits = (wanted, has) => keys.every((key) => !(key in wanted) || has(key) === wanted[key]);

  // Charts with their marks, found once. What their tables say is what their tips say.
  const figures = all("figure.chart").map((figure) => {
    const lines = all("tbody tr", figure);
    return {
      figure, data: figure.dataset, svg: figure.querySelector(":scope > svg"), rects: all("rect.mark", figure),
      rows: lines.length, steps: all("[data-step]", figure), totals: all("[data-total]", figure),
      names: lines.map((line) => line.cells[0].textContent),
      series: all("thead th", figure).slice(1).map((head) => head.textContent),
      fields: lines.map((line) => [...line.cells].slice(1)),
      base: Number(figure.querySelector("[data-base]").dataset.base),
    };
  });
  const isCounted = (chart) => chart.data.rows !== "";

  function counts(chart, chosen) {
    const matrix = Array.from({ length: chart.rows }, () => new Array(chart.series.length).fill(0));
    for (const cell of chosen) {
      const row = index(cell[chart.data.rows], chart.data.rowRest);
      const series = chart.data.series ? index(cell[chart.data.series], chart.data.seriesRest) : 0;
      if (row >= 0 && row < chart.rows && series >= 0 && series < chart.series.length) matrix[row][series] += cell.sessions;
    }
    return matrix;
  }

  function draw(chart, chosen) {
    const matrix = counts(chart, chosen);
    const sums = matrix.map(sum);
    const end = axisEnd(Math.max(1, ...sums));
    const scale = Number(chart.data.length) / end;
    const reached = new Array(chart.rows).fill(0);
    const bars = chart.data.chart === "bars";
    chart.rects.forEach((rect) => {
      const row = Number(rect.dataset.r);
      const size = matrix[row][Number(rect.dataset.s)] * scale;
      rect.setAttribute(bars ? "width" : "height", size.toFixed(2));
      if (bars) rect.setAttribute("x", (chart.base + reached[row]).toFixed(2));
      reached[row] += size;
      if (!bars) rect.setAttribute("y", (chart.base - reached[row]).toFixed(2));
    });
    chart.steps.forEach((tick) => { tick.textContent = number((end * Number(tick.dataset.step)) / 4); });
    chart.totals.forEach((text) => {
      const row = Number(text.dataset.total);
      text.textContent = number(sums[row]);
      text.setAttribute("x", (chart.base + reached[row] + 8).toFixed(2));
    });
    chart.fields.forEach((line, row) => line.forEach((field, series) => { field.textContent = number(matrix[row][series]); }));
  }

  function drawNumbers(chosen) {
    const by = { outcome: {}, cause: {} };
    for (const cell of chosen) {
      for (const key of ["outcome", "cause"]) by[key][cell[key]] = (by[key][cell[key]] || 0) + cell.sessions;
    }
    const sessions = sessionsOf(chosen);
    const write = (selector, name, text) => all(selector).forEach((field) => { field.textContent = text(Number(field.dataset[name])); });
    write("[data-count-outcome]", "countOutcome", (outcome) => number(by.outcome[outcome] || 0));
    write("[data-share-outcome]", "shareOutcome", (outcome) => share(by.outcome[outcome] || 0, sessions));
    write("[data-count-sessions]", "countSessions", () => number(sessions));
    write("[data-count-cause]", "countCause", (cause) => number(by.cause[cause] || 0));
    write("[data-share-cause]", "shareCause", (cause) => share(by.cause[cause] || 0, by.outcome[0] || 0));
    return by.cause;
  }

  // Figures of platforms and entities under the filter; those without sessions are hidden.
  function drawGroups(chosen) {
    const groups = { platform: new Map(), entity: new Map() };
    for (const cell of chosen) {
      for (const key of ["platform", "entity"]) {
        const group = groups[key].get(cell[key]) || { sessions: 0, failed: 0, causes: new Map() };
        group.sessions += cell.sessions;
        if (cell.outcome === 0) group.failed += cell.sessions;
        if (cell.cause >= 0) group.causes.set(cell.cause, (group.causes.get(cell.cause) || 0) + cell.sessions);
        groups[key].set(cell[key], group);
      }
    }
    all("[data-group]").forEach((row) => {
      const key = row.dataset.group;
      const group = groups[key].get(Number(row.dataset[key]));
      row.dataset.empty = group ? "" : "yes";
      if (!group) return;
      const most = [...group.causes].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
      row.cells[1].textContent = number(group.sessions);
      row.cells[2].textContent = number(group.failed) + " (" + share(group.failed, group.sessions) + ")";
      row.cells[4].textContent = most ? nameOf("cause", most[0]) + " (" + number(most[1]) + ")" : "";
    });
  }

  // Lists: rows that do not fit are hidden; of the others the first ones are shown until all are asked for.
  const lists = all(".list").map((list) => ({
    list, rows: all("[data-row-of]", list), button: list.querySelector(".more"), screen: Number(list.dataset.screen),
    paper: Number(list.dataset.paper), isOpen: false,
  }));

  function showList(entry) {
    const left = entry.rows.filter((row) => !row.hidden);
    left.forEach((row, i) => {
      row.classList.toggle("off-screen", !entry.isOpen && i >= entry.screen);
      row.classList.toggle("off-paper", i >= entry.paper);
    });
    const more = left.length - entry.screen;
    entry.button.hidden = more <= 0;
    entry.button.textContent = entry.isOpen ? "Show the first " + entry.screen + " only" : "Show " + number(more) + " more";
    entry.button.setAttribute("aria-expanded", String(entry.isOpen));
    const paper = entry.list.querySelector(".on-paper");
    paper.hidden = left.length <= entry.paper;
    paper.querySelector("[data-more]").textContent = number(Math.max(0, left.length - entry.paper));
    entry.list.querySelector(".none").hidden = left.length > 0;
    entry.list.querySelector(".wide")?.classList.toggle("is-empty", left.length === 0);
    const says = entry.list.querySelector(".fits");
    says.hidden = left.length === 0 || left.length === entry.rows.length;
    says.textContent = number(left.length) + " of the " + number(entry.rows.length) + " listed fit the filter.";
  }

  function filterList(entry, wanted, causes) {
    for (const row of entry.rows) {
      const has = (key) => (row.hasAttribute("data-" + key) ? Number(row.getAttribute("data-" + key)) : wanted[key]);
      const counted = !row.hasAttribute("data-by-count") || causes[Number(row.getAttribute("data-by-count"))] > 0;
      row.hidden = !(fits(wanted, has) && counted) || row.dataset.empty === "yes";
    }
    showList(entry);
  }

  lists.forEach((entry) => entry.button.addEventListener("click", () => { entry.isOpen = !entry.isOpen; showList(entry); }));

  // Bars that stand for rows of the list after them fade with these.
  function fadeBars() {
    for (const chart of figures.filter((each) => !isCounted(each))) {
      const next = chart.figure.nextElementSibling;
      const entry = lists.find((each) => each.list === next);
      if (!entry) continue;
      all("[data-r], [data-row], [data-total]", chart.svg).forEach((mark) => {
        mark.classList.toggle("faded", entry.rows[Number(mark.dataset.r ?? mark.dataset.row ?? mark.dataset.total)].hidden);
      });
    }
  }

  // Each option says how many sessions it would show beside what else is chosen.
  function writeOptions(wanted) {
    for (const select of selects) {
      const others = { ...wanted };
      delete others[select.name];
      const by = new Map();
      for (const cell of cells) {
        if (fits(others, (key) => cell[key])) by.set(cell[select.name], (by.get(cell[select.name]) || 0) + cell.sessions);
      }
      for (const { option, name } of choices.get(select.name)) {
        if (option.value === "") continue;
        const sessions = by.get(Number(option.value)) || 0;
        option.textContent = name + " (" + number(sessions) + ")";
        option.disabled = sessions === 0 && !option.selected;
      }
    }
  }

  function apply() {
    const wanted = picked();
    const chosen = cells.filter((cell) => fits(wanted, (key) => cell[key]));
    const causes = drawNumbers(chosen);
    figures.filter(isCounted).forEach((chart) => draw(chart, chosen));
    drawGroups(chosen);
    lists.forEach((entry) => filterList(entry, wanted, causes));
    fadeBars();
    writeOptions(wanted);
    figures.forEach(writeTips);
    const names = Object.keys(wanted).map((key) => nameOf(key, wanted[key]));
    document.body.classList.toggle("is-filtered", names.length > 0);
    document.getElementById("filter-says").textContent = names.length > 0
      ? number(sessionsOf(chosen)) + " of " + number(total) + " sessions are shown: " + names.join(", ")
      : "All " + number(total) + " sessions are shown";
  }

  // Tips: one box for all charts. Each row of a chart is a place to point at or to go to by keyboard: Tab reaches the chart, the
  // arrows go through its rows.
  const tip = document.createElement("div");
  tip.id = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);

  const linesOf = (chart, row) => {
    const lines = chart.series.map((name, i) => [name, chart.fields[row][i].textContent]).filter((line) => !/^0( s)?$/.test(line[1]));
    return lines.length > 0 ? lines : [["none", ""]];
  };
  const saysOf = (chart, row) => chart.names[row] + ": " + linesOf(chart, row).map((line) => line.join(" ").trim()).join(", ");

  let pointedAt = null;
  function showTip(chart, row) {
    pointedAt = { chart, row };
    tip.replaceChildren();
    const head = document.createElement("b");
    head.textContent = chart.names[row];
    tip.append(head);
    for (const [name, value] of linesOf(chart, row)) {
      const line = document.createElement("span");
      line.textContent = value === "" ? name : name + ": " + value;
      tip.append(line);
    }
    tip.hidden = false;
    const at = chart.hits[row].getBoundingClientRect();
    const box = tip.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const isBar = chart.data.chart === "bars";
    const above = (isBar ? at.top : Math.max(at.top, 0)) - box.height - 6;
    tip.style.left = Math.max(4, Math.min(width - box.width - 4, at.left + (isBar ? 40 : at.width / 2 - box.width / 2))) + "px";
    tip.style.top = (above > 4 ? above : at.bottom + 6) + "px";
  }
  const hideTip = () => { tip.hidden = true; };
  // Going to a mark by keyboard may scroll the page: the tip goes with it.
  const moveTip = () => {
    if (tip.hidden) return;
    if (document.activeElement === pointedAt.chart.hits[pointedAt.row]) showTip(pointedAt.chart, pointedAt.row);
    else hideTip();
  };

  // What a click on a row filters by, if anything.
  function choiceOf(chart, row) {
    const key = chart.data.rows;
    if (!choices.has(key) || (chart.data.rowRest !== undefined && row >= Number(chart.data.rowRest))) return null;
    return choices.get(key).find((choice) => choice.option.value === String(row)) || null;
  }

  function choose(chart, row) {
    const choice = choiceOf(chart, row);
    if (!choice || choice.option.disabled) return;
    const select = form.elements.namedItem(chart.data.rows);
    select.value = select.value === choice.option.value ? "" : choice.option.value;
    apply();
  }

  function writeTips(chart) {
    chart.hits.forEach((hit, row) => {
      hit.setAttribute("aria-label", saysOf(chart, row));
      const choice = choiceOf(chart, row);
      if (choice) hit.setAttribute("aria-pressed", String(choice.option.selected));
    });
  }

  function moveTo(chart, row) {
    const next = Math.max(0, Math.min(chart.rows - 1, row));
    chart.hits.forEach((hit, i) => hit.setAttribute("tabindex", i === next ? "0" : "-1"));
    chart.hits[next].focus();
  }

  function addHits(chart) {
    const bars = chart.data.chart === "bars";
    const first = Number(chart.data.first);
    const slot = Number(chart.data.slot);
    const length = Number(chart.data.length);
    chart.svg.setAttribute("role", "group");
    chart.hits = chart.names.map((_, row) => {
      const hit = document.createElementNS(chart.svg.namespaceURI, "rect");
      const start = first + slot * row;
      const place = bars ? { x: chart.base, y: start, width: length, height: slot } : { x: start, y: chart.base - length, width: slot, height: length };
      for (const [name, value] of Object.entries(place)) hit.setAttribute(name, value.toFixed(2));
      hit.setAttribute("class", "hit");
      hit.setAttribute("role", choiceOf(chart, row) ? "button" : "img");
      hit.setAttribute("tabindex", row === 0 ? "0" : "-1");
      hit.addEventListener("pointerenter", () => showTip(chart, row));
      hit.addEventListener("pointerleave", hideTip);
      hit.addEventListener("focus", () => showTip(chart, row));
      hit.addEventListener("blur", hideTip);
      hit.addEventListener("click", () => choose(chart, row));
      chart.svg.append(hit);
      return hit;
    });
    all("rect.mark title", chart.svg).forEach((title) => title.remove());
    const steps = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity };
    chart.svg.addEventListener("keydown", (event) => {
      const row = chart.hits.indexOf(event.target);
      if (row < 0) return;
      if (event.key === "Escape") hideTip();
      else if (event.key === "Enter" || event.key === " ") choose(chart, row);
      else if (event.key in steps) moveTo(chart, row + steps[event.key]);
      else return;
      event.preventDefault();
    });
  }

  // Chips: with one pressed only the kinds of alerts that are pressed are shown.
  const chips = all(".chip");
  const showKinds = () => {
    const pressed = chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.dataset.shows);
    all(".kind").forEach((kind) => { kind.hidden = pressed.length > 0 && !pressed.includes(kind.id); });
  };
  chips.forEach((chip) => chip.addEventListener("click", () => {
    chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
    showKinds();
  }));
  all(".chips").forEach((group) => { group.hidden = false; });

  // What scrolls sideways can be reached by keyboard.
  const markScrollers = () => all(".wide, .chart").forEach((box) => {
    const scrolls = box.scrollWidth > box.clientWidth;
    const name = box.querySelector("caption, figcaption")?.textContent || "";
    for (const [key, value] of Object.entries({ tabindex: "0", role: "region", "aria-label": name })) {
      if (scrolls) box.setAttribute(key, value);
      else box.removeAttribute(key);
    }
  });

  // On narrow paper a row's cells stand one below the other, each with its column's name.
  all(".list table").forEach((table) => {
    const heads = all("thead th", table).map((head) => head.textContent);
    all("tbody tr", table).forEach((row) => [...row.cells].forEach((cell, i) => { cell.dataset.column = heads[i]; }));
  });

  figures.forEach(addHits);
  if (cells.length > 0) form.hidden = false;
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply, 0));
  window.addEventListener("scroll", moveTip, { passive: true });
  window.addEventListener("resize", () => { hideTip(); markScrollers(); });
  document.addEventListener("toggle", markScrollers, { capture: true });
  apply();
  markScrollers();
})();
