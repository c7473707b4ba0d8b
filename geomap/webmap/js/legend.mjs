/**
 * How to read the map: the kinds of marks that it has, in words. The filters above it name the actors and the types.
 */

import { el } from "./dom.mjs";
import { makeKey } from "./icons.mjs";

/** @type {[string, string][]} */
const WORDS = [
  ["exact", "An exact place or a town. The outline tells the type of event."],
  ["near", "Near or between the places that are named: somewhere within the dashed ring."],
  ["area", "No more is known than the country, province or district. The number counts events."],
  ["pie", "Several events close together, by actor. A click lists them, zooming in parts them."],
  ["vague", "The same, and for some of them only the area is known."],
  ["doubt", "Uncertain: the place is less than half sure."],
];

/**
 * Find the kinds of marks that these events can have.
 * @param {any} model
 * @returns {Set<string>}
 */
export function findKeys({ table, marker }) {
  const keys = new Set();
  const within = table.words("place_relation").indexOf("in");
  const relations = table.codes("place_relation");
  const confidence = table.numbers("confidence");
  let placed = 0;
  for (let row = 0; row < table.size; row += 1) {
    if (Number.isNaN(table.x[row])) continue;
    placed += 1;
    if (marker.groupOf[row] >= 0) keys.add("area");
    else keys.add(relations[row] === within ? "exact" : "near");
    if (confidence[row] < 0.5) keys.add("doubt");
  }
  if (placed > 1) keys.add("pie");
  if (placed > 1 && keys.has("area")) keys.add("vague");
  return keys;
}

/**
 * Make the list of the kinds of marks.
 * @param {any} model
 * @returns {HTMLElement|null} null for a map without marks
 */
export function makeKeys(model) {
  const keys = findKeys(model);
  const entries = WORDS.filter(([key]) => keys.has(key));
  return entries.length ? el("ul", { class: "gm-key" }, ...entries.map(([key, words]) => el("li", {}, makeKey(model, key), el("span", {}, words)))) : null;
}

/**
 * Make the section that explains the map.
 * @param {any} model
 * @returns {HTMLElement}
 */
export function makeLegend(model) {
  const keys = makeKeys(model);
  return el("section", { class: "gm-section", "aria-label": "How to read the map", hidden: keys === null },
    el("div", { class: "gm-section-head" }, el("h2", {}, "How to read the map")), keys);
}
