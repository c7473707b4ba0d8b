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
 * Count events into bins. An event whose days fill several bins is spread evenly and counted as wide.
 * @param {Scale} scale
 * @param {{start: Float64Array, end: Float64Array}} table
 * @param {Uint8Array} fails
 * @param {number} dimension the filter that does not count
 * @param {Uint8Array} slots the colour of every row
 * @param {number} slotCount
 * @returns {{sharp: Float64Array, wide: Float64Array, undated: number, most: number}} by bin times slot
 */
export function countBins(scale, table, fails, dimension, slots, slotCount) {
  const bins = scale.edges.length - 1;
  const sharp = new Float64Array(bins * slotCount);
  const wide = new Float64Array(bins * slotCount);
  let undated = 0;
  for (let row = 0; row < fails.length; row += 1) {
    if ((fails[row] & ~dimension) !== 0) continue;
    if (Number.isNaN(table.start[row])) {
      undated += 1;
      continue;
    }
    const from = binOf(scale, table.start[row]);
    const to = table.end[row] === table.start[row] ? from : binOf(scale, table.end[row]);
    if (from === to) sharp[from * slotCount + slots[row]] += 1;
    else for (let bin = from; bin <= to; bin += 1) wide[bin * slotCount + slots[row]] += 1 / (to - from + 1);
  }
  let most = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    let sum = 0;
    for (let slot = 0; slot < slotCount; slot += 1) sum += sharp[bin * slotCount + slot] + wide[bin * slotCount + slot];
    if (sum > most) most = sum;
  }
  return { sharp, wide, undated, most };
}
