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
  const confidence = table.numbers("confidence");
  const unknown = precisionWords.indexOf("unknown");
  const search = makeSearch(table);
  const fails = new Uint8Array(table.size);

  /**
   * @param {Choice} choice
   * @returns {{fails: Uint8Array, shown: number}}
   */
  const apply = (choice) => {
    const hiddenLeaves = markCodes(layers.leafCount, choice.layers);
    const hiddenTypes = markCodes(table.words("event_family").length, choice.types);
    const hiddenPrecisions = precisionWords.map((word, code) => choice.precisions.has(word) || (choice.placeless && code !== unknown));
    const hiddenStatuses = statusWords.map((word) => choice.statuses.has(word));
    const hiddenVouched = vouchedWords.map((word) => choice.vouched.has(word));
    const found = search(choice.text);
    let shown = 0;
    for (let row = 0; row < table.size; row += 1) {
      let bits = 0;
      if (hiddenLeaves[layers.leafOf[row]]) bits |= BY_LAYER;
      if (hiddenTypes[types[row]]) bits |= BY_TYPE;
      if (hiddenPrecisions[precisions[row]]) bits |= BY_PRECISION;
      if (hiddenVouched[vouched[row]]) bits |= BY_VOUCHED;
      if (hiddenStatuses[statuses[row]]) bits |= BY_STATUS;
      if (confidence[row] < choice.confidence) bits |= BY_TRUST;
      if (choice.range !== null && !isInRange(table.start[row], table.end[row], choice.range)) bits |= BY_DATE;
      if (found && !found[row]) bits |= BY_TEXT;
      fails[row] = bits;
      if (bits === 0) shown += 1;
    }
    return { fails, shown };
  };
  return { apply };
}

/** @param {number} size @param {Set<number>} codes @returns {Uint8Array} */
function markCodes(size, codes) {
  const marks = new Uint8Array(size);
  for (const code of codes) marks[code] = 1;
  return marks;
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
 * Count rows by code, of those that only the filter `dimension` may hide; rows without a code are left out.
 * @param {Uint8Array} fails
 * @param {Int32Array} codes
 * @param {number} size how many codes there are
 * @param {number} dimension
 * @returns {Int32Array}
 */
export function countByCode(fails, codes, size, dimension) {
  const counts = new Int32Array(size);
  for (let row = 0; row < codes.length; row += 1) if ((fails[row] & ~dimension) === 0 && codes[row] >= 0) counts[codes[row]] += 1;
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
  return PLAIN.test(text) ? text.toLowerCase() : text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase();
}

const PLAIN = /^[ -~\n]*$/;
const SEARCHED = ["title", "event_type", "actors", "actor", "target", "place", "place_text", "admin1", "quote", "source", "event_id"];

/**
 * Make the search: every word of a query has to stand in some field of an event. Each distinct text is folded and looked
 * through once, however many events share it.
 * @param {import("./table.mjs").Table} table
 * @returns {(query: string) => Uint8Array|null} what is found by row; null where nothing is asked
 */
function makeSearch(table) {
  /** @type {{texts: string[], codes: Int32Array|null}[]|null} */
  let columns = null;
  return (query) => {
    const needles = foldText(query).split(/\s+/).filter(Boolean);
    if (!needles.length) return null;
    columns ??= SEARCHED.map((name) => {
      const { texts, codes } = table.texts(name);
      return { texts: texts.map((text) => (text === null ? "" : foldText(String(text)))), codes };
    });
    const found = new Uint8Array(table.size).fill(1);
    for (const needle of needles) {
      const hits = new Uint8Array(table.size);
      for (const { texts, codes } of columns) markHits(hits, texts, codes, needle);
      for (let row = 0; row < found.length; row += 1) found[row] &= hits[row];
    }
    return found;
  };
}

/**
 * @param {Uint8Array} hits by row
 * @param {string[]} texts
 * @param {Int32Array|null} codes
 * @param {string} needle
 */
function markHits(hits, texts, codes, needle) {
  if (!codes) {
    for (let row = 0; row < hits.length; row += 1) if (texts[row].includes(needle)) hits[row] = 1;
    return;
  }
  const wanted = Uint8Array.from(texts, (text) => Number(text.includes(needle)));
  if (!wanted.includes(1)) return;
  for (let row = 0; row < hits.length; row += 1) if (codes[row] >= 0 && wanted[codes[row]]) hits[row] = 1;
}
