/**
 * The timeline: bars stacked by actor, a brush to choose days, a stub for events without a date, play and step.
 */

import { addBrush, makeHandle, tellHandle } from "./brush.mjs";
import { BY_DATE } from "./filter.mjs";
import { el } from "./dom.mjs";
import { drawBars, drawPointed, LEFT } from "./timebars.mjs";
import { binOf, countBins, findSpans, makeScale, UNDATED } from "./timebins.mjs";
import { sayDay, sayMonth, sayNumber, sayShortDate } from "./words.mjs";

/**
 * Make the timeline.
 * @param {any} model
 * @returns {{node: HTMLElement, update: () => void, stop: () => void}|null} null where no event has a date
 */
export function makeTimeline(model) {
  const { table, slots } = model;
  const { first, last } = findEnds(table);
  if (!Number.isFinite(first)) return null;
  const scale = makeScale(first, last);
  const bins = scale.edges.length - 1;
  const spans = findSpans(scale, table, (row) => table.get("date_precision", row));
  const canvas = el("canvas", { class: "gm-bars", "aria-hidden": "true" });
  const over = el("canvas", { class: "gm-bars", "aria-hidden": "true", hidden: true });
  const from = makeHandle("First day shown", (step, jump) => nudge(0, step, jump));
  const to = makeHandle("Last day shown", (step, jump) => nudge(1, step, jump));
  const band = el("div", { class: "gm-band" });
  const pointer = el("div", { class: "gm-now", hidden: true });
  const plot = el("div", { class: "gm-plot" }, canvas, over, band, pointer, from, to);
  const play = el("button", { type: "button", class: "gm-button gm-play", "aria-label": "Play through time", on: { click: () => (timer ? stop() : start()) } }, "▶");
  const back = el("button", { type: "button", class: "gm-button", "aria-label": "One step back", on: { click: () => step(-1) } }, "‹");
  const ahead = el("button", { type: "button", class: "gm-button", "aria-label": "One step ahead", on: { click: () => step(1) } }, "›");
  const said = el("span", { class: "gm-range", "aria-live": "polite" });
  const reset = el("button", { type: "button", class: "gm-link", on: { click: () => { stop(); model.choose({ range: null }); } } }, "all dates");
  const undated = el("button", { type: "button", class: "gm-undated", on: { click: () => { stop(); model.choose({ range: model.choice().range === "none" ? null : "none" }); } } });
  const node = el("section", { class: "gm-time", "aria-label": "Timeline" },
    el("div", { class: "gm-time-head" }, play, back, ahead, said, reset, undated), plot);
  let timer = 0;
  let room = { width: 0, height: 0 };

  const bounds = () => {
    const { range } = model.choice();
    if (range === null || range === "none") return [0, bins - 1];
    return [binOf(scale, range[0]), binOf(scale, range[1])];
  };
  const setBounds = (/** @type {number} */ a, /** @type {number} */ b) => {
    const low = Math.max(0, Math.min(a, b));
    const high = Math.min(bins - 1, Math.max(a, b));
    const all = low === 0 && high === bins - 1;
    model.choose({ range: all ? null : [scale.edges[low], scale.edges[high + 1] - 1] });
  };
  const nudge = (/** @type {number} */ which, /** @type {number} */ by, /** @type {number|null} */ jump) => {
    stop();
    const [a, b] = bounds();
    const moved = jump === null ? [a, b][which] + by : jump < 0 ? 0 : bins - 1;
    if (which === 0) setBounds(Math.min(moved, b), b);
    else setBounds(a, Math.max(moved, a));
  };
  const step = (/** @type {number} */ by) => {
    const [a, b] = bounds();
    const width = b - a;
    if (width === bins - 1) setBounds(by > 0 ? 0 : bins - 1, by > 0 ? 0 : bins - 1);
    else if (a + by < 0 || b + by >= bins) stop();
    else setBounds(a + by, a + by + width);
  };
  const start = () => {
    const [a, b] = bounds();
    // a window at the end, or all of time, starts over with a narrow window
    if (b - a === bins - 1 || b === bins - 1) setBounds(0, Math.max(0, Math.min(b - a, Math.ceil(bins / 12) - 1)));
    timer = window.setInterval(() => {
      if (bounds()[1] >= bins - 1) stop();
      else step(1);
    }, Math.max(120, Math.min(700, 12000 / bins)));
    play.textContent = "❚❚";
    play.setAttribute("aria-label", "Pause");
  };
  const stop = () => {
    window.clearInterval(timer);
    timer = 0;
    play.textContent = "▶";
    play.setAttribute("aria-label", "Play through time");
  };
  const toX = (/** @type {number} */ edge) => LEFT + (edge / bins) * (room.width - 2 * LEFT);

  const update = () => {
    if (!room.width) return;
    const counted = countBins(spans, bins, model.fails(), BY_DATE, slots, model.slotTones.length);
    const [a, b] = bounds();
    const range = model.choice().range;
    drawBars(canvas, room, scale, counted, model, { a, b, active: Array.isArray(range), none: range === "none" });
    from.style.left = `${toX(a)}px`;
    to.style.left = `${toX(b + 1)}px`;
    band.style.left = `${toX(a)}px`;
    band.style.width = `${toX(b + 1) - toX(a)}px`;
    band.hidden = !Array.isArray(range);
    tellHandle(from, scale.edges[a], first, last);
    tellHandle(to, scale.edges[b + 1] - 1, first, last);
    said.textContent = range === "none" ? "events without a date" : Array.isArray(range) ? sayShortDate(range[0], range[1], "range") : `${sayShortDate(first, last, "range")}`;
    reset.hidden = range === null;
    undated.hidden = counted.undated === 0 && range !== "none";
    undated.textContent = `no date: ${sayNumber(counted.undated)}`;
    undated.setAttribute("aria-pressed", String(range === "none"));
    showPointed();
  };
  const showPointed = () => {
    const fails = model.fails();
    const rows = (model.pointed.length ? model.pointed : [model.selected]).filter((/** @type {number} */ row) => row >= 0 && spans.kind[row] !== UNDATED && fails[row] === 0);
    over.hidden = pointer.hidden = rows.length === 0;
    if (!rows.length || !room.width) return;
    drawPointed(over, room, bins, spans, rows, model);
    pointer.hidden = rows.length > 1;
    pointer.style.left = `${toX(spans.from[rows[0]])}px`;
    pointer.style.width = `${Math.max(3, toX(spans.to[rows[0]] + 1) - toX(spans.from[rows[0]]))}px`;
  };
  model.on("point", showPointed);
  model.on("select", showPointed);
  const binAt = (/** @type {PointerEvent} */ event) => Math.max(0, Math.min(bins - 1, Math.floor(((event.clientX - plot.getBoundingClientRect().left - LEFT) / (room.width - 2 * LEFT)) * bins)));
  addBrush(plot, band, from, { bins, binAt, bounds, setBounds, stop });
  addPointing(plot, binAt, (bin) => rowsOfBin(spans, model.fails(), bin), (bin) => sayBin(scale, bin), model);
  new ResizeObserver(() => {
    room = { width: plot.clientWidth, height: plot.clientHeight };
    update();
  }).observe(plot);
  return { node, update, stop };
}

