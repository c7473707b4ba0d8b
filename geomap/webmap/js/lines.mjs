/**
 * The basemap's lines: decoded once onto the unit square, traced onto a canvas for a view.
 */

import { nearUnitY, toUnitX } from "./project.mjs";

/** Kinds of lines, as geomap.areas.LineKind numbers them. */
export const COAST = 0;
export const BORDER = 1;
export const DISPUTED = 2;
export const ADMIN1 = 3;
export const LAKE = 5;
export const RIVER = 6;

/**
 * A line on the unit square: points `from` to `from + size` of arrays that all lines share.
 * @typedef {{x: Float64Array, y: Float64Array, from: number, size: number, sparse: Int32Array|null, kind: number,
 *   fine: boolean, west: number, east: number, north: number, south: number}} Line
 */

/** Below this zoom only the sparse points of lines are drawn; they are about half a pixel apart there. */
const SPARSE_ZOOM = 3.5;
const SPARSE_STEP = 0.6 / (256 * 2 ** SPARSE_ZOOM);

/**
 * Decode the lines of a payload.
 * @param {{grid: number, step: number, sizes: number[], kinds: number[], fine: number[], steps: number[]}} packed
 * @returns {Line[]}
 */
export function decodeLines({ grid, step, sizes, kinds, fine, steps }) {
  const x = new Float64Array(steps.length / 2);
  const y = new Float64Array(steps.length / 2);
  let at = 0;
  return sizes.map((size, number) => {
    const degrees = grid * (fine[number] === 1 ? 1 : step);
    const from = at;
    let [west, east, north, south] = [Infinity, -Infinity, Infinity, -Infinity];
    let longitude = 0;
    let latitude = 0;
    for (; at < from + size; at += 1) {
      longitude += steps[2 * at];
      latitude += steps[2 * at + 1];
      const pointX = toUnitX(longitude * degrees);
      const pointY = nearUnitY(latitude * degrees);
      x[at] = pointX;
      y[at] = pointY;
      if (pointX < west) west = pointX;
      if (pointX > east) east = pointX;
      if (pointY < north) north = pointY;
      if (pointY > south) south = pointY;
    }
    return { x, y, from, size, sparse: null, kind: kinds[number], fine: fine[number] === 1, west, east, north, south };
  });
}

/**
 * Choose the points of a line that are some way from the one chosen before, and both ends.
 * @param {Line} line
 * @returns {Int32Array} places in the shared arrays
 */
function thinOut({ x, y, from, size }) {
  const chosen = [];
  let last = -1;
  for (let i = from; i < from + size; i += 1) {
    if (last >= 0 && i < from + size - 1 && Math.abs(x[i] - x[last]) + Math.abs(y[i] - y[last]) < SPARSE_STEP) continue;
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
 * Trace one line. Points that are hardly a pixel from the one before are skipped; of a line outside the view only the
 * ends count, which keeps polygons right because the straight line between them stays outside as well.
 * @param {CanvasRenderingContext2D|Path2D} context
 * @param {Line} line
 * @param {import("./project.mjs").View} view
 * @param {number} shift
 * @param {{backwards?: boolean, joined?: boolean, endsOnly?: boolean}} how
 */
export function traceLine(context, line, view, shift, { backwards = false, joined = false, endsOnly = false }) {
  const sparse = view.zoom < SPARSE_ZOOM ? (line.sparse ??= thinOut(line)) : null;
  const last = (sparse ? sparse.length : line.size) - 1;
  const stride = endsOnly ? Math.max(1, last) : 1;
  const step = sparse ? 1 : 0.6;
  let beforeX = Infinity;
  let beforeY = Infinity;
  for (let i = 0; i <= last; i += stride) {
    const turned = backwards ? last - i : i;
    const at = sparse ? sparse[turned] : line.from + turned;
    const x = line.x[at] * view.scale - shift;
    const y = line.y[at] * view.scale - view.originY;
    if (i === 0 && !joined) context.moveTo(x, y);
    else if (i === last || Math.abs(x - beforeX) + Math.abs(y - beforeY) >= step) context.lineTo(x, y);
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
      if (line.size === 0) continue;
      const endsOnly = !whole && ring.length > 1 && line.size > 8 && !isInView(line, view, shift, 4);
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
      for (let i = line.from + 1; i < line.from + line.size; i += 1) {
        const crosses = line.y[i] > y !== line.y[i - 1] > y;
        if (crosses && x < line.x[i] + ((y - line.y[i]) / (line.y[i - 1] - line.y[i])) * (line.x[i - 1] - line.x[i])) inside = !inside;
      }
    }
  }
  return inside;
}
