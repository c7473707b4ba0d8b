/**
 * The layers of the map: events grouped by one or two things, each leaf a layer that can be switched.
 */

import { joinDay, sayDay, sayMonth, splitDay } from "./words.mjs";

/**
 * @typedef {{label: string, leaves: number[], children: {label: string, leaf: number}[], actor: number, size: number}} Group
 * @typedef {{groups: Group[], leafOf: Int32Array, leafCount: number, groupOf: Int32Array}} Layers
 */

/**
 * Choose the finest period of which there are not too many.
 * @param {number} first day
 * @param {number} last day
 * @returns {"day"|"month"|"year"}
 */
export function choosePeriod(first, last) {
  if (last - first <= 31) return "day";
  return last - first <= 366 * 2 ? "month" : "year";
}

/**
 * Give the first day of the period that a day is in.
 * @param {number} days
 * @param {"day"|"month"|"year"} period
 */
export function startOfPeriod(days, period) {
  if (period === "day") return days;
  const { year, month } = splitDay(days);
  return joinDay(year, period === "month" ? month : 0, 1);
}

/**
 * Give the labels and the code of every row for one level of grouping.
 * @param {string} level
 * @param {import("./table.mjs").Table} table
 * @param {Map<string, string>} countryNames
 * @returns {{codes: Int32Array, label: (code: number) => string, chronological: boolean}}
 */
function readLevel(level, table, countryNames) {
  if (level === "period") return readPeriods(table);
  const column = { actor: "actor", type: "event_family", country: "country" }[level] || "actor";
  const none = { actor: "no actor named", type: "other", country: "no country" }[level] || "none";
  const words = table.words(column);
  const name = (/** @type {number} */ code) => (column === "country" ? countryNames.get(words[code]) || words[code] : words[code]);
  return { codes: table.codes(column), label: (code) => (code < 0 ? none : name(code)), chronological: false };
}

/** @param {import("./table.mjs").Table} table */
function readPeriods(table) {
  let first = Infinity;
  let last = -Infinity;
  for (const day of table.start) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  const period = choosePeriod(first, last);
  const codes = new Int32Array(table.size).fill(-1);
  /** @type {Map<number, number>} */
  const seen = new Map();
  for (let row = 0; row < table.size; row += 1) {
    if (Number.isNaN(table.start[row])) continue;
    // whole years are cheap to tell apart, and a table of 100,000 events has few days
    let code = seen.get(table.start[row]);
    if (code === undefined) {
      code = startOfPeriod(table.start[row], period);
      seen.set(table.start[row], code);
    }
    codes[row] = code;
  }
  const say = period === "day" ? sayDay : period === "month" ? sayMonth : (/** @type {number} */ days) => String(splitDay(days).year);
  // a day before 1970 is negative too, so "no date" is told by the lowest number there is
  for (let row = 0; row < table.size; row += 1) if (Number.isNaN(table.start[row])) codes[row] = NO_DATE;
  return { codes, label: (/** @type {number} */ code) => (code === NO_DATE ? "no date" : say(code)), chronological: true };
}

const NO_DATE = -2147483648;

/**
 * Group the events.
 * @param {string[]} levels
 * @param {import("./table.mjs").Table} table
 * @param {Map<string, string>} countryNames
 * @returns {Layers}
 */
export function makeLayers(levels, table, countryNames) {
  const outer = readLevel(levels[0], table, countryNames);
  const inner = levels.length > 1 ? readLevel(levels[1], table, countryNames) : null;
  /** @type {Map<number, {size: number, inner: Map<number, number>}>} */
  const counts = new Map();
  for (let row = 0; row < table.size; row += 1) {
    let entry = counts.get(outer.codes[row]);
    if (!entry) counts.set(outer.codes[row], (entry = { size: 0, inner: new Map() }));
    entry.size += 1;
    const code = inner ? inner.codes[row] : 0;
    entry.inner.set(code, (entry.inner.get(code) || 0) + 1);
  }
  /** @type {Map<number, Map<number, number>>} */
  const leafNumbers = new Map();
  const groupNumbers = new Map();
  let leafCount = 0;
  const groups = sortCodes([...counts].map(([code, entry]) => [code, entry.size]), outer).map((code, number) => {
    const entry = /** @type {{size: number, inner: Map<number, number>}} */ (counts.get(code));
    const numbers = new Map();
    leafNumbers.set(code, numbers);
    groupNumbers.set(code, number);
    const children = sortCodes([...entry.inner], inner).map((innerCode) => {
      numbers.set(innerCode, leafCount);
      leafCount += 1;
      return { label: inner ? inner.label(innerCode) : "", leaf: leafCount - 1 };
    });
    return { label: outer.label(code), leaves: children.map((c) => c.leaf), children: inner ? children : [], actor: levels[0] === "actor" ? code : -2, size: entry.size };
  });
  const leafOf = new Int32Array(table.size);
  const groupOf = new Int32Array(table.size);
  for (let row = 0; row < table.size; row += 1) {
    const numbers = /** @type {Map<number, number>} */ (leafNumbers.get(outer.codes[row]));
    leafOf[row] = /** @type {number} */ (numbers.get(inner ? inner.codes[row] : 0));
    groupOf[row] = groupNumbers.get(outer.codes[row]);
  }
  return { groups, leafOf, leafCount, groupOf };
}

/**
 * Order codes: periods newest first, others by number of events, then name; "none" comes last.
 * @param {number[][]} counted pairs of code and number of events
 * @param {{label: (code: number) => string, chronological: boolean}|null} level
 */
function sortCodes(counted, level) {
  if (!level) return counted.map(([code]) => code);
  const order = level.chronological
    ? (/** @type {number[]} */ a, /** @type {number[]} */ b) => b[0] - a[0]
    : (/** @type {number[]} */ a, /** @type {number[]} */ b) =>
        Number(a[0] < 0) - Number(b[0] < 0) || b[1] - a[1] || (level.label(a[0]) < level.label(b[0]) ? -1 : 1);
  return counted.sort(order).map(([code]) => code);
}
