/**
 * Starting the page: read the data, make the model and its views, keep the address in step.
 */

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

/** Milliseconds of rest before the address is written. */
const REST = 250;

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
  const page = makePage(root, model, globals.L, map, given);
  page.draw();
  // the events are on the map; what a reader looks at next is made when they have been painted
  root.dataset.shown = "true";
  await nextPaint();
  page.complete();
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
 * Put the page together.
 * @param {HTMLElement} root
 * @param {any} model
 * @param {any} L
 * @param {any} map
 * @param {ReturnType<typeof readState>} given
 */
function makePage(root, model, L, map, given) {
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

  const draw = () => {
    const narrow = window.innerWidth < 700 || window.innerHeight < 480 || given.panels.panel === "0";
    if (given.panels.sort) list.sortBy(given.panels.sort);
    if (given.panels.tab === "list") shell.showTab(1);
    if (given.panels.side === "0" || (narrow && !given.panels.tab)) shell.setSide(false);
    shell.update();
    if (given.selected >= 0) {
      model.select(given.selected);
      detail.show(given.selected);
    }
    map.invalidateSize({ animate: false });
    if (given.view) map.setView([given.view.latitude, given.view.longitude], given.view.zoom, { animate: false });
    else if (root.dataset.view !== "given") view.fit(model.shownRows());
    if (given.selected >= 0) view.reveal(given.selected);
    view.start();
  };
  const complete = () => {
    const tree = makeTree(model);
    const facets = makeFacets(model);
    shell.fill(tree.node, ...facets.nodes, makeLegend(model), ...(model.payload.tiles ? [makeTilesSwitch(L, map, model, view.redraw)] : []));
    const update = () => {
      shell.update();
      tree.update();
      facets.update();
      if (timeline) timeline.update();
    };
    facets.update();
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
      if (from.view) map.setView([from.view.latitude, from.view.longitude], from.view.zoom, { animate: false });
    });
    addKeys(model, close, open);
    addPrinting(root, model);
    if (given.selected >= 0) detail.node.focus({ preventScroll: true });
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  };
  return { draw, complete };
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
 * Keep the address in step with the page: written when things have come to rest, read when somebody else changes it.
 * @param {() => string} state
 */
function makeAddress(state) {
  let timer = 0;
  let listening = false;
  let written = location.hash.replace(/^#/, "");
  return {
    remember() {
      if (!listening) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        written = state();
        writeAddress(written);
      }, REST);
    },
    listen(/** @type {(hash: string) => void} */ take) {
      listening = true;
      window.addEventListener("hashchange", () => {
        const hash = location.hash.replace(/^#/, "");
        if (hash !== written) take(hash);
      });
    },
  };
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
