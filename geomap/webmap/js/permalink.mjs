/**
 * The view and the choice as the part of the address after #, so that a link reproduces what the reader sees.
 */

import { PRECISIONS } from "./words.mjs";

/**
 * Write the state.
 * @param {any} model
 * @param {{latitude: number, longitude: number, zoom: number}|null} view
 * @param {Record<string, string>} panels
 * @returns {string} without the #
 */
export function writeState(model, view, panels) {
  const choice = model.choice();
  const parts = [];
  if (view) parts.push(["v", `${view.latitude.toFixed(4)},${view.longitude.toFixed(4)},${view.zoom}`]);
  if (choice.layers.size) parts.push(["off", packLeaves(model.layers, choice.layers)]);
  if (choice.types.size) parts.push(["type", packNumbers([...choice.types])]);
  if (choice.precisions.size) parts.push(["place", [...choice.precisions].sort().join(".")]);
  if (choice.vouched.size) parts.push(["said", [...choice.vouched].sort().join(".")]);
  if (choice.statuses.size) parts.push(["checked", [...choice.statuses].sort().join(".")]);
  if (choice.confidence) parts.push(["sure", String(Math.round(choice.confidence * 100))]);
  if (choice.text.trim()) parts.push(["q", encodeURIComponent(choice.text.trim())]);
  if (choice.range === "none") parts.push(["date", "none"]);
  else if (choice.range) parts.push(["date", `${choice.range[0]}~${choice.range[1]}`]);
  if (choice.placeless) parts.push(["placeless", "1"]);
  if (model.selected >= 0) parts.push(["event", encodeURIComponent(model.table.get("event_id", model.selected))]);
  for (const [name, value] of Object.entries(panels)) parts.push([name, value]);
  return parts.map(([name, value]) => `${name}=${value}`).join("&");
}

/**
 * Read a state; what does not fit this map is left out.
 * @param {any} model
 * @param {string} hash
 * @returns {{choice: any, view: null|{latitude: number, longitude: number, zoom: number}, selected: number,
 *   panels: Record<string, string>}}
 */
export function readState(model, hash) {
  const given = Object.fromEntries(hash.replace(/^#/, "").split("&").filter(Boolean).map((part) => {
    const at = part.indexOf("=");
    return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
  }));
  const words = (/** @type {string|undefined} */ text) => new Set((text || "").split(".").filter(Boolean));
  const known = new Set(PRECISIONS.map(([word]) => word));
  const days = /^(-?\d+)~(-?\d+)$/.exec(given.date || "");
  const view = (given.v || "").split(",").map(Number);
  return {
    choice: {
      layers: unpackLeaves(model.layers, given.off || ""),
      types: new Set((given.type || "").split(".").filter(Boolean).map((n) => parseInt(n, 36)).filter(Number.isInteger)),
      precisions: new Set([...words(given.place)].filter((word) => known.has(word))),
      vouched: words(given.said),
      statuses: words(given.checked),
      confidence: Math.max(0, Math.min(1, (Number(given.sure) || 0) / 100)),
      text: decode(given.q || ""),
      range: given.date === "none" ? "none" : days ? [Number(days[1]), Number(days[2])] : null,
      placeless: given.placeless === "1",
    },
    view: view.length === 3 && view.every(Number.isFinite) && Math.abs(view[0]) <= 90 ? { latitude: view[0], longitude: view[1], zoom: view[2] } : null,
    selected: findEvent(model.table, decode(given.event || "")),
    panels: Object.fromEntries(["panel", "tab", "sort", "side"].filter((name) => name in given).map((name) => [name, given[name]])),
  };
}

/** @param {string} text @returns {string} */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** @param {import("./table.mjs").Table} table @param {string} id @returns {number} */
function findEvent(table, id) {
  if (!id) return -1;
  for (let row = 0; row < table.size; row += 1) if (table.get("event_id", row) === id) return row;
  return -1;
}

/** @param {number[]} numbers @returns {string} */
function packNumbers(numbers) {
  return numbers.sort((a, b) => a - b).map((n) => n.toString(36)).join(".");
}

/**
 * Write hidden leaves: a group that is hidden whole as "g3", single leaves by number, runs as "5-9", or, where fewer are
 * shown than hidden, the shown ones after "!".
 * @param {import("./layers.mjs").Layers} layers
 * @param {Set<number>} off
 * @returns {string}
 */
export function packLeaves(layers, off) {
  const rest = [];
  for (let leaf = 0; leaf < layers.leafCount; leaf += 1) if (!off.has(leaf)) rest.push(leaf);
  return rest.length < off.size ? `!${packRuns(rest)}` : packRuns([...off].sort((a, b) => a - b));
}

/** @param {number[]} numbers in order @returns {string} */
function packRuns(numbers) {
  const runs = [];
  for (let i = 0; i < numbers.length; i += 1) {
    let j = i;
    while (j + 1 < numbers.length && numbers[j + 1] === numbers[j] + 1) j += 1;
    runs.push(i === j ? numbers[i].toString(36) : `${numbers[i].toString(36)}-${numbers[j].toString(36)}`);
    i = j;
  }
  return runs.join(".");
}

/**
 * Read hidden leaves again.
 * @param {import("./layers.mjs").Layers} layers
 * @param {string} text
 * @returns {Set<number>}
 */
export function unpackLeaves(layers, text) {
  const inverse = text.startsWith("!");
  const listed = new Set();
  for (const run of text.replace("!", "").split(".").filter(Boolean)) {
    const [from, to = from] = run.split("-").map((n) => parseInt(n, 36));
    for (let leaf = from; leaf <= Math.min(to, layers.leafCount - 1); leaf += 1) if (leaf >= 0) listed.add(leaf);
  }
  if (!inverse) return listed;
  return new Set(Array.from({ length: layers.leafCount }, (_, leaf) => leaf).filter((leaf) => !listed.has(leaf)));
}
