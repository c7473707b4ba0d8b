/**
 * The map itself: two canvases on Leaflet, what pointing and clicking does, where to look.
 */

import { drawBasemap } from "./basemap.mjs";
import { makeCanvasLayer } from "./canvaslayer.mjs";
import { makeEventPainter } from "./eventlayer.mjs";
import { findMark } from "./marks.mjs";
import { toLatitude, toLongitude } from "./project.mjs";
import { makeTip } from "./tip.mjs";

/** One event, or several close together, are not zoomed in on beyond this. */
const NEAREST_FIT = 7;
const NEAREST_OPEN = 9;

/**
 * Put the events on a Leaflet map.
 * @param {any} L
 * @param {any} map
 * @param {any} model
 * @param {{open: (row: number) => void, openMany: (rows: number[]) => void}} actions
 */
export function makeMapView(L, map, model, actions) {
  if (reducedMotion()) holdStill(L, map);
  map.createPane("geomap-base").style.zIndex = "150";
  for (const [name, order] of [["geomap-events", "450"], ["geomap-light", "460"]]) {
    const pane = map.createPane(name);
    pane.style.zIndex = order;
    pane.style.pointerEvents = "none";
  }
  const painter = makeEventPainter(model);
  const base = makeCanvasLayer(L, "geomap-base", (context, view) => drawBasemap(context, view, model.basemap, model.theme()));
  let last = /** @type {any} */ (null);
  const events = makeCanvasLayer(L, "geomap-events", (context, view) => {
    last = view;
    if (model.printing && !model.online) drawBasemap(context, view, model.basemap, model.theme());
    painter.draw(context, view);
  });
  // what is pointed at has a canvas of its own: drawing 100,000 events again at every step of the pointer is too slow
  const light = makeCanvasLayer(L, "geomap-light", (context) => painter.drawHighlights(context, lit()), () => lit().length === 0);
  const lit = () => [model.selected, ...model.pointed].filter((row) => row >= 0 && model.fails()[row] === 0);
  L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 120 }).addTo(map);
  L.control.zoom({ position: "topright" }).addTo(map);

  let waiting = 0;
  const redraw = () => {
    if (waiting) return;
    waiting = requestAnimationFrame(() => {
      waiting = 0;
      events.redraw();
      light.redraw();
    });
  };
  model.on("filter", redraw);
  for (const what of ["select", "point"]) model.on(what, () => light.redraw());
  model.on("theme", () => {
    painter.forgetColours();
    base.redraw();
    events.redraw();
    light.redraw();
  });

  const markAt = (/** @type {any} */ event) => {
    if (!last) return null;
    const point = map.project(event.latlng, map.getZoom());
    const touch = event.originalEvent?.pointerType === "touch";
    return findMark(painter.marks(), point.x - last.originX, point.y - last.originY, touch ? 14 : 4);
  };
  const tip = makeTip(map.getContainer(), model);
  const leave = () => {
    model.point([]);
    tip.hide();
  };
  map.on("mousemove", (/** @type {any} */ event) => {
    const mark = markAt(event);
    map.getContainer().style.cursor = mark ? "pointer" : "";
    if (!mark) return leave();
    model.point(mark.rows);
    if (event.originalEvent?.pointerType !== "touch") tip.show(mark.rows, event.containerPoint.x, event.containerPoint.y);
  });
  for (const what of ["mouseout", "movestart", "zoomstart"]) map.on(what, leave);
  map.on("click", (/** @type {any} */ event) => {
    const mark = markAt(event);
    tip.hide();
    if (mark && mark.rows.length === 1) actions.open(mark.rows[0]);
    else if (mark) actions.openMany([...mark.rows]);
  });

  return {
    /** Draw for the first time: only once the map has its size and place. */
    start() {
      base.addTo(map);
      events.addTo(map);
      light.addTo(map);
    },
    redraw,
    marks: () => painter.marks(),
    fit: (/** @type {number[]} */ rows) => fitRows(L, map, model, rows, NEAREST_FIT),
    zoomTo: (/** @type {number} */ row) => fitRows(L, map, model, [row], NEAREST_OPEN),
    zoomToAll: (/** @type {number[]} */ rows) => fitRows(L, map, model, rows, 13),
    /** Bring an event into sight without changing the zoom, where it is out of it or under a sheet. */
    reveal(/** @type {number} */ row) {
      if (Number.isNaN(model.table.x[row])) return;
      const frame = map.getContainer().getBoundingClientRect();
      const sheet = document.querySelector(".gm-detail")?.getBoundingClientRect();
      const free = freeBox(frame, sheet && sheet.width ? sheet : null);
      const at = map.latLngToContainerPoint([toLatitude(model.table.y[row]), toLongitude(model.table.x[row])]);
      const inside = at.x >= free.left && at.x <= free.right && at.y >= free.top && at.y <= free.bottom;
      if (!inside) map.panBy([at.x - (free.left + free.right) / 2, at.y - (free.top + free.bottom) / 2], { animate: !reducedMotion(), duration: 0.18 });
    },
    view() {
      const centre = map.getCenter();
      return { latitude: centre.lat, longitude: L.Util.wrapNum(centre.lng, [-180, 180], true), zoom: map.getZoom() };
    },
  };
}

