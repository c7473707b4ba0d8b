/**
 * Where an event was, in words, for the panel, the printed list and the clipboard.
 */

import { sayPlace } from "./words.mjs";

/**
 * Give the name of an event's country.
 * @param {any} model
 * @param {number} row
 * @returns {string|null}
 */
export function countryOf({ table, countryNames }, row) {
  const code = table.get("country", row);
  return code ? countryNames.get(code) || code : null;
}

/**
 * Say where an event was, no more precisely than it is known.
 * @param {any} model
 * @param {number} row
 * @returns {string}
 */
export function sayWhere(model, row) {
  const get = (/** @type {string} */ name) => model.table.get(name, row);
  return sayPlace({
    place: get("place"), precision: get("place_precision"), relation: get("place_relation"), admin1: get("admin1"),
    country: countryOf(model, row), radius: get("radius_km"), text: get("place_text"),
  });
}
