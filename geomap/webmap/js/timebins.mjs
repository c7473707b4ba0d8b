/**
 * The bars of the timeline: days sorted into bins and stacked by colour.
 */

import { joinDay, splitDay } from "./words.mjs";

/**
 * @typedef {{unit: "day"|"week"|"month"|"quarter"|"year", edges: number[]}} Scale `edges[i]` to `edges[i + 1]` is bin i
 */

const MOST_BINS = 160;

/**
 * Choose bins that cover two days and are not too many.
 * @param {number} first
 * @param {number} last
 * @returns {Scale}
 */
export function makeScale(first, last) {
  const span = last - first + 1;
  /** @type {["day"|"week"|"month"|"quarter"|"year", number][]} */
  const units = [["day", 1], ["week", 7], ["month", 30.44], ["quarter", 91.3], ["year", 365.25]];
  const [unit] = units.find(([, days]) => span / days <= MOST_BINS) || units[4];
  const edges = [startOf(first, unit)];
  while (edges[edges.length - 1] <= last) edges.push(nextOf(edges[edges.length - 1], unit));
  return { unit, edges };
}

/** @param {number} day @param {string} unit */
function startOf(day, unit) {
  if (unit === "day") return day;
  // 1970-01-01 was a Thursday; weeks start on Monday
  if (unit === "week") return day - ((((day + 3) % 7) + 7) % 7);
  const { year, month } = splitDay(day);
  if (unit === "month") return joinDay(year, month, 1);
  return joinDay(year, unit === "quarter" ? month - (month % 3) : 0, 1);
}

/** @param {number} edge @param {string} unit */
function nextOf(edge, unit) {
  if (unit === "day") return edge + 1;
  if (unit === "week") return edge + 7;
  const { year, month } = splitDay(edge);
  if (unit === "year") return joinDay(year + 1, 0, 1);
  return joinDay(year, month + (unit === "quarter" ? 3 : 1), 1);
}

/**
 * Find the bin of a day.
 * @param {Scale} scale
 * @param {number} day
 */
export function binOf(scale, day) {
  let low = 0;
  let high = scale.edges.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (scale.edges[middle] <= day) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Give the place of a day on the scale in bins: 2.5 is the middle of the third bin.
 * @param {Scale} scale
 * @param {number} day
 */
export function placeOf(scale, day) {
  const bin = binOf(scale, day);
  const { edges } = scale;
  return bin + Math.max(0, Math.min(1, (day - edges[bin]) / (edges[bin + 1] - edges[bin])));
}

/** How the days of an event are drawn: a bar, a pale bar, a bracket, or not at all. */
export const SHARP = 0;
export const PALE = 1;
export const RANGE = 2;
export const UNDATED = 3;

/**
 * What the timeline knows of every event: first bin, last bin, how it is drawn.
 * @typedef {{from: Int32Array, to: Int32Array, kind: Uint8Array}} Spans
 */

/**
 * Find the bins of all events, once: a day is a bar, a week, month or year a pale bar, a range over several bins a
 * bracket; one within a bin has no room for a bracket and is a pale bar.
 * @param {Scale} scale
 * @param {{size: number, start: Float64Array, end: Float64Array}} table
 * @param {(row: number) => string|null} precisionOf
 * @returns {Spans}
 */
export function findSpans(scale, { size, start, end }, precisionOf) {
  const from = new Int32Array(size);
  const to = new Int32Array(size);
  const kind = new Uint8Array(size);
  /** @type {Map<number, number>} */
  const known = new Map();
  const find = (/** @type {number} */ day) => {
    let bin = known.get(day);
    if (bin === undefined) known.set(day, (bin = binOf(scale, day)));
    return bin;
  };
  for (let row = 0; row < size; row += 1) {
    if (Number.isNaN(start[row])) {
      kind[row] = UNDATED;
      continue;
    }
    from[row] = find(start[row]);
    to[row] = end[row] === start[row] ? from[row] : find(end[row]);
    const precision = precisionOf(row);
    if (precision === "week" || precision === "month" || precision === "year") kind[row] = PALE;
    else if (end[row] !== start[row]) kind[row] = from[row] === to[row] ? PALE : RANGE;
  }
  return { from, to, kind };
}

/**
 * A bracket of the timeline: so many events of one colour with the same first and last bin, in a lane from the top.
 * @typedef {{row: number, from: number, to: number, slot: number, count: number, lane: number}} Bracket
 */

/** More brackets above each other would leave the bars no room; what they do not hold becomes pale bars. */
export const MOST_LANES = 3;
const MOST_BRACKETS = 60;

/**
 * Count the shown events into bins. A pale event over several bins is spread evenly.
 * @param {Spans} spans
 * @param {number} bins
 * @param {Uint8Array} fails
 * @param {number} dimension the filter that does not count
 * @param {Uint8Array} slots the colour of every row
 * @param {number} slotCount
 * @returns {{sharp: Float64Array, pale: Float64Array, brackets: Bracket[], undated: number, most: number}} bars by bin
 *   times slot
 */
export function countBins(spans, bins, fails, dimension, slots, slotCount) {
  const sharp = new Float64Array(bins * slotCount);
  const pale = new Float64Array(bins * slotCount);
  /** @type {Map<number, Bracket>} */
  const ranges = new Map();
  let undated = 0;
  for (let row = 0; row < fails.length; row += 1) {
    if ((fails[row] & ~dimension) !== 0) continue;
    const kind = spans.kind[row];
    if (kind === SHARP) sharp[spans.from[row] * slotCount + slots[row]] += 1;
    else if (kind === UNDATED) undated += 1;
    else if (kind === PALE) spread(pale, spans.from[row], spans.to[row], slots[row], slotCount, 1);
    else {
      const key = (spans.from[row] * bins + spans.to[row]) * slotCount + slots[row];
      const known = ranges.get(key);
      if (known) known.count += 1;
      else ranges.set(key, { row, from: spans.from[row], to: spans.to[row], slot: slots[row], count: 1, lane: 0 });
    }
  }
  const { brackets, rest } = layBrackets([...ranges.values()]);
  for (const { from, to, slot, count } of rest) spread(pale, from, to, slot, slotCount, count);
  let most = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    let sum = 0;
    for (let slot = 0; slot < slotCount; slot += 1) sum += sharp[bin * slotCount + slot] + pale[bin * slotCount + slot];
    if (sum > most) most = sum;
  }
  return { sharp, pale, brackets, undated, most };
}

/**
 * @param {Float64Array} counts
 * @param {number} from
 * @param {number} to
 * @param {number} slot
 * @param {number} slotCount
 * @param {number} count
 */
function spread(counts, from, to, slot, slotCount, count) {
  const share = count / (to - from + 1);
  for (let bin = from; bin <= to; bin += 1) counts[bin * slotCount + slot] += share;
}

/**
 * Lay brackets into lanes so that none touches another; all or, where they are too many, none.
 * @param {Bracket[]} ranges
 * @returns {{brackets: Bracket[], rest: Bracket[]}}
 */
export function layBrackets(ranges) {
  if (ranges.length > MOST_BRACKETS) return { brackets: [], rest: ranges };
  const ordered = [...ranges].sort((a, b) => a.from - b.from || b.to - a.to || a.slot - b.slot);
  /** @type {number[]} */
  const ends = [];
  for (const range of ordered) {
    let lane = ends.findIndex((end) => end < range.from);
    if (lane < 0) lane = ends.length;
    if (lane === MOST_LANES) return { brackets: [], rest: ranges };
    ends[lane] = range.to;
    range.lane = lane;
  }
  return { brackets: ordered, rest: [] };
}
