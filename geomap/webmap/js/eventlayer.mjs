/**
 * Drawing the events: hatched areas, rings of what is uncertain, labels between, marks on top.
 */

import { drawLabels, TakenBoxes, writeHaloed } from "./labels.mjs";
import { traceRings } from "./lines.mjs";
import { boxOf, placeMarks } from "./marks.mjs";
import { toLatitude, toUnitLength } from "./project.mjs";
import { drawBadge, drawPie, drawShape, FONT, makeHatch, shapeOf } from "./shapes.mjs";

/** With at most this many marks in view, single events carry the name of their place. */
const NAMED_MARKS = 14;
const NAMED_ZOOM = 4;
/** The name stands outside a ring of at most so many pixels. */
const WIDEST_RING = 60;
/** The canvas is larger than the map by this share of it on every side. */
const PADDING = 0.2;

/**
 * Make the painter of events.
 * @param {any} model
 * @returns {{draw: (context: CanvasRenderingContext2D, view: import("./project.mjs").View) => void,
 *   drawHighlights: (context: CanvasRenderingContext2D, rows: number[]) => void,
 *   marks: () => import("./marks.mjs").Mark[], forgetColours: () => void}}
 */
export function makeEventPainter(model) {
  const { table, basemap, marker, labels } = model;
  /** @type {Map<string, CanvasPattern>} */
  const hatches = new Map();
  /** @type {import("./marks.mjs").Mark[]} */
  let marks = [];
  const colourOf = (/** @type {number} */ row) => model.colourOf(row);

  /** @param {CanvasRenderingContext2D} context @param {import("./project.mjs").View} view */
  const draw = (context, view) => {
    const placed = placeMarks(table, marker, model.fails(), view, visibleFrame(view));
    marks = placed.marks;
    context.lineJoin = "round";
    for (const { group, shift } of placed.areas) drawArea(context, view, group, shift);
    for (const mark of marks) if (mark.kind === "shape") drawRing(context, view, mark);
    const taken = new TakenBoxes();
    for (const mark of marks) taken.take(boxOf(mark));
    namePlaces(context, view, taken);
    // an online map has its own names
    if (!model.online) drawLabels(context, view, labels, taken, model.theme());
    for (const mark of marks) drawMark(context, mark);
  };

  /** @param {CanvasRenderingContext2D} context @param {import("./project.mjs").View} view @param {any} group @param {number} shift */
  const drawArea = (context, view, group, shift) => {
    const [colour] = partsOf(group.rows)[0];
    context.beginPath();
    if (group.area >= 0) traceRings(context, basemap.areas[group.area].rings, basemap.lines, view, shift);
    else context.arc(group.x * view.scale - shift, group.y * view.scale - view.originY, group.radius * view.scale, 0, 2 * Math.PI);
    let hatch = hatches.get(colour);
    if (!hatch) hatches.set(colour, (hatch = makeHatch(context, colour, model.slotOf(group.rows[0]))));
    context.fillStyle = hatch;
    // inside an area that fills the view the hatching would cover what the reader came to see
    const fills = (group.east - group.west) * view.scale > 1.2 * view.width && (group.south - group.north) * view.scale > 1.2 * view.height;
    context.globalAlpha = fills ? 0.3 : 1;
    context.fill("evenodd");
    context.strokeStyle = colour;
    context.lineWidth = 1.4;
    context.globalAlpha = 0.85;
    context.stroke();
    context.globalAlpha = 1;
  };

  const isApproximate = (/** @type {number} */ row) => table.get("place_relation", row) !== "in";

  /**
   * Give the radius of an event's ring in pixels, 0 for none.
   * @param {import("./project.mjs").View} view
   * @param {import("./marks.mjs").Mark} mark
   */
  const ringOf = (view, mark) => {
    const [row] = mark.rows;
    const told = toUnitLength(table.get("radius_km", row) || 0, toLatitude(table.y[row])) * view.scale;
    // far out the ring of what is only near a place stays around its shape, so that it is told from an exact one
    const radius = isApproximate(row) ? Math.max(mark.r + 5, told) : told;
    return radius < mark.r + 3 || radius > 4000 ? 0 : radius;
  };

  /**
   * Draw the ring of an event's radius: dashed where the place is approximate, thin where it is just large.
   * @param {CanvasRenderingContext2D} context
   * @param {import("./project.mjs").View} view
   * @param {import("./marks.mjs").Mark} mark
   */
  const drawRing = (context, view, mark) => {
    const radius = ringOf(view, mark);
    if (!radius) return;
    const approximate = isApproximate(mark.rows[0]);
    context.beginPath();
    context.arc(mark.x, mark.y, radius, 0, 2 * Math.PI);
    context.setLineDash(approximate ? [5, 4] : []);
    context.lineWidth = approximate ? 1.6 : 1;
    context.strokeStyle = colourOf(mark.rows[0]);
    context.globalAlpha = approximate ? 0.9 : 0.5;
    context.stroke();
    context.globalAlpha = 1;
    context.setLineDash([]);
  };

  /** @param {CanvasRenderingContext2D} context @param {import("./project.mjs").View} view @param {TakenBoxes} taken */
  const namePlaces = (context, view, taken) => {
    const frame = visibleFrame(view);
    const single = marks.filter((mark) => mark.kind === "shape" && isInside(mark, frame));
    if (single.length > NAMED_MARKS || marks.length > 3 * NAMED_MARKS || view.zoom < NAMED_ZOOM) return;
    const theme = model.theme();
    context.font = `600 12px ${FONT}`;
    context.textBaseline = "middle";
    const named = new Set();
    for (const mark of single) {
      const name = table.get("place", mark.rows[0]);
      const spot = `${table.x[mark.rows[0]]},${table.y[mark.rows[0]]}`;
      if (!name || named.has(spot)) continue;
      const short = name.length > 34 ? `${[...name.slice(0, 66)].slice(0, 33).join("")}…` : name;
      const width = context.measureText(short).width;
      const ring = ringOf(view, mark);
      const reach = (ring > WIDEST_RING ? mark.r : Math.max(mark.r, ring)) + 8;
      const places = /** @type {[CanvasTextAlign, number, number][]} */ ([["left", reach, 1], ["right", -reach, -1]]);
      for (const [align, offset, side] of places) {
        const from = mark.x + offset;
        const box = { left: Math.min(from, from + side * width), right: Math.max(from, from + side * width), top: mark.y - 9, bottom: mark.y + 9 };
        if (!taken.isFree(box) || box.left < frame.left || box.right > frame.right) continue;
        taken.take(box);
        named.add(spot);
        context.textAlign = align;
        writeHaloed(context, short, from, mark.y, theme.ink, theme.halo);
        break;
      }
    }
  };

  /**
   * Sum weights by colour, largest share first.
   * @param {number[]} rows
   * @returns {[string, number][]}
   */
  const partsOf = (rows) => {
    const { dark } = model.theme();
    const sums = new Float64Array(model.slotTones.length);
    for (const row of rows) sums[model.slots[row]] += table.weight[row];
    /** @type {[string, number][]} */
    const parts = [];
    sums.forEach((sum, slot) => {
      if (sum > 0) parts.push([dark ? model.slotTones[slot].dark : model.slotTones[slot].light, sum]);
    });
    return parts.sort((a, b) => b[1] - a[1]);
  };

  /** @param {CanvasRenderingContext2D} context @param {import("./marks.mjs").Mark} mark */
  const drawMark = (context, mark) => {
    const theme = model.theme();
    const row = mark.rows[0];
    const doubtful = mark.rows.every((event) => table.get("confidence", event) < 0.5);
    if (mark.kind === "pie") {
      drawPie(context, { x: mark.x, y: mark.y, r: mark.r, parts: partsOf(mark.rows), text: `${shortNumber(mark.weight)}${doubtful ? "?" : ""}`, dashed: mark.vague }, theme);
    } else if (mark.kind === "badge") {
      drawBadge(context, { x: mark.x, y: mark.y, width: mark.width, height: mark.height, parts: partsOf(mark.rows), text: `${mark.weight}${doubtful ? "?" : ""}` }, theme);
    } else {
      drawShape(context, { shape: shapeOf(table.get("event_family", row)), x: mark.x, y: mark.y, r: mark.r, colour: colourOf(row), hollow: isApproximate(row), doubtful }, theme);
      if (mark.weight > 1) drawWeight(context, mark, theme);
    }
  };

  /**
   * Lift the marks of some events: larger, with a shadow and a ring.
   * @param {CanvasRenderingContext2D} context
   * @param {number[]} rows
   */
  const drawHighlights = (context, rows) => {
    const wanted = new Set(rows);
    for (const mark of marks) {
      if (!mark.rows.some((row) => wanted.has(row))) continue;
      context.save();
      context.shadowColor = "rgb(0 0 0 / 45%)";
      context.shadowBlur = 8;
      context.shadowOffsetY = 2;
      context.fillStyle = context.strokeStyle = model.theme().focus;
      context.beginPath();
      if (mark.kind === "badge") context.roundRect(mark.x - mark.width / 2 - 4, mark.y - mark.height / 2 - 4, mark.width + 8, mark.height + 8, 9);
      else context.arc(mark.x, mark.y, mark.r + 5, 0, 2 * Math.PI);
      context.fill();
      context.restore();
      drawMark(context, mark.kind === "badge" ? mark : { ...mark, r: mark.r + 1 });
    }
  };

  return { draw, drawHighlights, marks: () => marks, forgetColours: () => hatches.clear() };
}

