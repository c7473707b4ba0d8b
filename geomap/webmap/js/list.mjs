/**
 * The list of events: every shown event in order of time, with and without a place; only the rows in sight are made.
 */

import { el, refill } from "./dom.mjs";
import { makeSwatch } from "./tree.mjs";
import { sayCount, sayShortDate } from "./words.mjs";

/** Pixels of a row: where the list is narrow, titles take two lines. */
const HIGH_ROW = 72;
const LOW_ROW = 54;
const NARROW = 340;
const SPARE = 6;

/**
 * Make the list.
 * @param {any} model
 * @param {(row: number) => void} open
 * @param {() => void} onSort
 * @returns {{node: HTMLElement, update: () => void, focusRow: (row: number) => void, order: () => string,
 *   sortBy: (how: string) => void}}
 */
export function makeList(model, open, onSort) {
  const { table } = model;
  /** @type {number[]} */
  let rows = [];
  let order = "time";
  let high = HIGH_ROW;
  const inner = el("ol", { class: "gm-list-rows" });
  const scroller = el("div", { class: "gm-list", tabindex: "-1", on: { scroll: () => render() } }, inner);
  const sort = el("select", { class: "gm-select", "aria-label": "Order of the list", on: { change: () => sortBy(sort.value) } },
    ...Object.entries(ORDERS).map(([value, { label }]) => el("option", { value }, label)));
  const said = el("span", { class: "gm-quiet" });
  const node = el("div", { class: "gm-list-box" }, el("div", { class: "gm-section-head gm-list-head" }, said, sort), scroller);

  const update = () => {
    rows = ORDERS[order].sort(model.orderedRows(), table);
    said.textContent = sayCount(rows.length, "event");
    render();
  };
  const render = () => {
    high = scroller.clientWidth > NARROW ? LOW_ROW : HIGH_ROW;
    inner.style.height = `${rows.length * high}px`;
    const first = Math.max(0, Math.floor(scroller.scrollTop / high) - SPARE);
    const last = Math.min(rows.length, Math.ceil((scroller.scrollTop + (scroller.clientHeight || 600)) / high) + SPARE);
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
        focus: () => model.point([row]),
        blur: () => model.point([]),
        mouseenter: () => model.point([row]),
        mouseleave: () => model.point([]),
        keydown: (/** @type {KeyboardEvent} */ event) => move(event, position),
      },
    }, makeSwatch(model.toneOf(table.codes("actor")[row])),
    el("span", { class: "gm-item-text" },
      el("bdi", { class: "gm-item-title" }, titleOf(table, row)),
      el("span", { class: "gm-quiet gm-item-line" }, ...sayDoubts(table, row).map((words) => el("em", {}, `${words} · `)), sayShortDate(table.start[row], table.end[row], table.get("date_precision", row)), " · ", el("bdi", {}, place || "a place without a name"))));
    return el("li", { "data-row": row, "aria-setsize": rows.length, "aria-posinset": position + 1, style: { top: `${position * high}px`, height: `${high}px` }, class: model.pointed.includes(row) ? "gm-lit" : "" }, button);
  };
  /** @param {KeyboardEvent} event @param {number} position */
  const move = (event, position) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -rows.length, End: rows.length }[event.key];
    if (!step) return;
    event.preventDefault();
    focusRow(rows[Math.max(0, Math.min(rows.length - 1, position + step))]);
  };
  const scrollTo = (/** @type {number} */ position) => {
    const top = position * high;
    if (position < 0) return;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    if (top + high > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + high - scroller.clientHeight;
  };
  const focusRow = (/** @type {number} */ row) => {
    const position = rows.indexOf(row);
    if (position < 0) return;
    scrollTo(position);
    render();
    inner.querySelector(`[data-row="${row}"] button`)?.focus({ preventScroll: true });
  };
  model.on("point", (/** @type {number[]} */ pointed) => {
    if (!scroller.clientHeight) return;
    const lit = new Set(pointed);
    for (const item of inner.children) item.classList.toggle("gm-lit", lit.has(Number(item.getAttribute("data-row"))));
  });
  model.on("select", (/** @type {number} */ row) => {
    if (!scroller.clientHeight) return;
    if (row >= 0) scrollTo(rows.indexOf(row));
    render();
  });
  new ResizeObserver(() => render()).observe(scroller);
  const sortBy = (/** @type {string} */ how) => {
    if (!Object.hasOwn(ORDERS, how)) return;
    sort.value = order = how;
    update();
    scroller.scrollTop = 0;
    onSort();
  };
  return { node, update, focusRow, order: () => order, sortBy };
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

/**
 * Say in single words what the reader should know before believing an event.
 * @param {import("./table.mjs").Table} table
 * @param {number} row
 * @returns {string[]}
 */
function sayDoubts(table, row) {
  const assertion = table.get("assertion", row);
  return [...(["claimed", "denied", "contested"].includes(assertion) ? [assertion] : []), ...(table.get("confidence", row) < 0.5 ? ["uncertain"] : [])];
}

/**
 * The orders of the list; each sorts rows that come in the order of time, undated ones last.
 * @type {Record<string, {label: string, sort: (rows: number[], table: import("./table.mjs").Table) => number[]}>}
 */
const ORDERS = {
  time: { label: "oldest first", sort: (rows) => rows },
  late: { label: "newest first", sort: (rows, { start }) => [...rows.filter((row) => !Number.isNaN(start[row])).reverse(), ...rows.filter((row) => Number.isNaN(start[row]))] },
  place: { label: "by place", sort: (rows, table) => sortBy(rows, table.words("place"), table.codes("place")) },
  actor: { label: "by actor", sort: (rows, table) => sortBy(rows, table.words("actor"), table.codes("actor")) },
  type: { label: "by type", sort: (rows, table) => sortBy(rows, table.words("event_family"), table.codes("event_family")) },
  count: { label: "largest number first", sort: (rows, { weight }) => [...rows].sort((a, b) => weight[b] - weight[a]) },
  killed: { label: "most killed first", sort: (rows, table) => sortDown(rows, table.numbers("killed_max"), table.numbers("killed_min")) },
  doubt: { label: "least certain first", sort: (rows, table) => sortDown(rows, table.numbers("confidence").map((value) => 1 - value)) },
  none: { label: "without a place first", sort: (rows, { x }) => [...rows.filter((row) => Number.isNaN(x[row])), ...rows.filter((row) => !Number.isNaN(x[row]))] },
};

/**
 * Sort by words, those without one last.
 * @param {number[]} rows
 * @param {string[]} words
 * @param {Int32Array} codes
 */
function sortBy(rows, words, codes) {
  const places = new Map(words.map((word, code) => ({ word: String(word), code })).sort((a, b) => COLLATOR.compare(a.word, b.word)).map(({ code }, place) => [code, place]));
  const placeOf = Float64Array.from(codes, (code) => places.get(code) ?? Infinity);
  return [...rows].sort((a, b) => (placeOf[a] === placeOf[b] ? 0 : placeOf[a] - placeOf[b]));
}

const COLLATOR = new Intl.Collator("en");

/**
 * Sort by the first of several numbers that is known, the highest first, rows without any last.
 * @param {number[]} rows
 * @param {...Float64Array} columns
 */
function sortDown(rows, ...columns) {
  const value = (/** @type {number} */ row) => columns.map((column) => column[row]).find((number) => !Number.isNaN(number)) ?? -1;
  return [...rows].sort((a, b) => value(b) - value(a));
}
