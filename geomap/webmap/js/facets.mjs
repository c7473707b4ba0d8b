/**
 * The other filters: type of event with its shape, precision of the place, who vouches for it, confidence.
 */

import { BY_PRECISION, BY_STATUS, BY_TYPE, BY_VOUCHED, countByCode } from "./filter.mjs";
import { el } from "./dom.mjs";
import { makeIcon, makePrecisionIcon } from "./icons.mjs";
import { PRECISIONS, sayNumber } from "./words.mjs";

const VOUCHED = [["asserted", "told as fact"], ["claimed", "claimed"], ["denied", "denied"], ["contested", "contested"]];
const STATUSES = [["found", "not checked"], ["corrected", "corrected by a person"], ["confirmed", "confirmed by a person"]];

/**
 * Make the sections of filters.
 * @param {any} model
 * @returns {{nodes: HTMLElement[], update: () => void}}
 */
export function makeFacets(model) {
  const { table } = model;
  const families = table.words("event_family");
  const types = makeSection(model, "Types", "types", families.map((/** @type {string} */ word, /** @type {number} */ code) => ({ key: code, code, label: word, icon: makeIcon(model, word) })), "event_family", BY_TYPE);
  const precisions = makeSection(model, "Place is known to", "precisions", codesOf(PRECISIONS, table.words("place_precision"), (word) => makePrecisionIcon(model, word)), "place_precision", BY_PRECISION);
  const vouched = makeSection(model, "The text says it is", "vouched", codesOf(VOUCHED, table.words("assertion")), "assertion", BY_VOUCHED);
  const statuses = makeSection(model, "Checked", "statuses", codesOf(STATUSES, table.words("status")), "status", BY_STATUS);
  const trust = makeTrust(model);
  const sections = [types, precisions, vouched, statuses].filter((section) => section.size > 1);
  return {
    nodes: [...sections.map((s) => s.node), ...(trust ? [trust.node] : [])],
    update() {
      for (const section of sections) section.update();
      if (trust) trust.update();
    },
  };
}

/**
 * @param {string[][]} known
 * @param {string[]} words
 * @param {(word: string) => HTMLElement|null} [icon]
 */
function codesOf(known, words, icon = () => null) {
  const labels = new Map(/** @type {[string, string][]} */ (known));
  const order = [...known.map(([word]) => word).filter((word) => words.includes(word)), ...words.filter((word) => !labels.has(word))];
  return order.map((word) => ({ key: word, code: words.indexOf(word), label: labels.get(word) || word, icon: icon(word) }));
}

/**
 * @param {any} model
 * @param {string} title
 * @param {"types"|"precisions"|"vouched"|"statuses"} name of the choice
 * @param {{key: any, code: number, label: string, icon: HTMLElement|null}[]} options
 * @param {string} column
 * @param {number} dimension
 */
function makeSection(model, title, name, options, column, dimension) {
  const rows = options.map((option) => {
    const box = el("input", { type: "checkbox", on: { change: () => {
      const off = new Set(model.choice()[name]);
      if (box.checked) off.delete(option.key);
      else off.add(option.key);
      model.choose({ [name]: off });
    } } });
    const number = el("span", { class: "gm-number" });
    const only = el("button", { type: "button", class: "gm-only", "aria-label": `Show only ${option.label}`, on: { click: () => {
      const others = options.map((o) => o.key).filter((key) => key !== option.key);
      const before = model.choice()[name];
      const same = before.size === others.length && !before.has(option.key);
      model.choose({ [name]: new Set(same ? [] : others) });
    } } }, "only");
    const node = el("li", {}, el("div", { class: "gm-row" }, el("label", {}, box, option.icon, el("bdi", { class: "gm-name", title: option.label }, option.label)), only, number));
    return { node, box, number, option };
  });
  const codes = model.table.codes(column);
  return {
    size: options.length,
    node: el("section", { class: "gm-section", "aria-label": title }, el("div", { class: "gm-section-head" }, el("h2", {}, title)), el("ul", { class: "gm-tree" }, ...rows.map((row) => row.node))),
    update() {
      const counts = countByCode(model.fails(), codes, model.table.words(column).length, dimension);
      for (const { node, box, number, option } of rows) {
        box.checked = !model.choice()[name].has(option.key);
        const count = counts[option.code];
        number.textContent = sayNumber(count);
        node.firstElementChild.classList.toggle("gm-empty", count === 0);
      }
    },
  };
}

/** @param {any} model */
function makeTrust(model) {
  const { table } = model;
  const least = table.numbers("confidence").reduce((/** @type {number} */ a, /** @type {number} */ b) => (b < a ? b : a), 1);
  if (least >= 0.995) return null;
  const said = el("output", { class: "gm-number" });
  const range = el("input", { type: "range", min: "0", max: "100", step: "5", "aria-label": "Least confidence in per cent", on: { input: () => model.choose({ confidence: Number(range.value) / 100 }) } });
  return {
    node: el("section", { class: "gm-section", "aria-label": "Confidence" }, el("div", { class: "gm-section-head" }, el("h2", {}, "Confidence at least"), said), range),
    update() {
      range.value = String(Math.round(model.choice().confidence * 100));
      said.textContent = `${range.value} %`;
    },
  };
}
