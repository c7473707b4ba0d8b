/**
 * The list of events: every shown event in order of time, with and without a place; only the rows in sight are made.
 */

import { el, refill } from "./dom.mjs";
import { makeSwatch } from "./tree.mjs";
import { sayCount, sayShortDate } from "./words.mjs";

const ROW = 62;
const SPARE = 6;

/**
 * Make the list.
 * @param {any} model
 * @param {(row: number) => void} open
 * @returns {{node: HTMLElement, update: () => void, focusRow: (row: number) => void, rows: () => number[],
 *   sortBy: (how: string) => void}}
 */
export function makeList(model, open) {
  const { table } = model;
  /** @type {number[]} */
  let rows = [];
  let order = "time";
  const inner = el("ol", { class: "gm-list-rows" });
  const scroller = el("div", { class: "gm-list", tabindex: "-1", on: { scroll: () => render() } }, inner);
  const sort = el("select", { class: "gm-select", "aria-label": "Order of the list", on: { change: () => { order = sort.value; update(); } } },
    el("option", { value: "time" }, "oldest first"), el("option", { value: "late" }, "newest first"),
    el("option", { value: "place" }, "by place"), el("option", { value: "none" }, "without a place first"));
  const said = el("span", { class: "gm-quiet" });
  const node = el("div", { class: "gm-list-box" }, el("div", { class: "gm-section-head gm-list-head" }, said, sort), scroller);

  const update = () => {
    rows = sortRows(model.orderedRows(), order, table);
    said.textContent = sayCount(rows.length, "event");
    inner.style.height = `${rows.length * ROW}px`;
    render();
  };
  const render = () => {
    const first = Math.max(0, Math.floor(scroller.scrollTop / ROW) - SPARE);
    const last = Math.min(rows.length, Math.ceil((scroller.scrollTop + (scroller.clientHeight || 600)) / ROW) + SPARE);
    const focused = document.activeElement?.closest?.("[data-row]")?.getAttribute("data-row");
    refill(inner, ...rows.slice(first, last).map((row, i) => makeItem(row, first + i)));
    if (focused && inner.querySelector(`[data-row="${focused}"]`)) inner.querySelector(`[data-row="${focused}"] button`).focus({ preventScroll: true });
  };
  /** @param {number} row @param {number} position */
  const makeItem = (row, position) => {
    const precision = table.get("place_precision", row);
    const place = precision === "unknown" ? "without a place" : [table.get("place", row), precision === "country" ? "(country)" : precision === "admin1" ? "(province)" : null].filter(Boolean).join(" ");
    const button = el("button", {
      type: "button", class: "gm-item", "aria-current": row === model.selected ? "true" : null,
      on: {
        click: () => open(row),
        focus: () => model.hover(row),
        blur: () => model.hover(-1),
        mouseenter: () => model.hover(row),
        mouseleave: () => model.hover(-1),
        keydown: (/** @type {KeyboardEvent} */ event) => move(event, position),
      },
    }, makeSwatch(model.toneOf(table.codes("actor")[row])),
    el("span", { class: "gm-item-text" },
      el("bdi", { class: "gm-item-title" }, titleOf(table, row)),
      el("span", { class: "gm-quiet gm-item-line" }, sayShortDate(table.start[row], table.end[row], table.get("date_precision", row)), " · ", el("bdi", {}, place || "a place without a name"))));
    return el("li", { "data-row": row, "aria-setsize": rows.length, "aria-posinset": position + 1, style: { top: `${position * ROW}px` }, class: row === model.hovered ? "gm-lit" : "" }, button);
  };
  /** @param {KeyboardEvent} event @param {number} position */
  const move = (event, position) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -rows.length, End: rows.length }[event.key];
    if (!step) return;
    event.preventDefault();
    focusRow(rows[Math.max(0, Math.min(rows.length - 1, position + step))]);
  };
  const focusRow = (/** @type {number} */ row) => {
    const position = rows.indexOf(row);
    if (position < 0) return;
    const top = position * ROW;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    if (top + ROW > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + ROW - scroller.clientHeight;
    render();
    inner.querySelector(`[data-row="${row}"] button`)?.focus({ preventScroll: true });
  };
  model.on("hover", (/** @type {number} */ row) => {
    for (const item of inner.children) item.classList.toggle("gm-lit", Number(item.getAttribute("data-row")) === row);
  });
  model.on("select", render);
  new ResizeObserver(() => render()).observe(scroller);
  return { node, update, focusRow, rows: () => rows, sortBy(/** @type {string} */ how) { sort.value = order = how; update(); scroller.scrollTop = 0; } };
}

/**
 * Say in a line what an event is.
 * @param {import("./table.mjs").Table} table
 * @param {number} row
 * @returns {string}
 */
export function titleOf(table, row) {
  return table.get("title", row) || [table.get("actor", row), table.get("event_type", row) || table.get("event_family", row)].filter(Boolean).join(": ") || "event";
}

/** @param {number[]} rows in order of time @param {string} order @param {import("./table.mjs").Table} table */
function sortRows(rows, order, table) {
  if (order === "late") {
    const undated = rows.filter((row) => Number.isNaN(table.start[row]));
    return [...rows.filter((row) => !Number.isNaN(table.start[row])).reverse(), ...undated];
  }
  if (order === "place") return [...rows].sort((a, b) => comparePlaces(table.get("place", a), table.get("place", b)));
  if (order === "none") return [...rows].sort((a, b) => Number(!Number.isNaN(table.x[a])) - Number(!Number.isNaN(table.x[b])));
  return rows;
}

/** @param {string|null} a @param {string|null} b @returns {number} */
function comparePlaces(a, b) {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : Number(a > b);
}
