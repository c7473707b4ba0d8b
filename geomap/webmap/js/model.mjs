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

/** Colours in the palette, then those of other actors and of events without an actor. */
export const SLOTS = 9;

/**
 * Make the model of a payload.
 * @param {any} payload
 * @returns {any}
 */
export function makeModel(payload) {
  const table = makeTable(payload);
  const layers = makeLayers(payload.groupBy, table, payload.countryNames);
  const basemap = decodeBasemap(payload.basemap);
  const filter = makeFilter(table, layers);
  const { slots, tones } = colourRows(payload.actors, table);
  const media = window.matchMedia("(prefers-color-scheme: dark)");
  let dark = media.matches;
  let choice = chooseAll();
  /** @type {number[]|null} */
  let order = null;
  let result = filter.apply(choice);
  /** @type {Record<string, ((value: any) => void)[]>} */
  const listeners = { filter: [], select: [], hover: [], theme: [] };
  const tell = (/** @type {string} */ what, /** @type {any} */ value) => listeners[what].forEach((run) => run(value));

  const model = {
    payload, table, layers, basemap,
    marker: makeMarker(table, basemap),
    labels: prepareLabels(payload.basemap.labels),
    selected: -1,
    hovered: -1,
    online: false,
    slots,
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
    hover(/** @type {number} */ row) {
      if (row === model.hovered) return;
      model.hovered = row;
      tell("hover", row);
    },
    setDark(/** @type {boolean} */ value) {
      dark = value;
      tell("theme", dark);
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
 * Give the palette place of every row, and the tones by actor code + 1 (0: no actor named).
 * @param {[string, string, string, number][]} actors
 * @param {import("./table.mjs").Table} table
 */
function colourRows(actors, table) {
  const known = new Map(actors.map((actor) => [actor[0], actor]));
  const words = table.words("actor");
  const light = ["#6b6b6b"];
  const dark = ["#a3a3a3"];
  const slotOfCode = words.map((word) => {
    const actor = known.get(word) || [word, light[0], dark[0], SLOTS - 1];
    light.push(actor[1]);
    dark.push(actor[2]);
    return actor[3];
  });
  const slots = Uint8Array.from(table.codes("actor"), (code) => (code < 0 ? SLOTS - 1 : slotOfCode[code]));
  return { slots, tones: [light, dark] };
}
