/**
 * Starting the page: read the data, make the model and its views, keep the address in step.
 */

import { makeAddress } from "./address.mjs";
import { makeDetail } from "./detail.mjs";
import { el } from "./dom.mjs";
import { makeFacets } from "./facets.mjs";
import { makeLegend } from "./legend.mjs";
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

/** @param {HTMLElement} root */
async function start(root) {
  const block = /** @type {Element} */ (document.getElementById("geomap-data"));
  const model = makeModel(await readPayload(block));
  block.remove();
  const globals = /** @type {any} */ (window);
  const map = globals[/** @type {string} */ (root.dataset.map)];
  const given = readState(model, location.hash);
  if (root.dataset.panel === "0") given.panels.panel = "0";
  root.classList.toggle("gm-bare", given.panels.panel === "0");
  model.choose(given.choice);
  const parts = makeParts(root, model, globals.L, map);
  drawFirst(parts, given);
  // the events are on the map; what a reader looks at next is made when they have been painted
  root.dataset.shown = "true";
  await nextPaint();
  complete(parts);
  if (given.selected >= 0) parts.detail.node.focus({ preventScroll: true });
  root.dataset.ready = "true";
}

/**
 * Wait until the page has been painted; a page in a hidden tab or frame is not, and does not wait long.
 * @returns {Promise<void>}
 */
function nextPaint() {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done, 0));
    setTimeout(done, 120);
  });
}

/**
 * Make the parts of the page that are there from the start, and what opens and closes events.
 * @param {HTMLElement} root
 * @param {any} model
 * @param {any} L
 * @param {any} map
 */
function makeParts(root, model, L, map) {
  const focus = makeFocus();
  const open = (/** @type {number} */ row) => {
    focus.keep();
    model.select(row);
    view.reveal(row);
  };
  const close = () => {
    if (detail.node.hidden) return;
    detail.hide();
    const row = model.selected;
    model.select(-1);
    if (!focus.giveBack() && row >= 0) list.focusRow(row);
  };
  const openMany = (/** @type {number[]} */ rows) => {
    focus.keep();
    model.select(-1);
    detail.showMany(rows);
    detail.node.focus({ preventScroll: true });
  };
  const detail = makeDetail(model, {
    close, open, link: () => `${location.href.split("#")[0]}#${state()}`,
    zoomTo: (/** @type {number} */ row) => view.zoomTo(row), zoomToAll: (/** @type {number[]} */ rows) => view.zoomToAll(rows),
  });
  const address = makeAddress(() => state());
  const list = makeList(model, open, address.remember);
  const timeline = makeTimeline(model);
  const shell = makeShell(root, model, { list, timeline, detail, onTab: address.remember });
  const view = makeMapView(L, map, model, { open, openMany });
  const state = () => writeState(model, view.view(), shell.panels());
  return { root, model, L, map, detail, address, list, timeline, shell, view, open, close };
}

/**
 * Draw the page for the first time, as the link asks for it.
 * @param {ReturnType<typeof makeParts>} parts
 * @param {ReturnType<typeof readState>} given
 */
function drawFirst({ root, model, map, detail, list, shell, view }, given) {
  const { panels, selected } = given;
  const narrow = window.innerWidth < 700 || window.innerHeight < 480 || panels.panel === "0";
  if (panels.sort) list.sortBy(panels.sort);
  if (panels.tab === "list") shell.showTab(1);
  if (panels.side === "0" || (narrow && !panels.tab)) shell.setSide(false);
  shell.update();
  if (selected >= 0) {
    model.select(selected);
    detail.show(selected);
  }
  map.invalidateSize({ animate: false });
  if (given.view) look(map, given.view);
  else if (root.dataset.view !== "given") view.fit(model.shownRows());
  if (selected >= 0) view.reveal(selected);
  view.start();
}

/** @param {any} map @param {{latitude: number, longitude: number, zoom: number}} view */
function look(map, { latitude, longitude, zoom }) {
  map.setView([latitude, longitude], zoom, { animate: false });
}

/**
 * Make the filters, and let everything follow what the reader does.
 * @param {ReturnType<typeof makeParts>} parts
 */
function complete({ root, model, L, map, detail, address, timeline, shell, view, open, close }) {
  const tree = makeTree(model);
  const facets = makeFacets(model);
  shell.fill(tree.node, ...facets.nodes, makeLegend(model), ...(model.payload.tiles ? [makeTilesSwitch(L, map, model, view.redraw)] : []));
  facets.update();
  const update = () => {
    for (const part of [shell, tree, facets, timeline]) if (part) part.update();
  };
  model.on("filter", () => { update(); address.remember(); });
  model.on("select", (/** @type {number} */ row) => {
    if (row >= 0) {
      detail.show(row);
      detail.node.focus({ preventScroll: true });
    } else detail.hide();
    address.remember();
  });
  model.on("theme", update);
  map.on("moveend", address.remember);
  address.listen((hash) => {
    const from = readState(model, hash);
    model.choose(from.choice);
    model.select(from.selected);
    if (from.view) look(map, from.view);
  });
  addKeys(model, close, open);
  addPrinting(root, model);
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
}

/** Keep where the focus was, and give it back. */
function makeFocus() {
  /** @type {HTMLElement|null} */
  let cameFrom = null;
  return {
    keep() {
      const now = /** @type {HTMLElement} */ (document.activeElement);
      // from one event to the next the way back stays the same
      if (!now.closest(".gm-detail")) cameFrom = now;
    },
    giveBack() {
      if (!cameFrom || !cameFrom.isConnected || cameFrom === document.body) return false;
      cameFrom.focus({ preventScroll: true });
      return true;
    },
  };
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
