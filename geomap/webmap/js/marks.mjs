/**
 * Marks: what stands on the map for the shown events at one view. Points are binned; areas keep their shape and a badge.
 */

import { binPoints, fanOffsets } from "./bins.mjs";
import { isInRings, ringBox } from "./lines.mjs";
import { toLatitude, toUnitLength, toUnitX, toUnitY, visibleCopies } from "./project.mjs";

/** Kilometres assumed for an event whose area has neither outline nor radius. */
const USUAL_RADIUS = /** @type {Record<string, number>} */ ({ admin2: 25, admin1: 80, country: 250 });
/** Below this many pixels an area is too small for hatching and joins the bins. */
const SMALL_AREA = 34;
/** So many events on one spot make a fan, more of them a pie. */
const FAN_MOST = 7;
/** Pixels of a shape in a fan. */
const FAN_RADIUS = 7.5;
/** From this zoom on; farther out a fan would spread over half a country. */
const FAN_ZOOM = 5;
/** Pixels between the edge of the map and a badge that is kept in view. */
const EDGE = 48;

/**
 * @typedef {{x: number, y: number, west: number, east: number, north: number, south: number, rows: number[],
 *   weight: number, area: number, radius: number, whole: {west: number, east: number, north: number, south: number}}} AreaGroup
 *   on the unit square; `area` is -1 for a circle; `whole` is the box of all parts, the others are the largest part's
 * @typedef {{kind: "shape"|"pie"|"badge", x: number, y: number, r: number, width: number, height: number,
 *   rows: number[], weight: number, group: AreaGroup|null, vague: boolean}} Mark in canvas pixels
 */

/**
 * Make the marker of a table: what is drawn as area, what as point.
 * @param {import("./table.mjs").Table} table
 * @param {import("./basemap.mjs").Basemap} basemap
 */
export function makeMarker(table, basemap) {
  const wide = table.words("place_precision").map((word) => Object.hasOwn(USUAL_RADIUS, word));
  const precisions = table.codes("place_precision");
  const within = table.words("place_relation").indexOf("in");
  const relations = table.codes("place_relation");
  /** @type {Map<string, number>} */
  const keys = new Map();
  /** @type {AreaGroup[]} */
  const groups = [];
  const groupOf = new Int32Array(table.size).fill(-1);
  for (let row = 0; row < table.size; row += 1) {
    if (!wide[precisions[row]] || relations[row] !== within || Number.isNaN(table.x[row])) continue;
    const area = table.area[row];
    const radius = table.get("radius_km", row) || USUAL_RADIUS[table.get("place_precision", row)];
    const key = area >= 0 ? `a${area}` : `${table.x[row]},${table.y[row]},${radius}`;
    let number = keys.get(key);
    if (number === undefined) {
      number = groups.length;
      keys.set(key, number);
      groups.push(area >= 0 ? outlineGroup(basemap, area) : circleGroup(table.x[row], table.y[row], radius));
    }
    groupOf[row] = number;
  }
  return { groups, groupOf, basemap };
}

/** @param {import("./basemap.mjs").Basemap} basemap @param {number} area @returns {AreaGroup} */
function outlineGroup(basemap, area) {
  const { rings, latitude, longitude } = basemap.areas[area];
  const boxes = rings.map((/** @type {number[]} */ ring) => ringBox(ring, basemap.lines));
  // the box of the largest part: a country's far islands do not make it wide
  const box = boxes.reduce((/** @type {any} */ a, /** @type {any} */ b) => ((b.east - b.west) * (b.south - b.north) > (a.east - a.west) * (a.south - a.north) ? b : a), boxes[0]);
  const whole = { west: Infinity, east: -Infinity, north: Infinity, south: -Infinity };
  for (const part of boxes) {
    whole.west = Math.min(whole.west, part.west);
    whole.east = Math.max(whole.east, part.east);
    whole.north = Math.min(whole.north, part.north);
    whole.south = Math.max(whole.south, part.south);
  }
  return { x: toUnitX(longitude), y: toUnitY(latitude), ...box, whole, rows: [], weight: 0, area, radius: 0 };
}

/** @param {number} x @param {number} y @param {number} kilometres @returns {AreaGroup} */
function circleGroup(x, y, kilometres) {
  const radius = toUnitLength(kilometres, toLatitude(y));
  const box = { west: x - radius, east: x + radius, north: y - radius, south: y + radius };
  return { x, y, ...box, whole: box, rows: [], weight: 0, area: -1, radius };
}

