/**
 * Drawing the basemap: water, land, lakes, coasts, borders.
 */

import { ADMIN1, BORDER, COAST, DISPUTED, LAKE, decodeLines, isInView, traceLine, traceRings } from "./lines.mjs";
import { visibleCopies } from "./project.mjs";

/** Zoom from which the lines between first-level divisions are drawn. */
const ADMIN1_ZOOM = 4.75;
/** Coasts shorter than so many pixels are filled but not outlined. */
const SPECK = 7;

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
 * Draw the basemap.
 * @param {CanvasRenderingContext2D} context
 * @param {import("./project.mjs").View} view
 * @param {Basemap} basemap
 * @param {import("./theme.mjs").Theme} theme
 */
export function drawBasemap(context, view, basemap, theme) {
  context.fillStyle = theme.water;
  context.fillRect(0, 0, view.width, view.height);
  context.lineJoin = "round";
  for (const copy of visibleCopies(view)) {
    const shift = view.originX - copy * view.scale;
    context.beginPath();
    traceRings(context, basemap.land, basemap.lines, view, shift);
    context.fillStyle = theme.land;
    context.fill("evenodd");
    drawLakes(context, view, shift, basemap, theme);
    if (view.zoom >= ADMIN1_ZOOM) strokeKind(context, view, shift, basemap, ADMIN1, theme.admin1, 0.8, [3, 2.5]);
    strokeKind(context, view, shift, basemap, COAST, theme.coast, 0.8, []);
    strokeKind(context, view, shift, basemap, BORDER, theme.border, view.zoom < 3 ? 0.7 : 1.1, []);
    strokeKind(context, view, shift, basemap, DISPUTED, theme.border, view.zoom < 3 ? 0.7 : 1.1, [4, 3]);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("./project.mjs").View} view
 * @param {number} shift
 * @param {Basemap} basemap
 * @param {import("./theme.mjs").Theme} theme
 */
function drawLakes(context, view, shift, basemap, theme) {
  context.beginPath();
  for (const line of basemap.lines) {
    if (line.kind !== LAKE || !isInView(line, view, shift, 2)) continue;
    if ((line.east - line.west) * view.scale < 1.5) continue;
    traceLine(context, line, view, shift, {});
    context.closePath();
  }
  context.fillStyle = theme.water;
  context.fill();
  context.strokeStyle = theme.coast;
  context.lineWidth = 0.5;
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("./project.mjs").View} view
 * @param {number} shift
 * @param {Basemap} basemap
 * @param {number} kind
 * @param {string} colour
 * @param {number} width
 * @param {number[]} dash
 */
function strokeKind(context, view, shift, basemap, kind, colour, width, dash) {
  context.beginPath();
  for (const line of basemap.lines) {
    if (line.kind !== kind || line.x.length < 2 || !isInView(line, view, shift, 2)) continue;
    // the outline of an islet of a few pixels would be darker than the islet
    if (kind === COAST && (line.east - line.west) * view.scale < SPECK && (line.south - line.north) * view.scale < SPECK) continue;
    traceLine(context, line, view, shift, {});
  }
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}
