/**
 * Quotes with the trigger and the place marked. Offsets are code points, which JavaScript's strings do not count.
 */

import { el } from "./dom.mjs";

/** Longer quotes are cut here, with a button for the rest. */
const LONGEST = 1200;

/**
 * Cut a text at code points into plain and marked pieces.
 * @param {string} text
 * @param {{from: number, to: number, kind: string}[]} spans
 * @returns {{text: string, kind: string|null}[]}
 */
export function cutQuote(text, spans) {
  const points = [...text];
  const sound = spans.filter(({ from, to }) => Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to && to <= points.length);
  sound.sort((a, b) => a.from - b.from);
  const pieces = [];
  let at = 0;
  for (const { from, to, kind } of sound) {
    if (from < at) continue;
    if (from > at) pieces.push({ text: points.slice(at, from).join(""), kind: null });
    pieces.push({ text: points.slice(from, to).join(""), kind });
    at = to;
  }
  if (at < points.length) pieces.push({ text: points.slice(at).join(""), kind: null });
  return pieces;
}

/**
 * Make the block of one quote.
 * @param {{quote: string, trigger?: number[]|null, place?: number[]|null}} evidence
 * @returns {HTMLElement}
 */
export function makeQuote({ quote, trigger, place }) {
  /** @type {{from: number, to: number, kind: string}[]} */
  const spans = [];
  if (Array.isArray(trigger)) spans.push({ from: trigger[0], to: trigger[1], kind: "gm-trigger" });
  if (Array.isArray(place)) spans.push({ from: place[0], to: place[1], kind: "gm-place" });
  const block = el("blockquote", { dir: "auto" });
  const fill = (/** @type {string} */ text) => block.replaceChildren(...cutQuote(text, spans).map((piece) => (piece.kind ? el("mark", { class: piece.kind }, piece.text) : document.createTextNode(piece.text))));
  if (quote.length <= LONGEST) {
    fill(quote);
    return block;
  }
  fill([...quote.slice(0, LONGEST)].join(""));
  const rest = el("button", { type: "button", class: "gm-link", on: { click: () => { fill(quote); rest.remove(); } } }, "Show the whole quote");
  return el("div", {}, block, rest);
}

/**
 * Read the evidence of an event; a frame that only has a quote gives one piece.
 * @param {import("./table.mjs").Table} table
 * @param {number} row
 * @returns {any[]}
 */
export function readEvidence(table, row) {
  const told = parseList(table.get("evidence", row)).filter((item) => item && typeof item.quote === "string");
  if (told.length) return told;
  const quote = table.get("quote", row);
  return quote ? [{ quote, source: table.get("source", row), source_url: table.get("source_url", row), published: null }] : [];
}

/**
 * Parse a JSON list that a cell holds; anything else is an empty list.
 * @param {string|null} text
 * @returns {any[]}
 */
export function parseList(text) {
  if (!text) return [];
  try {
    const value = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
