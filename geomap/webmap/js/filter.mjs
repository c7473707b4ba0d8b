/**
 * Which events are shown, and how many each choice would show: all filters in one pass over the rows.
 */

/**
 * What the reader has chosen. Codes in `layers` are leaves; in the others they are codes of the column's dictionary.
 * `range` is null for any date (and none), two days, or "none" for events without a date.
 * @typedef {{layers: Set<number>, types: Set<number>, precisions: Set<string>, vouched: Set<string>, statuses: Set<string>, confidence: number,
 *   text: string, range: null|number[]|"none", placeless: boolean}} Choice
 */

export const BY_LAYER = 1;
export const BY_TYPE = 2;
export const BY_PRECISION = 4;
export const BY_TEXT = 8;
export const BY_DATE = 16;
export const BY_TRUST = 32;
export const BY_VOUCHED = 64;
export const BY_STATUS = 128;

/** @returns {Choice} a choice that hides nothing */
export function chooseAll() {
  return {
    layers: new Set(), types: new Set(), precisions: new Set(), vouched: new Set(), statuses: new Set(),
    confidence: 0, text: "", range: null, placeless: false,
  };
}

/** @param {Choice} choice @returns {boolean} */
export function hidesSomething(choice) {
  return Boolean(
    choice.layers.size || choice.types.size || choice.precisions.size || choice.vouched.size || choice.statuses.size ||
    choice.confidence || choice.text.trim() || choice.range || choice.placeless,
  );
}

/**
 * Make the filter of a table.
 * @param {import("./table.mjs").Table} table
 * @param {import("./layers.mjs").Layers} layers
 */
export function makeFilter(table, layers) {
  const types = table.codes("event_family");
  const precisions = table.codes("place_precision");
  const precisionWords = table.words("place_precision");
  const vouched = table.codes("assertion");
  const vouchedWords = table.words("assertion");
  const statuses = table.codes("status");
  const statusWords = table.words("status");
  const confidence = Float64Array.from({ length: table.size }, (_, row) => table.get("confidence", row) ?? 1);
  /** @type {string[]|null} */
  let haystack = null;
  const fails = new Uint8Array(table.size);

  /**
   * @param {Choice} choice
   * @returns {{fails: Uint8Array, shown: number}}
   */
  const apply = (choice) => {
    const needles = foldText(choice.text).split(/\s+/).filter(Boolean);
    if (needles.length && !haystack) haystack = makeHaystack(table);
    const hiddenPrecisions = precisionWords.map((word) => choice.precisions.has(word));
    const unknown = precisionWords.indexOf("unknown");
    const hiddenStatuses = statusWords.map((word) => choice.statuses.has(word));
    const hiddenVouched = vouchedWords.map((word) => choice.vouched.has(word));
    let shown = 0;
    for (let row = 0; row < table.size; row += 1) {
      let bits = 0;
      if (choice.layers.has(layers.leafOf[row])) bits |= BY_LAYER;
      if (choice.types.has(types[row])) bits |= BY_TYPE;
      if (hiddenPrecisions[precisions[row]] || (choice.placeless && precisions[row] !== unknown)) bits |= BY_PRECISION;
      if (hiddenVouched[vouched[row]]) bits |= BY_VOUCHED;
      if (hiddenStatuses[statuses[row]]) bits |= BY_STATUS;
      if (confidence[row] < choice.confidence) bits |= BY_TRUST;
      if (choice.range !== null && !isInRange(table.start[row], table.end[row], choice.range)) bits |= BY_DATE;
      if (haystack && needles.length) {
        const text = haystack[row];
        if (!needles.every((needle) => text.includes(needle))) bits |= BY_TEXT;
      }
      fails[row] = bits;
      if (bits === 0) shown += 1;
    }
    return { fails, shown };
  };
  return { apply };
}

/**
 * Tell whether an event's days meet a range; an event without a date meets only "none".
 * @param {number} start
 * @param {number} end
 * @param {number[]|"none"} range
 */
export function isInRange(start, end, range) {
  if (range === "none") return Number.isNaN(start);
  return start <= range[1] && end >= range[0];
}

/**
 * Count rows by code, of those that only the filter `dimension` may hide.
 * @param {Uint8Array} fails
 * @param {Int32Array} codes
 * @param {number} dimension
 * @returns {Map<number, number>}
 */
export function countByCode(fails, codes, dimension) {
  const counts = new Map();
  for (let row = 0; row < codes.length; row += 1) {
    if ((fails[row] & ~dimension) === 0) counts.set(codes[row], (counts.get(codes[row]) || 0) + 1);
  }
  return counts;
}

/**
 * Count rows by leaf, of those that only the layers may hide.
 * @param {Uint8Array} fails
 * @param {import("./layers.mjs").Layers} layers
 * @returns {Int32Array}
 */
export function countByLeaf(fails, layers) {
  const counts = new Int32Array(layers.leafCount);
  for (let row = 0; row < fails.length; row += 1) if ((fails[row] & ~BY_LAYER) === 0) counts[layers.leafOf[row]] += 1;
  return counts;
}

/**
 * Fold a text for searching: without case and marks.
 * @param {string} text
 */
export function foldText(text) {
  return text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
}

/**
 * Join what can be searched of every event.
 * @param {import("./table.mjs").Table} table
 */
function makeHaystack(table) {
  const columns = ["title", "event_type", "actors", "actor", "target", "place", "place_text", "admin1", "quote", "source", "event_id"];
  return Array.from({ length: table.size }, (_, row) => foldText(columns.map((name) => table.get(name, row) || "").join(" \n ")));
}
