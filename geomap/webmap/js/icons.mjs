/**
 * Small pictures beside words: how a type, a precision or a kind of mark looks on the map.
 */

import { el, fitCanvas } from "./dom.mjs";
import { drawBadge, drawPie, drawShape, makeHatch, shapeOf } from "./shapes.mjs";

/**
 * Make a picture that is painted again when the theme changes.
 * @param {any} model
 * @param {number} width
 * @param {number} height
 * @param {(context: CanvasRenderingContext2D, theme: import("./theme.mjs").Theme) => void} paint
 * @returns {HTMLElement}
 */
function makePicture(model, width, height, paint) {
  const canvas = el("canvas", { class: "gm-icon", "aria-hidden": "true" });
  const repaint = () => paint(fitCanvas(canvas, width, height), model.theme());
  repaint();
  model.on("theme", repaint);
  return canvas;
}

/**
 * Draw the shape of a family of events, small.
 * @param {any} model
 * @param {string} family
 * @returns {HTMLElement}
 */
export function makeIcon(model, family) {
  return makePicture(model, 18, 18, (context, theme) => drawShape(context, { shape: shapeOf(family), x: 9, y: 9, r: 5.5, colour: theme.quiet, hollow: false, doubtful: false }, theme));
}

/**
 * Draw how a precision looks on the map: a filled shape, or a hatched area.
 * @param {any} model
 * @param {string} precision
 * @returns {HTMLElement}
 */
export function makePrecisionIcon(model, precision) {
  return makePicture(model, 18, 18, (context, theme) => {
    if (precision === "site" || precision === "city") {
      drawShape(context, { shape: "circle", x: 9, y: 9, r: 5, colour: theme.quiet, hollow: false, doubtful: false }, theme);
      return;
    }
    context.strokeStyle = theme.quiet;
    context.lineWidth = 1.2;
    context.setLineDash(precision === "unknown" ? [2, 2] : []);
    context.beginPath();
    if (precision === "admin2") context.arc(9, 9, 6, 0, 2 * Math.PI);
    else context.roundRect(2.5, 3.5, 13, 11, 2);
    context.fillStyle = precision === "unknown" ? "transparent" : makeHatch(context, theme.quiet, 0);
    context.fill();
    context.stroke();
  });
}

const WIDE = 38;
const HIGH = 28;
/** The legend's own example has two actors, so that a pie and a badge show that they split. */
const PARTS = (/** @type {any} */ model, /** @type {import("./theme.mjs").Theme} */ theme) => {
  const tones = model.slotTones.slice(0, 2);
  return /** @type {[string, number][]} */ (tones.map((/** @type {any} */ tone, /** @type {number} */ i) => [theme.dark ? tone.dark : tone.light, 2 - i]));
};

/** @type {Record<string, (context: CanvasRenderingContext2D, theme: import("./theme.mjs").Theme, model: any) => void>} */
const KEYS = {
  exact: (context, theme) => drawShape(context, { shape: "circle", x: WIDE / 2, y: HIGH / 2, r: 6.5, colour: theme.quiet, hollow: false, doubtful: false }, theme),
  near: (context, theme) => {
    context.beginPath();
    context.arc(WIDE / 2, HIGH / 2, 12, 0, 2 * Math.PI);
    context.setLineDash([4, 3]);
    context.lineWidth = 1.4;
    context.strokeStyle = theme.quiet;
    context.stroke();
    context.setLineDash([]);
    drawShape(context, { shape: "circle", x: WIDE / 2, y: HIGH / 2, r: 5, colour: theme.quiet, hollow: true, doubtful: false }, theme);
  },
  area: (context, theme, model) => {
    context.beginPath();
    context.roundRect(1.5, 1.5, WIDE - 3, HIGH - 3, 4);
    context.fillStyle = makeHatch(context, theme.quiet, 0);
    context.fill();
    context.strokeStyle = theme.quiet;
    context.lineWidth = 1.2;
    context.stroke();
    drawBadge(context, { x: WIDE / 2, y: HIGH / 2, width: 22, height: 18, parts: PARTS(model, theme), text: "3" }, theme);
  },
  pie: (context, theme, model) => drawPie(context, { x: WIDE / 2, y: HIGH / 2, r: 12, parts: PARTS(model, theme), text: "3", dashed: false }, theme),
  vague: (context, theme, model) => drawPie(context, { x: WIDE / 2, y: HIGH / 2, r: 9.5, parts: PARTS(model, theme), text: "3", dashed: true }, theme),
  doubt: (context, theme) => drawShape(context, { shape: "circle", x: WIDE / 2, y: HIGH / 2, r: 8, colour: theme.quiet, hollow: false, doubtful: true }, theme),
};

/**
 * Draw one of the kinds of marks for the legend.
 * @param {any} model
 * @param {string} key
 * @returns {HTMLElement}
 */
export function makeKey(model, key) {
  return makePicture(model, WIDE, HIGH, (context, theme) => KEYS[key](context, theme, model));
}