/**
 * Find the first and the last day of all events.
 * @param {import("./table.mjs").Table} table
 */
function findEnds({ size, start, end }) {
  let first = Infinity;
  let last = -Infinity;
  for (let row = 0; row < size; row += 1) {
    if (start[row] < first) first = start[row];
    if (end[row] > last) last = end[row];
  }
  return { first, last };
}

/**
 * Give the shown events of a bin.
 * @param {import("./timebins.mjs").Spans} spans
 * @param {Uint8Array} fails
 * @param {number} bin
 * @returns {number[]}
 */
function rowsOfBin({ from, to, kind }, fails, bin) {
  const rows = [];
  for (let row = 0; row < fails.length; row += 1) {
    if (fails[row] === 0 && kind[row] !== UNDATED && from[row] <= bin && bin <= to[row]) rows.push(row);
  }
  return rows;
}

/** @param {import("./timebins.mjs").Scale} scale @param {number} bin @returns {string} */
function sayBin({ unit, edges }, bin) {
  if (unit === "day") return sayDay(edges[bin]);
  if (unit === "month") return sayMonth(edges[bin]);
  return sayShortDate(edges[bin], edges[bin + 1] - 1, unit === "year" ? "year" : "range");
}

/**
 * Point at the events of the bin under the pointer, and name the bin.
 * @param {HTMLElement} plot
 * @param {(event: PointerEvent) => number} binAt
 * @param {(bin: number) => number[]} rowsOf
 * @param {(bin: number) => string} say
 * @param {any} model
 */
function addPointing(plot, binAt, rowsOf, say, model) {
  let last = -1;
  plot.addEventListener("pointermove", (event) => {
    const bin = binAt(event);
    if (bin === last || event.buttons) return;
    last = bin;
    const rows = rowsOf(bin);
    plot.title = `${say(bin)}: ${rows.length ? sayNumber(rows.length) : "nothing"} shown`;
    model.point(rows);
  });
  plot.addEventListener("pointerleave", () => {
    last = -1;
    model.point([]);
  });
}