/**
 * Give the part of the canvas that the reader sees.
 * @param {import("./project.mjs").View} view
 */
function visibleFrame(view) {
  const share = PADDING / (1 + 2 * PADDING);
  return { left: view.width * share, right: view.width * (1 - share), top: view.height * share, bottom: view.height * (1 - share) };
}

/** @param {import("./marks.mjs").Mark} mark @param {{left: number, right: number, top: number, bottom: number}} frame */
function isInside(mark, frame) {
  return mark.x > frame.left && mark.x < frame.right && mark.y > frame.top && mark.y < frame.bottom;
}

/**
 * Write an aggregate's number beside its shape.
 * @param {CanvasRenderingContext2D} context
 * @param {import("./marks.mjs").Mark} mark
 * @param {import("./theme.mjs").Theme} theme
 */
function drawWeight(context, mark, theme) {
  context.font = `600 11px ${FONT}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  writeHaloed(context, `×${shortNumber(mark.weight)}`, mark.x + mark.r + 3, mark.y - mark.r, theme.ink, theme.halo);
}

/**
 * Write a number in at most four characters.
 * @param {number} number
 * @returns {string}
 */
export function shortNumber(number) {
  if (number < 10000) return String(Math.round(number));
  return number < 1e6 ? `${Math.round(number / 1000)}k` : `${(number / 1e6).toFixed(1)}M`;
}
