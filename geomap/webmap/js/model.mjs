/**
 * What the page knows and shows: the table, the reader's choice, the event that is open or pointed at. Views listen.
 */

import { decodeBasemap } from "./basemap.mjs";
import { chooseAll, makeFilter } from "./filter.mjs";
import { prepareLabels } from "./labels.mjs";
import { makeLayers } from "./layers.mjs";
import { makeMarker } from "./marks.mjs";
import { makeTable } from "./table.mjs";
import { pickTheme } from "./theme.mjs";

/** So many colours are told apart in the timeline; a reader's own list may name more. */
const MOST_SLOTS = 40;
/** The colour of events without an actor, and of actors beyond the palette. */
const OTHERS = { light: "#6b6b6b", dark: "#a3a3a3" };

/**
 * Make the model of a payload.
 * @param {any} payload
 * @returns {any}
 */
export function makeModel(payload) {
  const table = makeTable(payload);
  // a map, because a hostile code such as "constructor" would find something in an object
  const countryNames = new Map(Object.entries(payload.countryNames));
  const layers = makeLayers(payload.groupBy, table, countryNames);
  const basemap = decodeBasemap(payload.basemap);
  const filter = makeFilter(table, layers);
  const { slots, slotTones, tones } = colourRows(payload.actors, table);
  const media = window.matchMedia("(prefers-color-scheme: dark)");
  let dark = media.matches;
  let choice = chooseAll();
  /** @type {number[]|null} */
  let order = null;
  let result = { fails: new Uint8Array(table.size), shown: table.size };
  /** @type {Record<string, ((value: any) => void)[]>} */
  const listeners = { filter: [], select: [], point: [], theme: [] };
  const tell = (/** @type {string} */ what, /** @type {any} */ value) => listeners[what].forEach((run) => run(value));

  const model = {
    payload, table, layers, basemap, countryNames,
    marker: makeMarker(table, basemap),
    labels: prepareLabels(payload.basemap.labels),
    selected: -1,
    /** @type {number[]} the events pointed at, on the map, in the list or on the timeline */
    pointed: [],
    online: false,
    slots,
    slotTones,
    choice: () => choice,
    fails: () => result.fails,
    shown: () => result.shown,
    theme: () => pickTheme(dark),
    colourOf: (/** @type {number} */ row) => tones[dark ? 1 : 0][actorOf(row)],
    toneOf: (/** @type {number} */ actor) => ({ light: tones[0][actor + 1] || tones[0][0], dark: tones[1][actor + 1] || tones[1][0] }),
    slotOf: (/** @type {number} */ row) => slots[row],
    on: (/** @type {string} */ what, /** @type {(value: any) => void} */ run) => listeners[what].push(run),
    choose(/** @type {any} */ changes) {
      choice = { ...choice, ...changes };
      result = filter.apply(choice);
      tell("filter", choice);
    },
    select(/** @type {number} */ row) {
      if (row === model.selected) return;
      model.selected = row;
      tell("select", row);
    },
    point(/** @type {number[]} */ rows) {
      if (rows.length === model.pointed.length && rows.every((row, i) => row === model.pointed[i])) return;
      model.pointed = rows;
      tell("point", rows);
    },
    setDark(/** @type {boolean} */ value) {
      dark = value;
      tell("theme", dark);
    },
    /** Rows of the shown events, as they come. */
    shownRows() {
      const rows = [];
      for (let row = 0; row < table.size; row += 1) if (result.fails[row] === 0) rows.push(row);
      return rows;
    },
    /** Rows of the shown events, in the order of time; undated ones last. */
    orderedRows() {
      order ??= Array.from({ length: table.size }, (_, row) => row).sort((a, b) => compareDays(table.start[a], table.start[b]) || a - b);
      return order.filter((row) => result.fails[row] === 0);
    },
  };
  const codes = table.codes("actor");
  const actorOf = (/** @type {number} */ row) => codes[row] + 1;
  media.addEventListener("change", () => model.setDark(media.matches));
  return model;
}

/** @param {number} a @param {number} b @returns {number} */
function compareDays(a, b) {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b;
}

/**
 * Give every row the number of its colour, and the tones by actor code + 1 (0: no actor named).
 * @param {[string, string, string, number][]} actors
 * @param {import("./table.mjs").Table} table
 * @returns {{slots: Uint8Array, slotTones: {light: string, dark: string}[], tones: string[][]}} other actors come last
 */
function colourRows(actors, table) {
  const known = new Map(actors.map(([name, light, dark]) => [name, { light, dark }]));
  const tones = [OTHERS, ...table.words("actor").map((word) => known.get(word) || OTHERS)];
  /** @type {Map<string, number>} */
  const numbers = new Map();
  const slotTones = [];
  for (const [, light, dark] of actors) {
    if (numbers.has(light + dark) || light === OTHERS.light || slotTones.length === MOST_SLOTS) continue;
    numbers.set(light + dark, slotTones.length);
    slotTones.push({ light, dark });
  }
  const slotOfCode = tones.map(({ light, dark }) => numbers.get(light + dark) ?? slotTones.length);
  return {
    slots: Uint8Array.from(table.codes("actor"), (code) => slotOfCode[code + 1]),
    slotTones: [...slotTones, OTHERS],
    tones: [tones.map((tone) => tone.light), tones.map((tone) => tone.dark)],
  };
}
