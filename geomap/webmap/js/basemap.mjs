/**
 * Drawing the basemap: water, land, lakes, coasts, borders.
 */

import { ADMIN1, BORDER, COAST, DISPUTED, LAKE, RIVER, decodeLines, isInView, traceLine, traceRings } from "./lines.mjs";
import { visibleCopies } from "./project.mjs";

/** Zoom from which the lines between first-level divisions are drawn. */
const ADMIN1_ZOOM = 4.75;
/** Coasts shorter than so many pixels are filled but not outlined. */
const SPECK = 7;
/** A river is drawn once it is so many pixels long; from the second zoom on it is known too coarsely. */
const RIVER_LENGTH = 90;
const RIVER_ZOOM = [2.5, 7.75];

/**
 * @typedef {{lines: import("./lines.mjs").Line[], land: number[][], areas: any[], labels: any, hasDisputed: boolean}} Basemap
 */

/**
 * Decode the basemap of a payload.
 * @param {any} packed
 * @returns {Basemap}
 */
export function decodeBasemap(packed) {
  const lines = decodeLines(packed.lines);
  return {
    lines,
    land: packed.land,
    areas: packed.areas,
    labels: packed.labels,
    hasDisputed: lines.some((line) => line.kind === DISPUTED),
  };
}

/**
 * Draw the basemap. Where several copies of the world are in view each line is traced once and drawn for all of them.
 * @param {CanvasRenderingContext2D} context
 * @param {import("./project.mjs").View} view
 * @param {Basemap} basemap
 * @param {import("./theme.mjs").Theme} theme
 */
export function drawBasemap(context, view, basemap, theme) {
  context.fillStyle = theme.water;
  context.fillRect(0, 0, view.width, view.height);
  // the projection ends at 85° S, and the ice goes on
  const end = view.scale - view.originY;
  if (end < view.height) {
    context.fillStyle = theme.land;
    context.fillRect(0, end, view.width, view.height - end);
  }
  const copies = visibleCopies(view);
  const traced = copies.length > 1 ? { ...view, originX: 0, width: view.scale } : view;
  const shift = copies.length > 1 ? 0 : view.originX - copies[0] * view.scale;
  const strokes = traceStrokes(traced, shift, basemap, theme);
  const land = new Path2D();
  traceRings(land, basemap.land, basemap.lines, traced, shift);
  const lakes = traceLakes(traced, shift, basemap);
  const rivers = traceRivers(traced, shift, basemap);
  context.lineJoin = "round";
  for (const copy of copies) {
    context.save();
    if (copies.length > 1) context.translate(copy * view.scale - view.originX, 0);
    context.fillStyle = theme.land;
    context.fill(land, "evenodd");
    stroke(context, { path: rivers, colour: theme.river, width: view.zoom < 5 ? 0.9 : 1.4, dash: [] });
    context.fillStyle = theme.water;
    context.fill(lakes);
    stroke(context, { path: lakes, colour: theme.coast, width: 0.5, dash: [] });
    for (const line of strokes) stroke(context, line);
    context.restore();
  }
}

/** @typedef {{path: Path2D, colour: string, width: number, dash: number[]}} Stroke */

/** @param {CanvasRenderingContext2D} context @param {Stroke} line */
function stroke(context, { path, colour, width, dash }) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke(path);
  context.setLineDash([]);
}

/**
 * Trace the lines in the order in which they lie on each other.
 * @param {import("./project.mjs").View} view
 * @param {number} shift
 * @param {Basemap} basemap
 * @param {import("./theme.mjs").Theme} theme
 * @returns {Stroke[]}
 */
function traceStrokes(view, shift, basemap, theme) {
  const width = view.zoom < 3 ? 0.7 : 1.1;
  const trace = (/** @type {number} */ kind) => traceKind(view, shift, basemap, kind);
  return [
    ...(view.zoom >= ADMIN1_ZOOM ? [{ path: trace(ADMIN1), colour: theme.admin1, width: 0.8, dash: [3, 2.5] }] : []),
    { path: trace(COAST), colour: theme.coast, width: 0.8, dash: [] },
    { path: trace(BORDER), colour: theme.border, width, dash: [] },
    { path: trace(DISPUTED), colour: theme.border, width, dash: [4, 3] },
  ];
}

/**
 * Trace the rivers that are long enough at this zoom; lakes are drawn over them.
 * @param {import("./project.mjs").View} view
 * @param {number} shift
 * @param {Basemap} basemap
 * @returns {Path2D}
 */
function traceRivers(view, shift, basemap) {
  const path = new Path2D();
  if (view.zoom < RIVER_ZOOM[0] || view.zoom >= RIVER_ZOOM[1]) return path;
  for (const line of basemap.lines) {
    if (line.kind !== RIVER || !isInView(line, view, shift, 2)) continue;
    if ((line.east - line.west + line.south - line.north) * view.scale >= RIVER_LENGTH) traceLine(path, line, view, shift, {});
  }
  return path;
}

/**
 * @param {import("./project.mjs").View} view
 * @param {number} shift
 * @param {Basemap} basemap
 * @returns {Path2D}
 */
function traceLakes(view, shift, basemap) {
  const path = new Path2D();
  for (const line of basemap.lines) {
    if (line.kind !== LAKE || !isInView(line, view, shift, 2)) continue;
    if ((line.east - line.west) * view.scale < 1.5) continue;
    traceLine(path, line, view, shift, {});
    path.closePath();
  }
  return path;
}

/**
 * @param {import("./project.mjs").View} view
 * @param {number} shift
 * @param {Basemap} basemap
 * @param {number} kind
 * @returns {Path2D}
 */
function traceKind(view, shift, basemap, kind) {
  const path = new Path2D();
  for (const line of basemap.lines) {
    if (line.kind !== kind || line.size < 2 || !isInView(line, view, shift, 2)) continue;
    // the outline of an islet of a few pixels would be darker than the islet
    if (kind === COAST && (line.east - line.west) * view.scale < SPECK && (line.south - line.north) * view.scale < SPECK) continue;
    traceLine(path, line, view, shift, {});
  }
  return path;
}
