/**
 * Drawing the timeline: bars stacked by actor, brackets of ranges above them, the axis below.
 */

import { fitCanvas } from "./dom.mjs";
import { FONT } from "./shapes.mjs";
import { placeOf } from "./timebins.mjs";
import { MONTHS, sayNumber, splitDay } from "./words.mjs";

/** Pixels left and right of the bars, below them, between two ticks, and of a lane of brackets. */
export const LEFT = 10;
const AXIS = 18;
const TICK_ROOM = 64;
const LANE = 10;

/**
 * @typedef {ReturnType<typeof import("./timebins.mjs").countBins>} Counted
 * @typedef {{a: number, b: number, active: boolean, none: boolean}} Brush first and last bin chosen
 */

/**
 * Draw the bars.
 * @param {HTMLCanvasElement} canvas
 * @param {{width: number, height: number}} room
 * @param {import("./timebins.mjs").Scale} scale
 * @param {Counted} counted
 * @param {any} model
 * @param {Brush} brush
 */
export function drawBars(canvas, { width, height }, scale, counted, model, brush) {
  const context = fitCanvas(canvas, width, height);
  const theme = model.theme();
  const tones = model.slotTones.map((/** @type {{light: string, dark: string}} */ tone) => (theme.dark ? tone.dark : tone.light));
  const slots = tones.length;
  const bins = scale.edges.length - 1;
  const wide = (width - 2 * LEFT) / bins;
  const gap = wide > 5 ? 1 : 0;
  const lanes = counted.brackets.reduce((most, bracket) => Math.max(most, bracket.lane + 1), 0);
  const tall = height - AXIS - 4 - lanes * LANE;
  for (let bin = 0; bin < bins; bin += 1) {
    let y = height - AXIS;
    const dim = isOut(brush, bin, bin) ? 0.25 : 1;
    for (const [counts, alpha] of /** @type {[Float64Array, number][]} */ ([[counted.sharp, 1], [counted.pale, 0.4]])) {
      for (let slot = 0; slot < slots; slot += 1) {
        const tallness = (counts[bin * slots + slot] / (counted.most || 1)) * tall;
        if (tallness <= 0) continue;
        context.globalAlpha = alpha * dim;
        context.fillStyle = tones[slot];
        context.fillRect(LEFT + bin * wide, y - tallness, Math.max(1, wide - gap), tallness);
        y -= tallness;
      }
    }
  }
  for (const bracket of counted.brackets) {
    context.globalAlpha = isOut(brush, bracket.from, bracket.to) ? 0.25 : 1;
    drawBracket(context, bracket, scale, wide, tones[bracket.slot], model);
  }
  context.globalAlpha = 1;
  context.fillStyle = theme.border;
  context.fillRect(LEFT, height - AXIS, width - 2 * LEFT, 1);
  drawTicks(context, scale, width, height, theme);
}

/** @param {Brush} brush @param {number} from @param {number} to */
function isOut(brush, from, to) {
  return brush.none || (brush.active && (to < brush.a || from > brush.b));
}

/**
 * Draw one bracket: from its first day to its last, with the number where it stands for several events.
 * @param {CanvasRenderingContext2D} context
 * @param {import("./timebins.mjs").Bracket} bracket
 * @param {import("./timebins.mjs").Scale} scale
 * @param {number} wide pixels a bin
 * @param {string} colour
 * @param {any} model
 */
function drawBracket(context, { row, lane, count }, scale, wide, colour, model) {
  const { start, end } = model.table;
  const left = LEFT + placeOf(scale, start[row]) * wide;
  const right = Math.max(left + 6, LEFT + placeOf(scale, end[row] + 1) * wide);
  const y = 5.5 + lane * LANE;
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(left + 1, y + 5);
  context.lineTo(left + 1, y);
  context.lineTo(right - 1, y);
  context.lineTo(right - 1, y + 5);
  context.stroke();
  if (count < 2) return;
  const theme = model.theme();
  const text = `${sayNumber(count)}×`;
  context.font = `600 10px ${FONT}`;
  const room = context.measureText(text).width + 6;
  if (room > right - left - 10) return;
  const middle = (left + right) / 2;
  context.fillStyle = theme.panel;
  context.fillRect(middle - room / 2, y - 3, room, 6);
  context.fillStyle = theme.ink;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, middle, y + 1);
}

/**
 * Mark the bins that hold what the reader points at.
 * @param {HTMLCanvasElement} canvas
 * @param {{width: number, height: number}} room
 * @param {number} bins
 * @param {import("./timebins.mjs").Spans} spans
 * @param {number[]} rows dated ones
 * @param {any} model
 */
export function drawPointed(canvas, { width, height }, bins, spans, rows, model) {
  const context = fitCanvas(canvas, width, height);
  const wide = (width - 2 * LEFT) / bins;
  context.fillStyle = model.theme().ink;
  const seen = new Set();
  for (const row of rows) {
    const [from, to] = [spans.from[row], spans.to[row]];
    if (seen.has(from * bins + to)) continue;
    seen.add(from * bins + to);
    context.fillRect(LEFT + from * wide, height - AXIS, Math.max(2, (to - from + 1) * wide - 1), 3);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("./timebins.mjs").Scale} scale
 * @param {number} width
 * @param {number} height
 * @param {import("./theme.mjs").Theme} theme
 */
function drawTicks(context, scale, width, height, theme) {
  const bins = scale.edges.length - 1;
  const wide = (width - 2 * LEFT) / bins;
  context.font = `11px ${FONT}`;
  context.fillStyle = theme.quiet;
  context.textBaseline = "top";
  context.textAlign = "left";
  let free = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    const x = LEFT + bin * wide;
    const text = x < free ? null : sayTick(scale, bin);
    if (text === null || x + context.measureText(text).width > width) continue;
    context.fillRect(x, height - AXIS, 1, 4);
    context.fillText(text, x + 2, height - AXIS + 4);
    free = x + Math.max(TICK_ROOM, context.measureText(text).width + 14);
  }
}

/**
 * Say what stands below a bin: the year with the first tick and with every first month.
 * @param {import("./timebins.mjs").Scale} scale
 * @param {number} bin
 * @returns {string|null}
 */
function sayTick({ unit, edges }, bin) {
  const { year, month, day } = splitDay(edges[bin]);
  const short = MONTHS[month].slice(0, 3);
  if (unit === "year") return String(year);
  if (unit === "quarter") return month === 0 ? String(year) : null;
  if (unit === "month") return month === 0 || bin === 0 ? `${short} ${year}` : short;
  return `${day} ${short}${bin === 0 || (month === 0 && day <= 7) ? ` ${year}` : ""}`;
}
