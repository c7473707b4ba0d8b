/**
 * The events as a table of columns, with what is worked out once: places on the unit square, layers, searchable text.
 */

import { toUnitX, toUnitY } from "./project.mjs";

/**
 * `texts` gives a column's texts without sorting them: by code, or by row where `codes` is null.
 * @typedef {{size: number, get: (name: string, row: number) => any, words: (name: string) => any[],
 *   codes: (name: string) => Int32Array, texts: (name: string) => {texts: any[], codes: Int32Array|null},
 *   numbers: (name: string) => Float64Array, x: Float64Array, y: Float64Array, weight: Float64Array,
 *   start: Float64Array, end: Float64Array, area: Int32Array}} Table
 */

/**
 * Make the table of a payload's columns.
 * @param {{size: number, columns: Record<string, any>}} payload
 * @returns {Table}
 */
export function makeTable({ size, columns }) {
  const get = (/** @type {string} */ name, /** @type {number} */ row) => {
    const column = columns[name];
    if ("v" in column) return column.v[row];
    if ("w" in column) return column.i[row] < 0 ? null : column.w[column.i[row]];
    return column.c;
  };
  const numbers = (/** @type {string} */ name) => {
    const column = columns[name];
    const values = new Float64Array(size);
    if (!("v" in column)) return values.fill(column.c ?? NaN);
    for (let row = 0; row < size; row += 1) values[row] = column.v[row] ?? NaN;
    return values;
  };
  const latitude = numbers("latitude");
  const longitude = numbers("longitude");
  const start = numbers("date_start");
  const end = numbers("date_end");
  for (let row = 0; row < size; row += 1) {
    if (Number.isNaN(end[row]) || end[row] < start[row]) end[row] = start[row];
  }
  const texts = (/** @type {string} */ name) => ("v" in columns[name] ? { texts: columns[name].v, codes: null } : { texts: words(name), codes: codes(name) });
  const { words, codes } = makeDictionaries(columns, size);
  return {
    size,
    get,
    words,
    codes,
    texts,
    numbers,
    x: longitude.map((value) => toUnitX(value)),
    y: latitude.map((value) => toUnitY(value)),
    weight: numbers("count").map((value) => (value > 0 ? value : 1)),
    start,
    end,
    area: Int32Array.from(numbers("area")),
  };
}

/**
 * Give every column as words and codes, made when first asked for.
 * @param {Record<string, any>} columns
 * @param {number} size
 */
function makeDictionaries(columns, size) {
  /** @type {Map<string, {words: any[], codes: Int32Array}>} */
  const made = new Map();
  const dictionary = (/** @type {string} */ name) => {
    const known = made.get(name);
    if (known) return known;
    const column = columns[name];
    let result;
    if ("w" in column) result = { words: column.w, codes: Int32Array.from(column.i) };
    else if ("c" in column) {
      const none = column.c === null;
      result = { words: none ? [] : [column.c], codes: new Int32Array(size).fill(none ? -1 : 0) };
    } else {
      const words = [...new Set(column.v)].filter((v) => v !== null).sort();
      const places = new Map(words.map((word, place) => [word, place]));
      result = { words, codes: Int32Array.from(column.v, (/** @type {any} */ v) => (v === null ? -1 : places.get(v) ?? -1)) };
    }
    made.set(name, result);
    return result;
  };
  return {
    words: (/** @type {string} */ name) => dictionary(name).words,
    codes: (/** @type {string} */ name) => dictionary(name).codes,
  };
}