/**
 * Place the marks of the shown events in a view.
 * @param {import("./table.mjs").Table} table
 * @param {{groups: AreaGroup[], groupOf: Int32Array, basemap: import("./basemap.mjs").Basemap}} marker
 * @param {Uint8Array} fails
 * @param {import("./project.mjs").View} view
 * @param {{left: number, right: number, top: number, bottom: number}} frame the part of the view that the reader sees
 * @returns {{marks: Mark[], areas: {group: AreaGroup, shift: number}[]}}
 */
export function placeMarks(table, marker, fails, view, frame) {
  const { basemap } = marker;
  for (const group of marker.groups) {
    group.rows = [];
    group.weight = 0;
  }
  const points = [];
  const small = new Set(marker.groups.filter((group) => (group.east - group.west) * view.scale < SMALL_AREA && (group.south - group.north) * view.scale < SMALL_AREA));
  for (let row = 0; row < table.size; row += 1) {
    if (fails[row] !== 0 || Number.isNaN(table.x[row])) continue;
    const group = marker.groupOf[row] >= 0 ? marker.groups[marker.groupOf[row]] : null;
    if (group) {
      group.rows.push(row);
      group.weight += table.weight[row];
    }
    if (!group || small.has(group)) points.push(row);
  }
  const marks = [];
  const areas = [];
  for (const copy of visibleCopies(view)) {
    const shift = view.originX - copy * view.scale;
    const margin = 40 / view.scale;
    const bounds = {
      west: shift / view.scale - margin, east: (shift + view.width) / view.scale + margin,
      north: view.originY / view.scale - margin, south: (view.originY + view.height) / view.scale + margin,
    };
    const bins = binPoints(table, points, view.scale, bounds, (row) => marker.groupOf[row] >= 0);
    for (const bin of bins) {
      marks.push(...marksOfBin(table, marker, bin, bin.x - shift, bin.y - view.originY, view.zoom >= FAN_ZOOM && hasRoom(bin, bins)));
    }
    for (const group of marker.groups) {
      const { whole } = group;
      const seen = whole.east >= bounds.west && whole.west <= bounds.east && whole.south >= bounds.north && whole.north <= bounds.south;
      if (group.rows.length && !small.has(group) && seen) areas.push({ group, shift });
    }
  }
  for (const { group, shift } of areas) placeBadge(group, view, shift, marks, frame, basemap);
  return { marks, areas };
}

/**
 * @param {import("./table.mjs").Table} table
 * @param {{groups: AreaGroup[], groupOf: Int32Array}} marker
 * @param {import("./bins.mjs").Bin} bin
 * @param {number} x
 * @param {number} y
 * @param {boolean} canFan whether a fan would touch no other mark
 * @returns {Mark[]}
 */
function marksOfBin(table, marker, bin, x, y, canFan) {
  const vague = bin.rows.some((row) => marker.groupOf[row] >= 0);
  const base = { width: 0, height: 0, group: null, vague };
  if (bin.rows.length === 1 && !vague) {
    return [{ ...base, kind: "shape", x, y, r: bin.radius, rows: bin.rows, weight: bin.weight }];
  }
  // an area too small to hatch stays a badge: nothing that stands for an area looks like a pin
  if (bin.rows.length === 1) {
    return [{ ...base, kind: "badge", x, y, r: 0, width: badgeWidth(bin.weight), height: 24, rows: bin.rows, weight: bin.weight }];
  }
  if (bin.oneSpot && bin.rows.length <= FAN_MOST && !vague && canFan) {
    const offsets = fanOffsets(bin.rows.length, FAN_RADIUS);
    return bin.rows.map((row, i) => ({ ...base, kind: /** @type {const} */ ("shape"), x: x + offsets[i].x, y: y + offsets[i].y, r: FAN_RADIUS, rows: [row], weight: table.weight[row] }));
  }
  return [{ ...base, kind: "pie", x, y, r: bin.radius, rows: bin.rows, weight: bin.weight }];
}

/**
 * Tell whether the fan of a bin would touch no other bin.
 * @param {import("./bins.mjs").Bin} bin
 * @param {import("./bins.mjs").Bin[]} bins
 */
export function hasRoom(bin, bins) {
  if (!bin.oneSpot || bin.rows.length < 2 || bin.rows.length > FAN_MOST) return false;
  const [first] = fanOffsets(bin.rows.length, FAN_RADIUS);
  const reach = Math.hypot(first.x, first.y) + FAN_RADIUS + 2;
  return bins.every((other) => other === bin || Math.hypot(other.x - bin.x, other.y - bin.y) > reach + other.radius);
}

/** @param {AreaGroup} group @param {number} x @param {number} y @returns {Mark} */
function badgeOf(group, x, y) {
  return { kind: "badge", x, y, r: 0, width: badgeWidth(group.weight), height: 24, rows: group.rows, weight: group.weight, group, vague: true };
}

