/**
 * Printing: the map as it stands, in light colours, then a legend and the shown events with their sources.
 */

import { countByLeaf } from "./filter.mjs";
import { el } from "./dom.mjs";
import { makeIcon } from "./icons.mjs";
import { makeKeys } from "./legend.mjs";
import { titleOf } from "./list.mjs";
import { readEvidence } from "./quotes.mjs";
import { makeSwatch } from "./tree.mjs";
import { sayWhere } from "./where.mjs";
import { sayAssertion, sayDate, sayDay, sayNumber, sayTolls } from "./words.mjs";

/** Width of the map on paper, in CSS pixels: A4 or Letter less margins. */
const PAPER = 680;
/** More events than this are counted but not listed on paper. */
const MOST = 400;

/**
 * Prepare the page for paper whenever it is printed, and undo it afterwards.
 * @param {HTMLElement} root
 * @param {any} model
 */
export function addPrinting(root, model) {
  /** @type {HTMLElement|null} */
  let pages = null;
  let dark = false;
  window.addEventListener("beforeprint", () => {
    dark = model.theme().dark;
    model.printing = true;
    model.setDark(false);
    const map = /** @type {HTMLElement} */ (root.querySelector(".gm-main"));
    root.style.setProperty("--paper-width", `${map.clientWidth}px`);
    root.style.setProperty("--paper-height", `${map.clientHeight}px`);
    root.style.setProperty("--paper-zoom", String(Math.min(1, PAPER / Math.max(1, map.clientWidth))));
    pages = makePages(model);
    root.append(pages);
  });
  window.addEventListener("afterprint", () => {
    if (pages) pages.remove();
    pages = null;
    model.printing = false;
    model.setDark(dark);
  });
}

/** @param {any} model @returns {HTMLElement} */
function makePages(model) {
  const { table } = model;
  const rows = model.orderedRows();
  const items = rows.slice(0, MOST).map((/** @type {number} */ row) => {
    const get = (/** @type {string} */ name) => table.get(name, row);
    const [evidence] = readEvidence(table, row);
    const toll = sayTolls(get);
    const notes = [...toll, sayAssertion(get("assertion"), get("attributed_to")), get("confidence") < 0.5 ? "uncertain" : null].filter(Boolean).join("; ");
    const source = evidence?.source || get("source");
    const published = get("published");
    return el("li", {}, el("strong", { dir: "auto" }, titleOf(table, row)), " — ",
      sayDate(table.start[row], table.end[row], get("date_precision")), ", ", el("bdi", {}, sayWhere(model, row)), ".", notes ? el("bdi", {}, ` ${notes[0].toUpperCase()}${notes.slice(1)}.`) : null,
      evidence ? el("q", { dir: "auto" }, evidence.quote.slice(0, 500)) : null,
      source ? el("span", { class: "gm-quiet" }, " ", el("bdi", {}, source), published === null ? "" : `, ${sayDay(published)}`, evidence?.source_url ? `, ${evidence.source_url}` : "") : null);
  });
  return el("section", { class: "gm-pages" }, makeActorsAndTypes(model), makeKeys(model), el("ol", {}, ...items),
    rows.length > MOST ? el("p", {}, `and ${sayNumber(rows.length - MOST)} more events`) : null);
}

/** @param {any} model @returns {HTMLElement} */
function makeActorsAndTypes(model) {
  const counts = countByLeaf(model.fails(), model.layers);
  const off = model.choice().layers;
  const groups = model.layers.groups.map((/** @type {any} */ group) => ({ group, sum: group.leaves.reduce((/** @type {number} */ total, /** @type {number} */ leaf) => total + (off.has(leaf) ? 0 : counts[leaf]), 0) }));
  const shown = groups.filter((/** @type {any} */ entry) => entry.sum > 0).slice(0, 24);
  const families = new Set();
  for (const row of model.orderedRows()) families.add(model.table.get("event_family", row));
  return el("ul", { class: "gm-legend" },
    ...shown.map((/** @type {any} */ { group, sum }) => el("li", {}, group.actor > -2 ? makeSwatch(model.toneOf(group.actor)) : null, ` ${group.label} ${sayNumber(sum)}`)),
    ...[...families].sort().map((family) => el("li", {}, makeIcon(model, family), ` ${family}`)));
}