/** @returns {boolean} */
export function reducedMotion() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * Let zooming and panning happen at once; this has to be said before the first layer is added.
 * @param {any} L
 * @param {any} map
 */
function holdStill(L, map) {
  map.options.zoomAnimation = map._zoomAnimated = false;
  map.options.inertia = false;
  map.panBy = (/** @type {any} */ offset, /** @type {any} */ options) => L.Map.prototype.panBy.call(map, offset, { ...options, animate: false });
}

/**
 * Give the part of the map that no sheet covers, less a margin, in pixels from the map's corner.
 * @param {{left: number, right: number, top: number, bottom: number}} frame
 * @param {{left: number, right: number, top: number, bottom: number}|null} sheet
 */
export function freeBox(frame, sheet) {
  const box = { left: 0, right: frame.right - frame.left, top: 0, bottom: frame.bottom - frame.top };
  if (sheet && sheet.top < frame.bottom && sheet.bottom > frame.top && sheet.left < frame.right && sheet.right > frame.left) {
    // a sheet comes up from below or in from the right, whichever leaves more
    const above = Math.max(0, sheet.top - frame.top) * box.right;
    const beside = Math.max(0, sheet.left - frame.left) * box.bottom;
    if (above >= beside) box.bottom = Math.max(0, sheet.top - frame.top);
    else box.right = Math.max(0, sheet.left - frame.left);
  }
  const margin = Math.min(36, (box.right - box.left) / 3, (box.bottom - box.top) / 3);
  return { left: box.left + margin, right: box.right - margin, top: box.top + margin, bottom: box.bottom - margin };
}

/**
 * Show events with room around them; an area counts whole.
 * @param {any} L
 * @param {any} map
 * @param {any} model
 * @param {number[]} rows
 * @param {number} nearest zoom
 */
function fitRows(L, map, model, rows, nearest) {
  const box = joinBoxes(boxesOf(model, rows));
  if (!Number.isFinite(box.west)) {
    map.fitBounds([[-52, -125], [70, 150]], { animate: false });
    return;
  }
  const bounds = L.latLngBounds([toLatitude(box.south), toLongitude(box.west)], [toLatitude(box.north), toLongitude(box.east)]);
  map.fitBounds(bounds, { padding: [46, 46], maxZoom: nearest, animate: false });
}

/**
 * Give the boxes that hold some events: one for the points of each half of the world, one for each area.
 * @param {any} model
 * @param {number[]} rows
 */
function boxesOf({ table, marker }, rows) {
  const halves = [0, 1].map(() => ({ west: Infinity, east: -Infinity, north: Infinity, south: -Infinity }));
  const groups = new Set();
  for (const row of rows) {
    const x = table.x[row];
    const y = table.y[row];
    if (Number.isNaN(x)) continue;
    const group = marker.groupOf[row];
    if (group >= 0) groups.add(marker.groups[group]);
    if (group >= 0) continue;
    const half = halves[x < 0.5 ? 0 : 1];
    if (x < half.west) half.west = x;
    if (x > half.east) half.east = x;
    if (y < half.north) half.north = y;
    if (y > half.south) half.south = y;
  }
  return [...halves.filter((half) => half.west <= half.east), ...groups];
}

/**
 * Give the box around boxes on the unit square; across the 180° line where that is narrower.
 * @param {{west: number, east: number, north: number, south: number}[]} boxes
 * @returns {{west: number, east: number, north: number, south: number}}
 */
export function joinBoxes(boxes) {
  const join = (/** @type {number} */ shift) => {
    const joined = { west: Infinity, east: -Infinity, north: Infinity, south: -Infinity };
    for (const box of boxes) {
      const by = box.east < 0.5 ? shift : 0;
      joined.west = Math.min(joined.west, box.west + by);
      joined.east = Math.max(joined.east, box.east + by);
      joined.north = Math.min(joined.north, box.north);
      joined.south = Math.max(joined.south, box.south);
    }
    return joined;
  };
  const plain = join(0);
  const across = join(1);
  return across.east - across.west < plain.east - plain.west ? across : plain;
}
