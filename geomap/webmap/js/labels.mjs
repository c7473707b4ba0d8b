/**
 * Labels of the basemap: which to show at a zoom, and where none lies on another or on a mark.
 */

import { FONT } from "./shapes.mjs";
import { toUnitX, toUnitY, visibleCopies } from "./project.mjs";

/** Zoom from which a country's label may show, by rank. */
const COUNTRY_ZOOM = [2, 3, 3.75, 4.5, 5.25, 6.5];
/** Zoom from which a sea's label may show, by rank. */
const SEA_ZOOM = [1.75, 3, 4, 4.75, 5.75, 7];
/** Populations and the zoom from which cities of that size may show. */
const CITY_ZOOM = [[8e6, 3.75], [3e6, 4.25], [1e6, 5], [4e5, 5.75], [1.5e5, 6.5], [5e4, 7.25], [0, 8]];

/**
 * @typedef {{name: string, x: number, y: number, kind: "country"|"sea"|"city"|"division", size: number, from: number,
 *   until: number, order: number, capital: boolean}} Label
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 */

/**
 * Prepare the labels of a payload.
 * @param {{countries: any[][], seas: any[][], cities: any[][], divisions: any[][]}} packed
 * @returns {Label[]} the most important first
 */
export function prepareLabels(packed) {
  const at = (/** @type {any[]} */ row) => ({ name: row[0], x: toUnitX(row[2]), y: toUnitY(row[1]), capital: false });
  /** @type {Label[]} */
  const labels = [
    ...packed.countries.map((row) => ({ ...at(row), kind: /** @type {const} */ ("country"), size: row[3] < 1 ? 13 : 12, from: COUNTRY_ZOOM[row[3]], until: 8.5, order: row[3] })),
    ...packed.seas.map((row) => ({ ...at(row), kind: /** @type {const} */ ("sea"), size: row[3] < 2 ? 12 : 11, from: SEA_ZOOM[row[3]], until: 9, order: 0.5 + row[3] })),
    ...packed.cities.map((row) => {
      const capital = row[4] === 1;
      const zoom = cityZoom(row[3]);
      return { ...at(row), kind: /** @type {const} */ ("city"), size: capital || row[3] > 1e6 ? 12 : 11, from: capital ? Math.min(zoom, 5) : zoom, until: 30, order: 1.5 + zoom - (capital ? 2.5 : 0), capital };
    }),
    ...packed.divisions.map((row) => ({ ...at(row), kind: /** @type {const} */ ("division"), size: 11, from: 6.75, until: 10, order: 9 })),
  ];
  return labels.sort((a, b) => a.order - b.order);
}

/** @param {number} population @returns {number} */
function cityZoom(population) {
  return /** @type {number[]} */ (CITY_ZOOM.find(([least]) => population >= least))[1];
}

/** @param {Box} a @param {Box} b @returns {boolean} */
export function overlaps(a, b) {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}

/** Boxes taken so far, sorted into squares of the screen so that a look-up meets few. */
export class TakenBoxes {
  constructor() {
    /** @type {Map<string, Box[]>} */
    this.squares = new Map();
  }

  /** @param {Box} box @returns {string[]} */
  keys(box) {
    const keys = [];
    for (let c = Math.floor(box.left / 64); c <= Math.floor(box.right / 64); c += 1) {
      for (let l = Math.floor(box.top / 64); l <= Math.floor(box.bottom / 64); l += 1) keys.push(`${c},${l}`);
    }
    return keys;
  }

  /** @param {Box} box @returns {boolean} */
  isFree(box) {
    return this.keys(box).every((key) => (this.squares.get(key) || []).every((other) => !overlaps(box, other)));
  }

  /** @param {Box} box */
  take(box) {
    for (const key of this.keys(box)) {
      const list = this.squares.get(key);
      if (list) list.push(box);
      else this.squares.set(key, [box]);
    }
  }
}

/**
 * Draw the labels that fit.
 * @param {CanvasRenderingContext2D} context
 * @param {import("./project.mjs").View} view
 * @param {Label[]} labels
 * @param {TakenBoxes} taken
 * @param {import("./theme.mjs").Theme} theme
 */
