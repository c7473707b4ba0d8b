/**
 * Shapes of marks: the family of an event by outline, actors by colour, numbers in words on top.
 */

/** Outline by family of event; the words are those of geomap.model.EventFamily. */
const SHAPES = /** @type {Record<string, string>} */ ({
  battle: "circle",
  "explosion or strike": "circle",
  attack: "circle",
  "violence against civilians": "circle",
  "protest or riot": "diamond",
  "arrest or detention": "square",
  crime: "square",
  legal: "square",
  accident: "triangle",
  disaster: "triangle",
  disease: "cross",
  "diplomacy or politics": "ring",
  "military movement": "chevron",
  aid: "plus",
  other: "pentagon",
});

/** @param {string} family @returns {string} */
export function shapeOf(family) {
  return Object.hasOwn(SHAPES, family) ? SHAPES[family] : "pentagon";
}

/**
 * Trace a shape around a point.
 * @param {CanvasRenderingContext2D} context
 * @param {string} shape
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
export function traceShape(context, shape, x, y, r) {
  context.beginPath();
  if (shape === "square") context.rect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76);
  else if (shape === "diamond") tracePolygon(context, x, y, r * 1.2, 4, 0);
  else if (shape === "triangle") tracePolygon(context, x, y + r * 0.18, r * 1.25, 3, 0);
  else if (shape === "chevron") tracePolygon(context, x, y - r * 0.18, r * 1.25, 3, Math.PI);
  else if (shape === "pentagon") tracePolygon(context, x, y, r * 1.1, 5, 0);
  else if (shape === "plus") traceArms(context, x, y, r * 1.1, 0);
  else if (shape === "cross") traceArms(context, x, y, r * 1.15, Math.PI / 4);
  else context.arc(x, y, r, 0, 2 * Math.PI);
  context.closePath();
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} r @param {number} corners @param {number} turn */
function tracePolygon(context, x, y, r, corners, turn) {
  for (let i = 0; i < corners; i += 1) {
    const angle = turn - Math.PI / 2 + (i * 2 * Math.PI) / corners;
    context.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} r @param {number} turn */
function traceArms(context, x, y, r, turn) {
  const a = r * 0.36;
  const outline = [[-a, -r], [a, -r], [a, -a], [r, -a], [r, a], [a, a], [a, r], [-a, r], [-a, a], [-r, a], [-r, -a], [-a, -a]];
  for (const [dx, dy] of outline) {
    context.lineTo(x + dx * Math.cos(turn) - dy * Math.sin(turn), y + dx * Math.sin(turn) + dy * Math.cos(turn));
  }
}

/**
 * Draw one event's shape: filled where the place is known, hollow where it is approximate.
 * @param {CanvasRenderingContext2D} context
 * @param {{shape: string, x: number, y: number, r: number, colour: string, hollow: boolean, doubtful: boolean}} mark
 * @param {import("./theme.mjs").Theme} theme
 */
export function drawShape(context, { shape, x, y, r, colour, hollow, doubtful }, theme) {
  traceShape(context, shape, x, y, r + 1.6);
  context.fillStyle = theme.panel;
  context.fill();
  traceShape(context, shape, x, y, r);
  const open = hollow || shape === "ring";
  context.fillStyle = open ? theme.panel : colour;
  context.fill();
  context.lineWidth = open ? 2.4 : 1;
  context.strokeStyle = colour;
  context.stroke();
  if (doubtful) writeCentred(context, "?", x, y, Math.max(9, r * 1.3), open ? theme.ink : theme.panel, 700);
}

// the least share of a pie, and of a badge, whose round corner hides half of what stands at its end
const LEAST_SLICE = 1 / 8;
const LEAST_BAND = 1 / 4;

/**
 * Share a whole out among actors so that the smallest is still seen: one event of 56 is an event too.
 * @param {[string, number][]} parts colour and number of events
 * @param {number} least the least share of the whole that a part gets
 * @returns {[string, number][]} colour and share; the shares add up to 1
 */
export function shareOut(parts, least) {
  const total = parts.reduce((sum, [, count]) => sum + count, 0);
  const floor = Math.min(least, 1 / parts.length);
  const raised = parts.map(([, count]) => Math.max(count / total, floor));
  const whole = raised.reduce((sum, share) => sum + share, 0);
  return parts.map(([colour], index) => [colour, raised[index] / whole]);
}

/**
 * Draw a counted pie by actor.
 * @param {CanvasRenderingContext2D} context
 * @param {{x: number, y: number, r: number, parts: [string, number][], text: string, dashed: boolean}} pie
 * @param {import("./theme.mjs").Theme} theme
 */
export function drawPie(context, { x, y, r, parts, text, dashed }, theme) {
  context.beginPath();
  context.arc(x, y, r + 1.6, 0, 2 * Math.PI);
  context.fillStyle = theme.panel;
  context.fill();
  let angle = -Math.PI / 2;
  for (const [colour, share] of shareOut(parts, LEAST_SLICE)) {
    const next = angle + share * 2 * Math.PI;
    context.beginPath();
    context.moveTo(x, y);
    context.arc(x, y, r, angle, next);
    context.closePath();
    context.fillStyle = colour;
    context.fill();
    angle = next;
  }
  context.beginPath();
  context.arc(x, y, r - Math.max(3.5, r * 0.24), 0, 2 * Math.PI);
  context.fillStyle = theme.panel;
  context.fill();
  if (dashed) {
    context.beginPath();
    context.arc(x, y, r + 3.5, 0, 2 * Math.PI);
    context.setLineDash([3, 3]);
    context.lineWidth = 1.2;
    context.strokeStyle = theme.quiet;
    context.stroke();
    context.setLineDash([]);
  }
  writeCentred(context, text, x, y, text.length > 3 ? 10 : 11.5, theme.ink, 600);
}

/**
 * Draw the badge of an area: a rounded box with the number and a band of the actors' colours.
 * @param {CanvasRenderingContext2D} context
 * @param {{x: number, y: number, width: number, height: number, parts: [string, number][], text: string}} badge
 * @param {import("./theme.mjs").Theme} theme
 */
export function drawBadge(context, { x, y, width, height, parts, text }, theme) {
  const left = x - width / 2;
  const top = y - height / 2;
  context.save();
  context.beginPath();
  context.roundRect(left, top, width, height, 6);
  context.fillStyle = theme.panel;
  context.fill();
  context.clip();
  let at = left;
  for (const [colour, share] of shareOut(parts, LEAST_BAND)) {
    const wide = share * width;
    context.fillStyle = colour;
    context.fillRect(at, top + height - 4, wide + 0.5, 4);
    at += wide;
  }
  context.restore();
  context.beginPath();
  context.roundRect(left, top, width, height, 6);
  context.lineWidth = 1.5;
  context.strokeStyle = parts[0][0];
  context.stroke();
  writeCentred(context, text, x, y - 1.5, 12, theme.ink, 600);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {number} size
 * @param {string} colour
 * @param {number} weight
 */
export function writeCentred(context, text, x, y, size, colour, weight) {
  context.font = `${weight} ${size}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = colour;
  context.fillText(text, x, y + 0.5);
}

/** The page's font, for canvases. */
export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif';

/**
 * Make a hatching of thin diagonals, with a faint ground.
 * @param {CanvasRenderingContext2D} context
 * @param {string} colour
 * @param {number} slot shifts the angle, so that neighbours of two actors can be told apart without colour
 * @returns {CanvasPattern}
 */
export function makeHatch(context, colour, slot) {
  const size = 8;
  const tile = document.createElement("canvas");
  tile.width = tile.height = size * 2;
  const pen = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
  pen.scale(2, 2);
  pen.globalAlpha = 0.08;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, size, size);
  pen.globalAlpha = 0.42;
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.beginPath();
  const falling = slot % 2 === 1;
  for (let i = -size; i <= size * 2; i += size) {
    pen.moveTo(i, falling ? 0 : size);
    pen.lineTo(i + size, falling ? size : 0);
  }
  pen.stroke();
  const pattern = /** @type {CanvasPattern} */ (context.createPattern(tile, "repeat"));
  pattern.setTransform(new DOMMatrix([0.5, 0, 0, 0.5, 0, 0]));
  return pattern;
}
