/**
 * The timeline: bars stacked by actor, a brush to choose days, a stub for events without a date, play and step.
 */

import { binOf, countBins, makeScale } from "./timebins.mjs";
import { BY_DATE } from "./filter.mjs";
import { el, fitCanvas } from "./dom.mjs";
import { SLOTS } from "./model.mjs";
import { FONT } from "./shapes.mjs";
import { isoDay, MONTHS, sayDay, sayMonth, sayShortDate, splitDay } from "./words.mjs";

const LEFT = 10;
const AXIS = 18;
const TICK_ROOM = 64;

/**
 * Make the timeline.
 * @param {any} model
 * @returns {{node: HTMLElement, update: () => void, stop: () => void}|null} null where no event has a date
 */
export function makeTimeline(model) {
  const { table, slots } = model;
  let first = Infinity;
  let last = -Infinity;
  for (let row = 0; row < table.size; row += 1) {
    if (table.start[row] < first) first = table.start[row];
    if (table.end[row] > last) last = table.end[row];
  }
  if (!Number.isFinite(first)) return null;
  const scale = makeScale(first, last);
  const bins = scale.edges.length - 1;
  const canvas = el("canvas", { class: "gm-bars", "aria-hidden": "true" });
  const from = makeHandle("First day shown", (step, jump) => nudge(0, step, jump));
  const to = makeHandle("Last day shown", (step, jump) => nudge(1, step, jump));
  const band = el("div", { class: "gm-band" });
  const pointer = el("div", { class: "gm-now", hidden: true });
  const plot = el("div", { class: "gm-plot" }, canvas, band, pointer, from, to);
  const play = el("button", { type: "button", class: "gm-button gm-play", "aria-label": "Play through time", on: { click: () => (timer ? stop() : start()) } }, "▶");
  const back = el("button", { type: "button", class: "gm-button", "aria-label": "One step back", on: { click: () => step(-1) } }, "‹");
  const ahead = el("button", { type: "button", class: "gm-button", "aria-label": "One step ahead", on: { click: () => step(1) } }, "›");
  const said = el("span", { class: "gm-range", "aria-live": "polite" });
  const reset = el("button", { type: "button", class: "gm-link", on: { click: () => { stop(); model.choose({ range: null }); } } }, "all dates");
  const undated = el("button", { type: "button", class: "gm-undated", on: { click: () => { stop(); model.choose({ range: model.choice().range === "none" ? null : "none" }); } } });
  const node = el("section", { class: "gm-time", "aria-label": "Timeline" },
    el("div", { class: "gm-time-head" }, play, back, ahead, said, reset, undated), plot);
  let timer = 0;

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
  const toX = (/** @type {number} */ edge) => LEFT + (edge / bins) * (plot.clientWidth - 2 * LEFT);

  const update = () => {
    const counted = countBins(scale, table, model.fails(), BY_DATE, slots, SLOTS);
    const [a, b] = bounds();
    const range = model.choice().range;
    drawBars(canvas, plot, scale, counted, model, { a, b, active: Array.isArray(range), none: range === "none" });
    from.style.left = `${toX(a)}px`;
    to.style.left = `${toX(b + 1)}px`;
    band.style.left = `${toX(a)}px`;
    band.style.width = `${toX(b + 1) - toX(a)}px`;
    band.hidden = !Array.isArray(range);
    tellHandle(from, scale.edges[a], first, last);
    tellHandle(to, scale.edges[b + 1] - 1, first, last);
    said.textContent = range === "none" ? "events without a date" : Array.isArray(range) ? sayShortDate(range[0], range[1], "range") : `${sayShortDate(first, last, "range")}`;
    reset.hidden = range === null;
    undated.hidden = counted.undated === 0;
    undated.textContent = `no date: ${counted.undated.toLocaleString("en-GB")}`;
    undated.setAttribute("aria-pressed", String(range === "none"));
  };
  const point = () => {
    const row = model.hovered >= 0 ? model.hovered : model.selected;
    pointer.hidden = row < 0 || Number.isNaN(table.start[row]);
    if (pointer.hidden) return;
    const left = toX(binOf(scale, table.start[row]));
    pointer.style.left = `${left}px`;
    pointer.style.width = `${Math.max(3, toX(binOf(scale, table.end[row]) + 1) - left)}px`;
  };
  model.on("hover", point);
  model.on("select", point);
  addBrush(plot, band, bins, bounds, setBounds, stop);
  plot.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    const bin = Math.max(0, Math.min(bins - 1, Math.floor(((event.clientX - plot.getBoundingClientRect().left - LEFT) / (plot.clientWidth - 2 * LEFT)) * bins)));
    plot.title = scale.unit === "day" ? sayDay(scale.edges[bin]) : scale.unit === "month" ? sayMonth(scale.edges[bin]) : sayShortDate(scale.edges[bin], scale.edges[bin + 1] - 1, scale.unit === "year" ? "year" : "range");
  });
  new ResizeObserver(() => update()).observe(plot);
  return { node, update, stop };
}

/** @param {string} label @param {(step: number, jump: number|null) => void} move */
function makeHandle(label, move) {
  const keys = /** @type {Record<string, [number, number|null]>} */ ({ ArrowLeft: [-1, null], ArrowDown: [-1, null], ArrowRight: [1, null], ArrowUp: [1, null], PageDown: [-10, null], PageUp: [10, null], Home: [0, -1], End: [0, 1] });
  return el("div", { class: "gm-handle", role: "slider", tabindex: "0", "aria-label": label, on: { keydown: (/** @type {KeyboardEvent} */ event) => {
    const key = keys[event.key];
    if (!key) return;
    event.preventDefault();
    event.stopPropagation();
    move(key[0], key[1]);
  } } });
}

