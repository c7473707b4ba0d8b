/**
 * The tree of layers: outer groups with inner ones below, each with a checkbox, a number and "only".
 */

import { countByLeaf } from "./filter.mjs";
import { el, refill } from "./dom.mjs";
import { sayNumber } from "./words.mjs";

/** So many groups are listed before the reader asks for the rest. */
const FIRST_GROUPS = 30;
/** From so many groups on, the tree has a search field. */
const SEARCH_FROM = 12;
const TITLES = /** @type {Record<string, string>} */ ({ actor: "Actors", period: "Periods", type: "Types of event", country: "Countries" });

/**
 * Make the tree.
 * @param {any} model
 * @returns {{node: HTMLElement, update: () => void}}
 */
export function makeTree(model) {
  const { layers, payload } = model;
  if (!layers.groups.length) return { node: el("p", { class: "gm-section gm-quiet" }, "There are no events on this map."), update: () => {} };
  const list = el("ul", { class: "gm-tree" });
  const more = el("button", { type: "button", class: "gm-link", on: { click: () => { shown = layers.groups.length; fill(); } } });
  const search = el("input", { type: "search", class: "gm-input", placeholder: `Find in ${layers.groups.length} layers`, "aria-label": "Find a layer", on: { input: () => fill() } });
  const all = el("button", { type: "button", class: "gm-link", on: { click: () => model.choose({ layers: new Set() }) } }, "all");
  const none = el("button", { type: "button", class: "gm-link", on: { click: () => model.choose({ layers: allLeaves(layers) }) } }, "none");
  const node = el("section", { class: "gm-section", "aria-label": "Layers" },
    el("div", { class: "gm-section-head" }, el("h2", {}, TITLES[payload.groupBy[0]] || "Layers"), el("span", { class: "gm-pair" }, all, none)),
    layers.groups.length >= SEARCH_FROM ? search : null, list, more);
  let shown = FIRST_GROUPS;
  /** @type {{update: (counts: Int32Array, off: Set<number>) => void}[]} */
  let rows = [];

  const fill = () => {
    const wanted = search.value.trim().toLowerCase();
    const matching = layers.groups.filter((/** @type {any} */ g) => !wanted || g.label.toLowerCase().includes(wanted));
    rows = matching.slice(0, wanted ? 200 : shown).map((/** @type {any} */ group) => makeGroup(model, group));
    refill(list, ...rows.map((/** @type {any} */ row) => row.node));
    const rest = matching.length - rows.length;
    more.hidden = rest <= 0;
    more.textContent = `Show ${sayNumber(rest)} more`;
    update();
  };
  const update = () => {
    const counts = countByLeaf(model.fails(), layers);
    for (const row of rows) row.update(counts, model.choice().layers);
  };
  fill();
  return { node, update };
}

/** @param {import("./layers.mjs").Layers} layers @returns {Set<number>} */
function allLeaves(layers) {
  return new Set(Array.from({ length: layers.leafCount }, (_, leaf) => leaf));
}

/**
 * Make one group with its checkbox and, when unfolded, its children.
 * @param {any} model
 * @param {import("./layers.mjs").Group} group
 */
function makeGroup(model, group) {
  const inside = el("ul", { hidden: true });
  /** @type {any[]} */
  let children = [];
  const toggle = el("button", {
    type: "button", class: "gm-fold", "aria-expanded": "false", "aria-label": `Show what is in ${group.label}`,
    on: { click: () => unfold(toggle.getAttribute("aria-expanded") !== "true") },
  });
  if (!group.children.length) toggle.style.visibility = "hidden";
  let counts = new Int32Array(0);
  let off = new Set();
  const unfold = (/** @type {boolean} */ open) => {
    toggle.setAttribute("aria-expanded", String(open));
    inside.hidden = !open;
    if (open && !children.length) {
      children = group.children.map((child) => makeRow(model, child.label, [child.leaf], null));
      refill(inside, ...children.map((child) => el("li", {}, child.node)));
      for (const child of children) child.update(counts, off);
    }
  };
  const swatch = group.actor > -2 ? makeSwatch(model.toneOf(group.actor)) : null;
  const row = makeRow(model, group.label, group.leaves, swatch, toggle);
  return {
    node: el("li", {}, row.node, inside),
    update(/** @type {Int32Array} */ newCounts, /** @type {Set<number>} */ newOff) {
      counts = newCounts;
      off = newOff;
      row.update(counts, off);
      for (const child of children) child.update(counts, off);
    },
  };
}

/** @param {{light: string, dark: string}} tones @returns {HTMLElement} */
export function makeSwatch({ light, dark }) {
  return el("span", { class: "gm-swatch", style: { "--light": light, "--dark": dark } });
}

/**
 * Make the row of a group or child: checkbox, name, number, "only".
 * @param {any} model
 * @param {string} label
 * @param {number[]} leaves
 * @param {HTMLElement|null} swatch
 * @param {HTMLElement|null} [toggle]
 */
function makeRow(model, label, leaves, swatch, toggle = null) {
  const box = el("input", { type: "checkbox", on: { change: () => switchLeaves(model, leaves, box.checked) } });
  const number = el("span", { class: "gm-number" });
  const only = el("button", {
    type: "button", class: "gm-only", "aria-label": `Show only ${label}`,
    on: { click: () => showOnly(model, leaves) },
  }, "only");
  const node = el("div", { class: "gm-row" }, toggle,
    el("label", {}, box, swatch, el("bdi", { class: "gm-name", title: label }, label)), only, number);
  return {
    node,
    update(/** @type {Int32Array} */ counts, /** @type {Set<number>} */ off) {
      const hidden = leaves.filter((leaf) => off.has(leaf)).length;
      box.checked = hidden === 0;
      box.indeterminate = hidden > 0 && hidden < leaves.length;
      const sum = leaves.reduce((total, leaf) => total + counts[leaf], 0);
      number.textContent = sayNumber(sum);
      node.classList.toggle("gm-empty", sum === 0);
    },
  };
}

/** @param {any} model @param {number[]} leaves @param {boolean} on */
function switchLeaves(model, leaves, on) {
  const off = new Set(model.choice().layers);
  for (const leaf of leaves) {
    if (on) off.delete(leaf);
    else off.add(leaf);
  }
  model.choose({ layers: off });
}

/** @param {any} model @param {number[]} leaves */
function showOnly(model, leaves) {
  const off = allLeaves(model.layers);
  for (const leaf of leaves) off.delete(leaf);
  const before = model.choice().layers;
  const same = before.size === off.size && leaves.every((leaf) => !before.has(leaf));
  // "only" a second time brings everything back
  model.choose({ layers: same ? new Set() : off });
}
