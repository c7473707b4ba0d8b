/**
 * The tip beside a mark that the pointer is on: what a click would open. Keyboards and fingers have the list instead.
 */

import { el, refill } from "./dom.mjs";
import { titleOf } from "./list.mjs";
import { makeSwatch } from "./tree.mjs";
import { sayCount, sayNumber, sayShortDate } from "./words.mjs";

/** So many actors of a pie are named. */
const NAMED = 5;

/** Pixels at the foot of the map that the credits may take. */
const FOOT = 46;

/**
 * Make the tip over a map.
 * @param {HTMLElement} container the map's element
 * @param {any} model
 * @returns {{show: (rows: number[], x: number, y: number) => void, hide: () => void}} x and y from the map's corner
 */
export function makeTip(container, model) {
  const node = el("div", { class: "gm-tip", hidden: true, "aria-hidden": "true" });
  container.append(node);
  /** @type {number[]|null} */
  let told = null;
  return {
    show(rows, x, y) {
      if (rows !== told) refill(node, ...(rows.length === 1 ? describeOne(model, rows[0]) : describeMany(model, rows)));
      told = rows;
      node.hidden = false;
      const left = x + 16 + node.offsetWidth > container.clientWidth ? x - 16 - node.offsetWidth : x + 16;
      const top = Math.min(y + 14, container.clientHeight - node.offsetHeight - FOOT);
      node.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
    },
    hide() {
      node.hidden = true;
    },
  };
}

/** @param {any} model @param {number} row @returns {Node[]} */
function describeOne({ table }, row) {
  const place = table.get("place", row);
  return [el("strong", { dir: "auto" }, titleOf(table, row)),
    el("span", { class: "gm-quiet" }, sayShortDate(table.start[row], table.end[row], table.get("date_precision", row)), place ? " · " : "", place ? el("bdi", {}, place) : null)];
}

/** @param {any} model @param {number[]} rows @returns {Node[]} */
function describeMany(model, rows) {
  const { table } = model;
  const codes = table.codes("actor");
  const words = table.words("actor");
  /** @type {Map<number, number>} */
  const sums = new Map();
  let weight = 0;
  for (const row of rows) {
    sums.set(codes[row], (sums.get(codes[row]) || 0) + table.weight[row]);
    weight += table.weight[row];
  }
  const ordered = [...sums].sort((a, b) => b[1] - a[1]);
  const rest = ordered.slice(NAMED);
  const heading = weight === rows.length ? sayCount(rows.length, "event") : `${sayCount(rows.length, "entry", "entries")} for ${sayCount(weight, "event")}`;
  return [el("strong", {}, heading),
    ...ordered.slice(0, NAMED).map(([code, sum]) => el("span", { class: "gm-tip-line" }, makeSwatch(model.toneOf(code)), el("bdi", {}, code < 0 ? "no actor named" : words[code]), el("span", { class: "gm-number" }, sayNumber(sum)))),
    ...(rest.length ? [el("span", { class: "gm-quiet" }, `and ${sayCount(rest.length, "other actor")}`)] : [])];
}
