/**
 * The frame of the page: heading with what is shown, side panel with filters and list, map, timeline, credits.
 */

import { el, refill } from "./dom.mjs";
import { chooseAll, hidesSomething } from "./filter.mjs";
import { sayCount, sayNumber, saySpan } from "./words.mjs";

/**
 * Build the frame around the map's element.
 * @param {HTMLElement} root
 * @param {any} model
 * @param {{tree: any, facets: any, list: any, timeline: any, detail: any, onTab: () => void}} parts
 */
export function makeShell(root, model, { tree, facets, list, timeline, detail, onTab }) {
  const mapNode = /** @type {HTMLElement} */ (root.querySelector(".gm-map"));
  mapNode.setAttribute("role", "application");
  mapNode.setAttribute("aria-label", "Map of the events; the same events are in the list");
  const count = el("p", { class: "gm-count", role: "status" });
  const head = el("header", { class: "gm-head" }, el("h1", { dir: "auto" }, model.payload.title || model.payload.summary), count);
  const search = el("input", { type: "search", class: "gm-input", placeholder: "Search events", "aria-label": "Search in the text of the events", on: { input: () => wait(() => model.choose({ text: search.value })) } });
  const filters = el("div", { class: "gm-pane", id: "gm-filters", role: "tabpanel", "aria-labelledby": "gm-tab-filters" }, tree.node, ...facets.nodes);
  const events = el("div", { class: "gm-pane", id: "gm-events", role: "tabpanel", "aria-labelledby": "gm-tab-events", hidden: true }, list.node);
  const tabs = [makeTab("gm-tab-filters", "gm-filters", "Layers and filters"), makeTab("gm-tab-events", "gm-events", "List of events")];
  const show = (/** @type {number} */ which) => {
    [filters, events].forEach((pane, i) => { pane.hidden = i !== which; });
    tabs.forEach((tab, i) => {
      tab.setAttribute("aria-selected", String(i === which));
      tab.tabIndex = i === which ? 0 : -1;
    });
    if (which === 1) list.update();
    onTab();
  };
  tabs.forEach((tab, i) => {
    tab.addEventListener("click", () => show(i));
    tab.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      show(1 - i);
      tabs[1 - i].focus();
    });
  });
  const clear = el("button", { type: "button", class: "gm-button gm-clear", on: { click: () => { search.value = ""; model.choose(chooseAll()); } } }, "Show all events");
  const side = el("aside", { class: "gm-side", "aria-label": "Filters and list", id: "gm-side" },
    el("div", { class: "gm-side-head" }, search, el("div", { class: "gm-tabs", role: "tablist" }, ...tabs), clear), filters, events);
  const fold = el("button", { type: "button", class: "gm-fold-side", "aria-controls": "gm-side", on: { click: () => setSide(root.classList.contains("gm-folded")) } });
  const setSide = (/** @type {boolean} */ open) => {
    root.classList.toggle("gm-folded", !open);
    fold.setAttribute("aria-expanded", String(open));
    fold.textContent = open ? "Hide filters" : "Filters and list";
    onTab();
  };
  root.prepend(head, side);
  root.append(el("div", { class: "gm-over" }, fold), detail.node, timeline ? timeline.node : "", makeCredits(model));
  setSide(true);
  show(0);
  return {
    update: () => {
      sayShown(count, model, list, show);
      clear.hidden = !hidesSomething(model.choice());
      if (document.activeElement !== search) search.value = model.choice().text;
      if (!events.hidden) list.update();
    },
    showTab: show,
    setSide,
    panels: () => ({ ...(events.hidden ? {} : { tab: "list" }), ...(root.classList.contains("gm-folded") ? { side: "0" } : {}) }),
  };
}

/** @param {string} id @param {string} pane @param {string} label */
function makeTab(id, pane, label) {
  return el("button", { type: "button", role: "tab", id, class: "gm-tab", "aria-controls": pane }, label);
}

let pending = 0;
/** Wait until the typing pauses. @param {() => void} run */
function wait(run) {
  window.clearTimeout(pending);
  pending = window.setTimeout(run, 150);
}

/**
 * Say how much is shown and what cannot be.
 * @param {HTMLElement} node
 * @param {any} model
 * @param {any} list
 * @param {(which: number) => void} showTab
 */
function sayShown(node, model, list, showTab) {
  const { table } = model;
  const fails = model.fails();
  let placeless = 0;
  let undated = 0;
  let first = Infinity;
  let last = -Infinity;
  for (let row = 0; row < table.size; row += 1) {
    if (fails[row] !== 0) continue;
    if (Number.isNaN(table.x[row])) placeless += 1;
    if (Number.isNaN(table.start[row])) undated += 1;
    first = Math.min(first, Number.isNaN(table.start[row]) ? Infinity : table.start[row]);
    last = Math.max(last, Number.isNaN(table.end[row]) ? -Infinity : table.end[row]);
  }
  const shown = model.shown();
  const parts = [el("strong", {}, shown === table.size ? sayCount(shown, "event") : `${sayNumber(shown)} of ${sayCount(table.size, "event")} shown`)];
  if (Number.isFinite(first)) parts.push(el("span", {}, saySpan(first, last)));
  if (placeless) parts.push(el("button", { type: "button", class: "gm-link", on: { click: () => { showTab(1); list.sortBy("none"); } } }, `${sayNumber(placeless)} ${placeless === 1 ? "has" : "have"} no place`));
  if (undated) parts.push(el("button", { type: "button", class: "gm-link", on: { click: () => model.choose({ range: model.choice().range === "none" ? null : "none" }) } }, `${sayNumber(undated)} ${undated === 1 ? "has" : "have"} no date`));
  refill(node, ...parts.flatMap((part, i) => (i ? [document.createTextNode(" · "), part] : [part])));
}

/** @param {any} model @returns {HTMLElement} */
function makeCredits(model) {
  const lines = [...model.payload.credits];
  if (model.basemap.hasDisputed) lines.unshift("Dashed borders are disputed.");
  return el("footer", { class: "gm-credits" }, ...lines.map((line) => el("span", {}, line)), el("span", { class: "gm-leaflet" }, "Leaflet"));
}