/** @param {number} weight @returns {number} */
function badgeWidth(weight) {
  return 20 + 8 * String(weight).length;
}

/** Where a badge may stand, as shares of its area's box around the label point. */
const BADGE_PLACES = [[0, 0], [0, -0.16], [0, 0.16], [-0.16, 0], [0.16, 0], [-0.14, -0.14], [0.14, -0.14], [-0.14, 0.14], [0.14, 0.14], [0, -0.28], [0, 0.28]];

/**
 * Add the badge of an area where it covers no other mark and stays well inside the area; where it cannot, the area's
 * events join the mark that is in the way.
 * @param {AreaGroup} group
 * @param {import("./project.mjs").View} view
 * @param {number} shift
 * @param {Mark[]} marks
 * @param {{left: number, right: number, top: number, bottom: number}} frame
 * @param {import("./basemap.mjs").Basemap} basemap
 */
export function placeBadge(group, view, shift, marks, frame, basemap) {
  const wide = (group.east - group.west) * view.scale;
  const high = (group.south - group.north) * view.scale;
  const home = keepInView({ x: group.x * view.scale - shift, y: group.y * view.scale - view.originY }, group, view, shift, frame, basemap);
  const badge = badgeOf(group, home.x, home.y);
  for (const [dx, dy] of BADGE_PLACES) {
    badge.x = home.x + dx * wide;
    badge.y = home.y + dy * high;
    const box = boxOf(badge);
    if (!marks.some((mark) => meets(box, boxOf(mark)))) {
      marks.push(badge);
      return;
    }
  }
  [badge.x, badge.y] = [home.x, home.y];
  const box = boxOf(badge);
  const other = marks.find((mark) => meets(box, boxOf(mark)));
  if (!other) return;
  Object.assign(other, { kind: "pie", rows: [...other.rows, ...group.rows], weight: other.weight + group.weight, vague: true, group: null });
  other.r = Math.max(other.r, 15);
}

/**
 * Bring the place of a badge to the edge of what the reader sees, where the area reaches there: whoever looks at a town
 * still sees that the hatching around it stands for events somewhere in the country.
 * @param {{x: number, y: number}} home
 * @param {AreaGroup} group
 * @param {import("./project.mjs").View} view
 * @param {number} shift
 * @param {{left: number, right: number, top: number, bottom: number}} frame
 * @param {import("./basemap.mjs").Basemap} basemap
 */
function keepInView(home, group, view, shift, frame, basemap) {
  const x = Math.max(frame.left + EDGE, Math.min(frame.right - EDGE, home.x));
  const y = Math.max(frame.top + EDGE, Math.min(frame.bottom - EDGE, home.y));
  if (x === home.x && y === home.y) return home;
  const at = { x: (x + shift) / view.scale, y: (y + view.originY) / view.scale };
  const inside = group.area >= 0 ? isInRings(basemap.areas[group.area].rings, basemap.lines, at.x, at.y) : Math.hypot(at.x - group.x, at.y - group.y) < group.radius;
  return inside ? { x, y } : home;
}

/** @param {{left: number, right: number, top: number, bottom: number}} a @param {{left: number, right: number, top: number, bottom: number}} b */
function meets(a, b) {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}

/**
 * Give the box around a mark.
 * @param {Mark} mark
 */
export function boxOf(mark) {
  const halfWidth = (mark.kind === "badge" ? mark.width / 2 : mark.r) + 3;
  const halfHeight = (mark.kind === "badge" ? mark.height / 2 : mark.r) + 3;
  return { left: mark.x - halfWidth, right: mark.x + halfWidth, top: mark.y - halfHeight, bottom: mark.y + halfHeight };
}

/**
 * Find the mark under a point of the canvas; touch gets a wider reach.
 * @param {Mark[]} marks
 * @param {number} x
 * @param {number} y
 * @param {number} reach in pixels
 * @returns {Mark|null}
 */
export function findMark(marks, x, y, reach) {
  let best = null;
  let least = Infinity;
  for (const mark of marks) {
    const dx = mark.kind === "badge" ? Math.max(0, Math.abs(x - mark.x) - mark.width / 2) : Math.max(0, Math.hypot(x - mark.x, y - mark.y) - mark.r);
    const dy = mark.kind === "badge" ? Math.max(0, Math.abs(y - mark.y) - mark.height / 2) : 0;
    const distance = Math.hypot(dx, dy);
    if (distance <= reach && distance < least) [best, least] = [mark, distance];
  }
  return best;
}
