/**
 * Starting the page: read the data, make the model and its views, keep the address in step.
 */

import { makeDetail } from "./detail.mjs";
import { el } from "./dom.mjs";
import { makeFacets } from "./facets.mjs";
import { makeList } from "./list.mjs";
import { makeMapView } from "./mapview.mjs";
import { makeModel } from "./model.mjs";
import { readPayload } from "./payload.mjs";
import { readState, writeState } from "./permalink.mjs";
import { addPrinting } from "./print.mjs";
import { makeShell } from "./shell.mjs";
import { makeTilesSwitch } from "./tiles.mjs";
import { makeTimeline } from "./timeline.mjs";
import { makeTree } from "./tree.mjs";

/** Milliseconds of rest before the address is written. */
const REST = 250;

/** @param {HTMLElement} root */
async function start(root) {
  const block = /** @type {Element} */ (document.getElementById("geomap-data"));
  const model = makeModel(await readPayload(block));
  block.remove();
  const globals = /** @type {any} */ (window);
  const L = globals.L;
  const map = globals[/** @type {string} */ (root.dataset.map)];
  const given = readState(model, location.hash);
  root.classList.toggle("gm-bare", given.panels.panel === "0" || root.dataset.panel === "0");
  /** @type {HTMLElement|null} */
  let cameFrom = null;

  const open = (/** @type {number} */ row) => {
    cameFrom = /** @type {HTMLElement} */ (document.activeElement);
    model.select(row);
    view.reveal(row);
  };
  const close = () => {
    if (detail.node.hidden) return;
    detail.hide();
    const row = model.selected;
    model.select(-1);
    if (cameFrom && cameFrom.isConnected && cameFrom !== document.body) cameFrom.focus({ preventScroll: true });
    else if (row >= 0) list.focusRow(row);
  };
  const openMany = (/** @type {number[]} */ rows) => {
    cameFrom = /** @type {HTMLElement} */ (document.activeElement);
    model.select(-1);
    detail.showMany(rows);
    detail.node.focus({ preventScroll: true });
  };
  const detail = makeDetail(model, /** @type {any} */ ({
    close, open, link: () => `${location.href.split("#")[0]}#${state()}`,
    zoomTo: (/** @type {number} */ row) => view.zoomTo(row), zoomToAll: (/** @type {number[]} */ rows) => view.zoomToAll(rows),
  }));
  const tree = makeTree(model);
  const facets = makeFacets(model);
  const list = makeList(model, open);
  const timeline = makeTimeline(model);
  let ready = false;
  const shell = makeShell(root, model, { tree, facets, list, timeline, detail, onTab: () => ready && remember() });
  const view = makeMapView(L, map, model, { open, openMany });
  if (model.payload.tiles) document.getElementById("gm-filters")?.append(makeTilesSwitch(L, map, model, view.redraw));
  const state = () => writeState(model, view.view(), shell.panels());

  const update = () => {
    shell.update();
    tree.update();
    facets.update();
    if (timeline) timeline.update();
  };
  let timer = 0;
  let written = location.hash.replace(/^#/, "");
  const remember = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      written = state();
      writeAddress(written);
    }, REST);
  };
  const take = (/** @type {any} */ from) => {
    model.choose(from.choice);
    model.select(from.selected);
    if (from.view) map.setView([from.view.latitude, from.view.longitude], from.view.zoom, { animate: false });
  };
  model.on("filter", () => { update(); remember(); });
  model.on("select", (/** @type {number} */ row) => {
    if (row >= 0) {
      detail.show(row);
      detail.node.focus({ preventScroll: true });
    } else detail.hide();
    remember();
  });
  model.on("theme", update);
  map.on("moveend", remember);
  window.addEventListener("hashchange", () => {
    const hash = location.hash.replace(/^#/, "");
    if (hash !== written) take(readState(model, hash));
  });
  addKeys(model, close, open);
  addPrinting(root, model);

  if (given.panels.tab === "list") shell.showTab(1);
  if (given.panels.side === "0" || ((window.innerWidth < 700 || window.innerHeight < 480) && !given.panels.tab)) shell.setSide(false);
  map.invalidateSize({ animate: false });
  if (!given.view && root.dataset.view !== "given") view.fit(Array.from({ length: model.table.size }, (_, row) => row));
  take(given);
  view.start();
  ready = true;
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  root.dataset.ready = "true";
}

/**
 * Write the state into the address; a sandboxed frame forbids history and a page without an address has none.
 * @param {string} text
 */
function writeAddress(text) {
  try {
    history.replaceState(null, "", `#${text}`);
  } catch {
    location.hash = text;
  }
}

/**
 * Escape closes what is open; arrow keys walk the events in time order while an event is open.
 * @param {any} model
 * @param {() => void} close
 * @param {(row: number) => void} open
 */
function addKeys(model, close, open) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const target = /** @type {HTMLElement} */ (event.target);
    if (!step || model.selected < 0 || event.altKey || event.ctrlKey || event.metaKey || !target.closest(".gm-detail")) return;
    const rows = model.orderedRows();
    const at = rows.indexOf(model.selected);
    const next = rows[(at + step + rows.length) % rows.length];
    event.preventDefault();
    open(next);
  });
}

const root = document.getElementById("geomap");
if (root) {
  start(root).catch((error) => {
    root.append(el("p", { class: "gm-failure", role: "alert" }, `The map cannot be shown. ${error instanceof Error ? error.message : ""}`));
    throw error;
  });
}