/** @param {HTMLElement} handle @param {number} day @param {number} first @param {number} last */
function tellHandle(handle, day, first, last) {
  handle.setAttribute("aria-valuemin", String(first));
  handle.setAttribute("aria-valuemax", String(Math.max(last, day)));
  handle.setAttribute("aria-valuenow", String(day));
  handle.setAttribute("aria-valuetext", isoDay(day));
}

/**
 * Let the pointer draw a window, move it by its middle or pull its ends.
 * @param {HTMLElement} plot
 * @param {HTMLElement} band
 * @param {number} bins
 * @param {() => number[]} bounds
 * @param {(a: number, b: number) => void} setBounds
 * @param {() => void} stop
 */
function addBrush(plot, band, bins, bounds, setBounds, stop) {
  const binAt = (/** @type {PointerEvent} */ event) => Math.floor(((event.clientX - plot.getBoundingClientRect().left - LEFT) / (plot.clientWidth - 2 * LEFT)) * bins);
  plot.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    stop();
    const target = /** @type {HTMLElement} */ (event.target);
    const [a, b] = bounds();
    const origin = binAt(event);
    const first = target.classList.contains("gm-handle") && target === plot.querySelector(".gm-handle");
    const mode = target.classList.contains("gm-handle") ? (first ? "from" : "to") : target === band ? "move" : "new";
    if (mode === "new") setBounds(origin, origin);
    plot.setPointerCapture(event.pointerId);
    const move = (/** @type {PointerEvent} */ moved) => {
      const bin = binAt(moved);
      if (mode === "new") setBounds(origin, bin);
      else if (mode === "from") setBounds(Math.min(bin, b), b);
      else if (mode === "to") setBounds(a, Math.max(bin, a));
      else {
        const by = Math.max(-a, Math.min(bins - 1 - b, bin - origin));
        setBounds(a + by, b + by);
      }
    };
    const end = () => {
      plot.removeEventListener("pointermove", move);
      plot.removeEventListener("pointerup", end);
      plot.removeEventListener("pointercancel", end);
    };
    plot.addEventListener("pointermove", move);
    plot.addEventListener("pointerup", end);
    plot.addEventListener("pointercancel", end);
  });
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLElement} plot
 * @param {import("./timebins.mjs").Scale} scale
 * @param {{sharp: Float64Array, wide: Float64Array, most: number}} counted
 * @param {any} model
 * @param {{a: number, b: number, active: boolean, none: boolean}} brush
 */
function drawBars(canvas, plot, scale, counted, model, brush) {
  const width = plot.clientWidth;
  const height = plot.clientHeight;
  if (!width || !height) return;
  const context = fitCanvas(canvas, width, height);
  const theme = model.theme();
  const tones = slotTones(model);
  const bins = scale.edges.length - 1;
  const wide = (width - 2 * LEFT) / bins;
  const gap = wide > 5 ? 1 : 0;
  const tall = height - AXIS - 4;
  for (let bin = 0; bin < bins; bin += 1) {
    let y = height - AXIS;
    const out = brush.none || (brush.active && (bin < brush.a || bin > brush.b));
    for (const [counts, alpha] of /** @type {[Float64Array, number][]} */ ([[counted.sharp, 1], [counted.wide, 0.4]])) {
      for (let slot = 0; slot < SLOTS; slot += 1) {
        const tallness = (counts[bin * SLOTS + slot] / (counted.most || 1)) * tall;
        if (tallness <= 0) continue;
        context.globalAlpha = alpha * (out ? 0.25 : 1);
        context.fillStyle = tones[slot];
        context.fillRect(LEFT + bin * wide, y - tallness, Math.max(1, wide - gap), tallness);
        y -= tallness;
      }
    }
  }
  context.globalAlpha = 1;
  context.fillStyle = theme.border;
  context.fillRect(LEFT, height - AXIS, width - 2 * LEFT, 1);
  drawTicks(context, scale, width, height, theme);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("./timebins.mjs").Scale} scale
 * @param {number} width
 * @param {number} height
 * @param {import("./theme.mjs").Theme} theme
 */
function drawTicks(context, scale, width, height, theme) {
  const bins = scale.edges.length - 1;
  const wide = (width - 2 * LEFT) / bins;
  context.font = `11px ${FONT}`;
  context.fillStyle = theme.quiet;
  context.textBaseline = "top";
  context.textAlign = "left";
  let free = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    const { year, month, day } = splitDay(scale.edges[bin]);
    const short = MONTHS[month].slice(0, 3);
    const text = scale.unit === "year" || (scale.unit === "quarter" && month === 0) ? String(year) : scale.unit === "month" ? (month === 0 || bin === 0 ? `${short} ${year}` : short) : scale.unit === "quarter" ? null : `${day} ${short}${bin === 0 || (month === 0 && day <= 7) ? ` ${year}` : ""}`;
    const x = LEFT + bin * wide;
    if (text === null || x < free || x + context.measureText(text).width > width) continue;
    context.fillRect(x, height - AXIS, 1, 4);
    context.fillText(text, x + 2, height - AXIS + 4);
    free = x + Math.max(TICK_ROOM, context.measureText(text).width + 14);
  }
}

/** @param {any} model @returns {string[]} the colour of each palette place in the present theme */
function slotTones(model) {
  const tones = new Array(SLOTS).fill(model.theme().dark ? "#a3a3a3" : "#6b6b6b");
  for (const [, light, dark, slot] of model.payload.actors) if (slot < SLOTS - 1) tones[slot] = model.theme().dark ? dark : light;
  return tones;
}
