/**
 * Binning: events that would lie on each other at the present scale become one mark.
 */

/**
 * @typedef {{x: number, y: number, weight: number, rows: number[], radius: number, oneSpot: boolean}} Bin
 */

/** Pixels: the width of a bin's cell. */
export const CELL = 44;
const SMALLEST = 7;
const PIE_SMALLEST = 12;
const LARGEST = 22;

/**
 * Sort points into cells of the screen and merge neighbours that would overlap.
 * @param {{x: ArrayLike<number>, y: ArrayLike<number>, weight: ArrayLike<number>}} points on the unit square
 * @param {ArrayLike<number>} rows the rows to bin
 * @param {number} scale pixels per unit
 * @param {{west: number, east: number, north: number, south: number}} bounds on the unit square; rows outside are left out
 * @param {(row: number) => boolean} [isArea] whether a row stands for an area and is drawn as a badge, wider than a shape
 * @returns {Bin[]} with pixel positions relative to unit 0, 0
 */
export function binPoints(points, rows, scale, bounds, isArea = () => false) {
  /** @type {Map<number, Bin>} */
  const cells = new Map();
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i];
    const x = points.x[row];
    const y = points.y[row];
    if (!(x >= bounds.west && x <= bounds.east && y >= bounds.north && y <= bounds.south)) continue;
    const px = x * scale;
    const py = y * scale;
    const key = Math.floor(px / CELL) * 4194304 + Math.floor(py / CELL);
    const bin = cells.get(key);
    const weight = points.weight[row];
    if (!bin) {
      cells.set(key, { x: px, y: py, weight, rows: [row], radius: 0, oneSpot: true });
    } else {
      if (bin.oneSpot && (points.x[bin.rows[0]] !== x || points.y[bin.rows[0]] !== y)) bin.oneSpot = false;
      const share = 1 / (bin.rows.length + 1);
      bin.x += (px - bin.x) * share;
      bin.y += (py - bin.y) * share;
      bin.weight += weight;
      bin.rows.push(row);
    }
  }
  const bins = [...cells.values()];
  sizeBins(bins, isArea);
  return mergeBins(bins, isArea);
}

/**
 * Give every bin its radius: area by weight, the largest bin the largest radius.
 * @param {Bin[]} bins
 * @param {(row: number) => boolean} isArea
 */
export function sizeBins(bins, isArea) {
  let most = 10;
  for (const bin of bins) if (bin.weight > most) most = bin.weight;
  for (const bin of bins) {
    const smallest = bin.rows.length > 1 || isArea(bin.rows[0]) ? PIE_SMALLEST + Math.min(4, String(bin.weight).length) : SMALLEST;
    bin.radius = Math.max(smallest, LARGEST * Math.sqrt(bin.weight / most));
  }
}

/**
 * Merge bins that overlap, heavier ones first taking in lighter ones.
 * @param {Bin[]} bins
 * @param {(row: number) => boolean} isArea
 * @returns {Bin[]}
 */
export function mergeBins(bins, isArea) {
  const ordered = [...bins].sort((a, b) => b.weight - a.weight || a.x - b.x || a.y - b.y);
  /** @type {Map<number, Bin[]>} */
  const placed = new Map();
  const kept = [];
  for (const bin of ordered) {
    const other = findOverlap(bin, placed);
    if (other) {
      const total = other.rows.length + bin.rows.length;
      other.oneSpot = other.oneSpot && bin.oneSpot && other.x === bin.x && other.y === bin.y;
      other.x += ((bin.x - other.x) * bin.rows.length) / total;
      other.y += ((bin.y - other.y) * bin.rows.length) / total;
      other.weight += bin.weight;
      for (const row of bin.rows) other.rows.push(row);
    } else {
      kept.push(bin);
      const key = cellKey(Math.floor(bin.x / CELL), Math.floor(bin.y / CELL));
      const list = placed.get(key);
      if (list) list.push(bin);
      else placed.set(key, [bin]);
    }
  }
  sizeBins(kept, isArea);
  return kept;
}

/** @param {number} column @param {number} line */
function cellKey(column, line) {
  return column * 4194304 + line;
}

/**
 * Find a placed bin that a bin would overlap.
 * @param {Bin} bin
 * @param {Map<number, Bin[]>} placed
 */
function findOverlap(bin, placed) {
  const column = Math.floor(bin.x / CELL);
  const line = Math.floor(bin.y / CELL);
  for (let dc = -1; dc <= 1; dc += 1) {
    for (let dl = -1; dl <= 1; dl += 1) {
      for (const other of placed.get(cellKey(column + dc, line + dl)) || []) {
        if (Math.hypot(other.x - bin.x, other.y - bin.y) < other.radius + bin.radius + 1) return other;
      }
    }
  }
  return null;
}

/**
 * Place the shapes of a small fan around its spot.
 * @param {number} count
 * @param {number} radius of one shape
 * @returns {{x: number, y: number}[]} offsets in pixels
 */
export function fanOffsets(count, radius) {
  const reach = Math.max(radius * 1.35, (radius * 1.15) / Math.sin(Math.PI / Math.max(2, count)));
  return Array.from({ length: count }, (_, i) => {
    const angle = (i / count) * 2 * Math.PI - Math.PI / 2;
    return { x: Math.cos(angle) * reach, y: Math.sin(angle) * reach };
  });
}
