// The filter of the batch report. Reads the counts from the page's own data block, writes only text and positions; no markup is
// ever made from text, and nothing is fetched.
(() => {
  "use strict";
  const keys = ["bucket", "platform", "entity", "cause", "outcome"];
  const cells = JSON.parse(document.getElementById("cells").textContent).map((cell) => {
    const named = { sessions: cell[5] };
    keys.forEach((key, i) => { named[key] = cell[i]; });
    return named;
  });
  const form = document.getElementById("filter");
  if (!form || cells.length === 0) return;
  const all = cells.reduce((sum, cell) => sum + cell.sessions, 0);
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

  // Figures with their marks, found once.
  const figures = [...document.querySelectorAll("figure.chart[data-rows]")].filter((f) => f.dataset.rows).map((figure) => {
    const at = (selector) => [...figure.querySelectorAll(selector)];
    const rects = at("rect.mark");
    const rows = 1 + Math.max(-1, ...rects.map((rect) => Number(rect.dataset.r)));
    const series = 1 + Math.max(-1, ...rects.map((rect) => Number(rect.dataset.s)));
    return {
      data: figure.dataset, rects, rows, series, steps: at("[data-step]"), totals: at("[data-total]"), fields: at("td[data-r]"),
      labels: rects.map((rect) => rect.querySelector("title").textContent.replace(/: [^:]*$/, "")),
      base: Number(figure.querySelector("[data-base]").dataset.base),
    };
  });

  function counts(figure, chosen) {
    const matrix = Array.from({ length: figure.rows }, () => new Array(figure.series).fill(0));
    for (const cell of chosen) {
      const row = index(cell[figure.data.rows], figure.data.rowRest);
      const series = figure.data.series ? index(cell[figure.data.series], figure.data.seriesRest) : 0;
      if (row >= 0 && row < figure.rows && series >= 0 && series < figure.series) matrix[row][series] += cell.sessions;
    }
    return matrix;
  }

  function draw(figure, chosen) {
    const matrix = counts(figure, chosen);
    const sums = matrix.map((row) => row.reduce((a, b) => a + b, 0));
    const end = axisEnd(Math.max(1, ...sums));
    const scale = Number(figure.data.length) / end;
    const reached = new Array(figure.rows).fill(0);
    const bars = figure.data.chart === "bars";
    figure.rects.forEach((rect, i) => {
      const row = Number(rect.dataset.r);
      const value = matrix[row][Number(rect.dataset.s)];
      const size = value * scale;
      rect.setAttribute(bars ? "width" : "height", size.toFixed(2));
      if (bars) rect.setAttribute("x", (figure.base + reached[row]).toFixed(2));
      reached[row] += size;
      if (!bars) rect.setAttribute("y", (figure.base - reached[row]).toFixed(2));
      rect.querySelector("title").textContent = figure.labels[i] + ": " + number(value);
    });
    figure.steps.forEach((tick) => { tick.textContent = number((end * Number(tick.dataset.step)) / 4); });
    figure.totals.forEach((text) => {
      const row = Number(text.dataset.total);
      text.textContent = number(sums[row]);
      text.setAttribute("x", (figure.base + reached[row] + 8).toFixed(2));
    });
    figure.fields.forEach((field) => { field.textContent = number(matrix[Number(field.dataset.r)][Number(field.dataset.s)]); });
  }

  const picked = () => {
    const wanted = {};
    for (const key of keys) {
      const select = form.elements.namedItem(key);
      if (select && select.value !== "") wanted[key] = Number(select.value);
    }
    return wanted;
  };

  function drawNumbers(chosen, sessions) {
    const by = {};
    for (const cell of chosen) by[cell.outcome] = (by[cell.outcome] || 0) + cell.sessions;
    document.querySelectorAll("[data-count-outcome]").forEach((field) => {
      field.textContent = number(by[Number(field.dataset.countOutcome)] || 0);
    });
    document.querySelectorAll("[data-share-outcome]").forEach((field) => {
      field.textContent = share(by[Number(field.dataset.shareOutcome)] || 0, sessions);
    });
    document.querySelectorAll("[data-count-sessions]").forEach((field) => { field.textContent = number(sessions); });
    const causes = {};
    for (const cell of chosen) causes[cell.cause] = (causes[cell.cause] || 0) + cell.sessions;
    document.querySelectorAll("[data-count-cause]").forEach((field) => {
      field.textContent = number(causes[Number(field.dataset.countCause)] || 0);
    });
    document.querySelectorAll("[data-share-cause]").forEach((field) => {
      field.textContent = share(causes[Number(field.dataset.shareCause)] || 0, by[0] || 0);
    });
    return causes;
  }

  function hideRows(wanted, causes) {
    document.querySelectorAll("[data-filtered]").forEach((list) => {
      let left = 0;
      list.querySelectorAll("[data-row-of]").forEach((row) => {
        const fits = keys.every((key) => !(key in wanted) || !row.hasAttribute("data-" + key) || Number(row.getAttribute("data-" + key)) === wanted[key]);
        const counted = !row.hasAttribute("data-by-count") || causes[Number(row.getAttribute("data-by-count"))] > 0;
        row.hidden = !(fits && counted);
        if (!row.hidden) left += 1;
      });
      const further = list.closest("details.further");
      if (further) further.open = left > 0 && left < list.children.length;
      const none = list.closest(".wide, section").querySelector(".none");
      if (none) none.hidden = left > 0;
    });
  }

  function apply() {
    const wanted = picked();
    const chosen = cells.filter((cell) => keys.every((key) => !(key in wanted) || cell[key] === wanted[key]));
    const sessions = chosen.reduce((sum, cell) => sum + cell.sessions, 0);
    const causes = drawNumbers(chosen, sessions);
    figures.forEach((figure) => draw(figure, chosen));
    hideRows(wanted, causes);
    document.body.classList.toggle("is-filtered", Object.keys(wanted).length > 0);
    const names = Object.keys(wanted).map((key) => form.elements.namedItem(key).selectedOptions[0].textContent);
    document.getElementById("filter-says").textContent = names.length > 0
      ? number(sessions) + " of " + number(all) + " sessions are shown: " + names.join(", ")
      : "All " + number(all) + " sessions are shown";
  }

  form.hidden = false;
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply, 0));
  apply();
})();
