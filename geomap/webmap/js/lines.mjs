/**
 * The basemap's lines: decoded once onto the unit square, traced onto a canvas for a view.
 */

import { toUnitX, toUnitY } from "./project.mjs";

/** Kinds of lines, as geomap.areas.LineKind numbers them. */
export const COAST = 0;
export const BORDER = 1;
export const DISPUTED = 2;
export const ADMIN1 = 3;
export const LAKE = 5;

/**
 * A line on the unit square, and the few of its points that a small map needs.
 * @typedef {{x: Float64Array, y: Float64Array, sparse: Int32Array, kind: number, fine: boolean,
 *   west: number, east: number, north: number, south: number}} Line
 */

/** Below this zoom only the sparse points of lines are drawn; they are about half a pixel apart there. */
const SPARSE_ZOOM = 3.5;
const SPARSE_STEP = 0.6 / (256 * 2 ** SPARSE_ZOOM);

/**
 * Decode the lines of a payload.
 * @param {{grid: number, step: number, sizes: number[], kinds: number[], fine: number[], steps: number[]}} packed
 * @returns {Line[]}
 */
export function decodeLines(packed) {
  let at = 0;
  return packed.sizes.map((size, number) => {
    const fine = packed.fine[number] === 1;
    const degrees = packed.grid * (fine ? 1 : packed.step);
    const line = {
      x: new Float64Array(size), y: new Float64Array(size), sparse: new Int32Array(0), kind: packed.kinds[number], fine,
      west: Infinity, east: -Infinity, north: Infinity, south: -Infinity,
    };
    let longitude = 0;
    let latitude = 0;
    for (let i = 0; i < size; i += 1) {
      longitude += packed.steps[at];
      latitude += packed.steps[at + 1];
      at += 2;
      const x = toUnitX(longitude * degrees);
      const y = toUnitY(latitude * degrees);
      line.x[i] = x;
      line.y[i] = y;
      if (x < line.west) line.west = x;
      if (x > line.east) line.east = x;
      if (y < line.north) line.north = y;
      if (y > line.south) line.south = y;
    }
    line.sparse = thinOut(line.x, line.y);
    return line;
  });
}

/**
 * Choose the points that are some way from the one chosen before, and both ends.
 * @param {Float64Array} x
 * @param {Float64Array} y
 * @returns {Int32Array}
 */
function thinOut(x, y) {
  const chosen = [];
  let last = -1;
  for (let i = 0; i < x.length; i += 1) {
    if (last >= 0 && i < x.length - 1 && Math.abs(x[i] - x[last]) + Math.abs(y[i] - y[last]) < SPARSE_STEP) continue;
    chosen.push(i);
    last = i;
  }
  return Int32Array.from(chosen);
}

/**
 * Tell whether a line's box meets a view, in the copy of the world that starts at `shift` pixels.
 * @param {Line} line
 * @param {import("./project.mjs").View} view
 * @param {number} shift
 * @param {number} margin in pixels
 */
export function isInView(line, view, shift, margin) {
  return (
    line.east * view.scale - shift >= -margin && line.west * view.scale - shift <= view.width + margin &&
    line.south * view.scale - view.originY >= -margin && line.north * view.scale - view.originY <= view.height + margin
  );
}

/**
 * Trace one line. Points closer than half a pixel to the one before are skipped; of a line outside the view only the
 * ends count, which keeps polygons right because the straight line between them stays outside as well.
 * @param {CanvasRenderingContext2D|Path2D} context
 * @param {Line} line
 * @param {import("./project.mjs").View} view
 * @param {number} shift
 * @param {{backwards?: boolean, joined?: boolean, endsOnly?: boolean}} how
 */
export function traceLine(context, line, view, shift, { backwards = false, joined = false, endsOnly = false }) {
  const thin = view.zoom < SPARSE_ZOOM;
  const last = (thin ? line.sparse.length : line.x.length) - 1;
  const stride = endsOnly ? Math.max(1, last) : 1;
  let beforeX = Infinity;
  let beforeY = Infinity;
  for (let i = 0; i <= last; i += stride) {
    const turned = backwards ? last - i : i;
    const at = thin ? line.sparse[turned] : turned;
    const x = line.x[at] * view.scale - shift;
    const y = line.y[at] * view.scale - view.originY;
    if (i === 0 && !joined) context.moveTo(x, y);
    else if (i === last || Math.abs(x - beforeX) + Math.abs(y - beforeY) >= 0.6) context.lineTo(x, y);
    else continue;
    beforeX = x;
    beforeY = y;
  }
}

/**
 * Trace rings of signed line numbers as closed paths; rings outside the view or smaller than a pixel are left out.
 * @param {CanvasRenderingContext2D|Path2D} context
 * @param {number[][]} rings
 * @param {Line[]} lines
 * @param {import("./project.mjs").View} view
 * @param {number} shift
 */
export function traceRings(context, rings, lines, view, shift) {
  for (const ring of rings) {
    const box = ringBox(ring, lines);
    const left = box.west * view.scale - shift;
    const right = box.east * view.scale - shift;
    const top = box.north * view.scale - view.originY;
    const bottom = box.south * view.scale - view.originY;
    if (right < -4 || left > view.width + 4 || bottom < -4 || top > view.height + 4) continue;
    if (right - left < 0.8 && bottom - top < 0.8) continue;
    const whole = left >= 0 && right <= view.width && top >= 0 && bottom <= view.height;
    let joined = false;
    for (const signed of ring) {
      const line = lines[signed < 0 ? ~signed : signed];
      if (line.x.length === 0) continue;
      const endsOnly = !whole && ring.length > 1 && line.x.length > 8 && !isInView(line, view, shift, 4);
      traceLine(context, line, view, shift, { backwards: signed < 0, joined, endsOnly });
      joined = true;
    }
    if (joined) context.closePath();
  }
}

/** @type {WeakMap<number[], {west: number, east: number, north: number, south: number}>} */
const boxes = new WeakMap();

/**
 * Give the box around a ring on the unit square.
 * @param {number[]} ring
 * @param {Line[]} lines
 */
export function ringBox(ring, lines) {
  const known = boxes.get(ring);
  if (known) return known;
  const box = { west: Infinity, east: -Infinity, north: Infinity, south: -Infinity };
  for (const signed of ring) {
    const line = lines[signed < 0 ? ~signed : signed];
    box.west = Math.min(box.west, line.west);
    box.east = Math.max(box.east, line.east);
    box.north = Math.min(box.north, line.north);
    box.south = Math.max(box.south, line.south);
  }
  boxes.set(ring, box);
  return box;
}

/**
 * Tell whether a point of the unit square lies in rings by the even-odd rule.
 * @param {number[][]} rings
 * @param {Line[]} lines
 * @param {number} x
 * @param {number} y
 */
export function isInRings(rings, lines, x, y) {
  let inside = false;
  for (const ring of rings) {
    const box = ringBox(ring, lines);
    if (x < box.west || x > box.east || y < box.north || y > box.south) continue;
    for (const signed of ring) {
      const line = lines[signed < 0 ? ~signed : signed];
      for (let i = 1; i < line.x.length; i += 1) {
        const crosses = line.y[i] > y !== line.y[i - 1] > y;
        if (crosses && x < line.x[i] + ((y - line.y[i]) / (line.y[i - 1] - line.y[i])) * (line.x[i - 1] - line.x[i])) inside = !inside;
      }
    }
  }
  return inside;
}
