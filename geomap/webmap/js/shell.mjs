/**
 * The frame of the page: heading with what is shown, side panel with filters and list, map, timeline, credits.
 */

import { el, refill } from "./dom.mjs";
import { BY_DATE, chooseAll, hidesSomething } from "./filter.mjs";
import { sayCount, sayNumber, saySpan } from "./words.mjs";

/**
 * Build the frame around the map's element. The filters come later, when the map is on the screen.
 * @param {HTMLElement} root
 * @param {any} model
 * @param {{list: any, timeline: any, detail: any, onTab: () => void}} parts
 */
export function makeShell(root, model, { list, timeline, detail, onTab }) {
  const mapNode = /** @type {HTMLElement} */ (root.querySelector(".gm-map"));
  mapNode.setAttribute("role", "application");
  mapNode.setAttribute("aria-label", "Map of the events; the same events are in the list");
  const count = el("p", { class: "gm-count", role: "status" });
  const head = el("header", { class: "gm-head" }, el("h1", { dir: "auto" }, model.payload.title || model.payload.summary), count);
  const search = el("input", { type: "search", class: "gm-input", placeholder: "Search events", "aria-label": "Search in the text of the events", on: { input: () => wait(() => model.choose({ text: search.value })) } });
  const filters = el("div", { class: "gm-pane", id: "gm-filters", role: "tabpanel", "aria-labelledby": "gm-tab-filters" });
  const events = el("div", { class: "gm-pane", id: "gm-events", role: "tabpanel", "aria-labelledby": "gm-tab-events", hidden: true }, list.node);
  const { tabs, show } = makeTabs([["gm-tab-filters", "Layers and filters", filters], ["gm-tab-events", "List of events", events]], (which) => {
    if (which === 1) list.update();
    onTab();
  });
  const clear = el("button", { type: "button", class: "gm-button gm-clear", on: { click: () => { search.value = ""; model.choose(chooseAll()); } } }, "Show all events");
  const remarks = model.payload.remarks.map((/** @type {string} */ words) => el("p", { class: "gm-remark", dir: "auto" }, words));
  const side = el("aside", { class: "gm-side", "aria-label": "Filters and list", id: "gm-side" },
    el("div", { class: "gm-side-head" }, ...remarks, search, el("div", { class: "gm-tabs", role: "tablist" }, ...tabs), clear), filters, events);
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
  const listPlaceless = () => {
    setSide(true);
    show(1);
    list.sortBy("none");
  };
  return {
    update: () => {
      sayShown(count, model, listPlaceless);
      clear.hidden = !hidesSomething(model.choice());
      if (document.activeElement !== search) search.value = model.choice().text;
      if (!events.hidden) list.update();
    },
    fill: (/** @type {HTMLElement[]} */ ...sections) => refill(filters, ...sections),
    showTab: show,
    setSide,
    panels: () => ({
      ...(events.hidden ? {} : { tab: "list" }), ...(list.order() === "time" ? {} : { sort: list.order() }),
      ...(root.classList.contains("gm-bare") ? { panel: "0" } : {}), ...(root.classList.contains("gm-folded") ? { side: "0" } : {}),
    }),
  };
}

/**
 * Make tabs for panes that stand in one place.
 * @param {[string, string, HTMLElement][]} entries id, label, pane
 * @param {(which: number) => void} onShow
 */
function makeTabs(entries, onShow) {
  const tabs = entries.map(([id, label, pane]) => makeTab(id, pane.id, label));
  const show = (/** @type {number} */ which) => {
    entries.forEach(([, , pane], i) => { pane.hidden = i !== which; });
    tabs.forEach((tab, i) => {
      tab.setAttribute("aria-selected", String(i === which));
      tab.tabIndex = i === which ? 0 : -1;
    });
    onShow(which);
  };
  tabs.forEach((tab, i) => {
    tab.addEventListener("click", () => show(i));
    tab.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const next = (i + (event.key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length;
      show(next);
      tabs[next].focus();
    });
  });
  return { tabs, show };
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
 * Say how much is shown and what cannot be: each part leads to what it tells of.
 * @param {HTMLElement} node
 * @param {any} model
 * @param {() => void} listPlaceless
 */
function sayShown(node, model, listPlaceless) {
  const { table } = model;
  const { range } = model.choice();
  const { placeless, undated, first, last } = countShown(table, model.fails());
  const shown = model.shown();
  const link = (/** @type {string} */ words, /** @type {string} */ title, /** @type {() => void} */ click) => el("button", { type: "button", class: "gm-link", title, on: { click } }, words);
  const has = (/** @type {number} */ number) => `${sayNumber(number)} ${number === 1 ? "has" : "have"}`;
  const parts = [shown === table.size
    ? el("strong", {}, sayCount(shown, "event"))
    : el("strong", {}, link(`${sayNumber(shown)} of ${sayCount(table.size, "event")} shown`, "Show all events", () => model.choose(chooseAll())))];
  if (Number.isFinite(first)) parts.push(el("span", {}, saySpan(first, last)));
  if (placeless) parts.push(link(`${has(placeless)} no place`, "List them first", listPlaceless));
  if (undated) parts.push(link(`${has(undated)} no date`, range === "none" ? "Show the dated ones too" : "Show only these", () => model.choose({ range: range === "none" ? null : "none" })));
  refill(node, ...parts.flatMap((part, i) => (i ? [document.createTextNode(" · "), part] : [part])));
}

/**
 * Count the shown events without a place, and those without a date that only the date hides; find the shown days.
 * @param {import("./table.mjs").Table} table
 * @param {Uint8Array} fails
 */
function countShown({ size, x, start, end }, fails) {
  let [placeless, undated, first, last] = [0, 0, Infinity, -Infinity];
  for (let row = 0; row < size; row += 1) {
    const dated = !Number.isNaN(start[row]);
    if (!dated && (fails[row] & ~BY_DATE) === 0) undated += 1;
    if (fails[row] !== 0) continue;
    if (Number.isNaN(x[row])) placeless += 1;
    if (dated && start[row] < first) first = start[row];
    if (dated && end[row] > last) last = end[row];
  }
  return { placeless, undated, first, last };
}

/** @param {any} model @returns {HTMLElement} */
function makeCredits(model) {
  const lines = [...model.payload.credits];
  if (model.basemap.hasDisputed) lines.unshift("Dashed borders are disputed.");
  return el("footer", { class: "gm-credits" }, ...lines.map((line) => el("span", {}, ...linkSource(line))), el("span", { class: "gm-leaflet" }, "Leaflet"));
}

/**
 * Turn "Name (https://address)" within a credit into a link; on paper the address is written out again.
 * @param {string} line
 * @returns {(Node|string)[]}
 */
function linkSource(line) {
  const found = /^(.*?)(\S+) \((https:\/\/[^\s)]+)\)(.*)$/.exec(line);
  if (!found) return [line];
  const [, before, name, address, after] = found;
  return [before, el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, name), after];
}