export function drawLabels(context, view, labels, taken, theme) {
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const label of labels) {
    if (view.zoom < label.from || view.zoom > label.until) continue;
    for (const copy of visibleCopies(view)) {
      const x = (label.x + copy) * view.scale - view.originX;
      const y = label.y * view.scale - view.originY;
      if (x < -60 || x > view.width + 60 || y < -20 || y > view.height + 20) continue;
      if (label.kind === "city") drawCity(context, label, x, y, taken, theme);
      else drawName(context, view, label, x, y, taken, theme);
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("./project.mjs").View} view
 * @param {Label} label
 * @param {number} x
 * @param {number} y
 * @param {TakenBoxes} taken
 * @param {import("./theme.mjs").Theme} theme
 */
function drawName(context, view, label, x, y, taken, theme) {
  const sea = label.kind === "sea";
  context.font = `${sea ? "italic " : ""}${label.kind === "country" ? 600 : 400} ${label.size}px ${FONT}`;
  const lines = sea || label.name.length > 16 ? wrapName(label.name) : [label.name];
  const width = Math.max(...lines.map((line) => context.measureText(line).width));
  const height = lines.length * (label.size + 2);
  const boxAt = (/** @type {number} */ dy) => ({ left: x - width / 2 - 4, right: x + width / 2 + 4, top: y + dy - height / 2 - 3, bottom: y + dy + height / 2 + 3 });
  // a country's badge stands where its name would, so the name moves above or below
  const offset = (label.kind === "country" && view.zoom >= label.from + 1.25 ? [0, -27, 27] : [0]).find((dy) => taken.isFree(boxAt(dy)));
  if (offset === undefined) return;
  taken.take(boxAt(offset));
  context.textAlign = "center";
    lines.forEach((line, i) => {
    writeHaloed(context, line, x, y + offset + (i - (lines.length - 1) / 2) * (label.size + 2), sea ? theme.seaLabel : theme.label, sea ? theme.water : theme.halo);
  });
}

/**
 * Break a name of several words into two lines of about the same length.
 * @param {string} name
 * @returns {string[]}
 */
export function wrapName(name) {
  const words = name.split(" ");
  if (words.length < 2) return [name];
  let best = [name];
  let least = Infinity;
  for (let i = 1; i < words.length; i += 1) {
    const lines = [words.slice(0, i).join(" "), words.slice(i).join(" ")];
    const longest = Math.max(lines[0].length, lines[1].length);
    if (longest < least) [best, least] = [lines, longest];
  }
  return best;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Label} label
 * @param {number} x
 * @param {number} y
 * @param {TakenBoxes} taken
 * @param {import("./theme.mjs").Theme} theme
 */
function drawCity(context, label, x, y, taken, theme) {
  context.font = `${label.capital ? 500 : 400} ${label.size}px ${FONT}`;
  const width = context.measureText(label.name).width;
  const half = label.size / 2 + 2;
  const dot = { left: x - 4, right: x + 4, top: y - 4, bottom: y + 4 };
  const places = /** @type {[CanvasTextAlign, number, Box][]} */ ([
    ["left", x + 6, { left: x - 4, right: x + 10 + width, top: y - half, bottom: y + half }],
    ["right", x - 6, { left: x - 10 - width, right: x + 4, top: y - half, bottom: y + half }],
  ]);
  const place = places.find(([, , box]) => taken.isFree(box));
  if (!place || !taken.isFree(dot)) return;
  taken.take(place[2]);
  context.beginPath();
  if (label.capital) context.rect(x - 2.2, y - 2.2, 4.4, 4.4);
  else context.arc(x, y, 2, 0, 2 * Math.PI);
  context.fillStyle = theme.label;
  context.fill();
  context.textAlign = place[0];
  writeHaloed(context, label.name, place[1], y, theme.label, theme.halo);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {string} colour
 * @param {string} halo
 */
export function writeHaloed(context, text, x, y, colour, halo) {
  context.lineWidth = 3;
  context.strokeStyle = halo;
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}
