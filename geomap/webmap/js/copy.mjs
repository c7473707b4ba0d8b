/**
 * Copying an event as text or GeoJSON.
 */

import { titleOf } from "./list.mjs";
import { parseList, readEvidence } from "./quotes.mjs";
import { sayWhere } from "./where.mjs";
import { isoDay, sayAssertion, sayDate, sayTolls } from "./words.mjs";

/**
 * Copy a text; where the clipboard is closed to pages from disk or in frames, by way of a selection.
 * @param {string} text
 * @returns {Promise<boolean>} whether it worked
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.style.position = "fixed";
    field.style.opacity = "0";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

/**
 * Write an event as a few lines of text.
 * @param {any} model
 * @param {number} row
 * @returns {string}
 */
export function describeAsText(model, row) {
  const { table } = model;
  const get = (/** @type {string} */ name) => table.get(name, row);
  const toll = sayTolls(get).join(", ");
  const said = sayAssertion(get("assertion"), get("attributed_to"));
  const lines = [
    titleOf(table, row),
    get("actor") ? `Who: ${get("actor")}` : null,
    get("target") ? `To whom: ${get("target")}` : null,
    `When: ${sayDate(table.start[row], table.end[row], get("date_precision"))}`,
    `Where: ${sayWhere(model, row)}`,
    toll ? `Casualties: ${toll}` : null,
    said ? `Says who: ${said}` : null,
    get("confidence") < 0.5 ? `Uncertain: ${Math.round(get("confidence") * 100)} % confidence` : null,
    ...readEvidence(table, row).map((item) => `“${item.quote}”${item.source ? ` (${item.source}${item.source_url ? `, ${item.source_url}` : ""})` : ""}`),
  ];
  return lines.filter(Boolean).join("\n");
}

/**
 * Write an event as a GeoJSON feature (RFC 7946), as the program's own export has it.
 * @param {any} model
 * @param {number} row
 * @returns {string}
 */
export function describeAsGeoJson(model, row) {
  const { table, payload } = model;
  const dates = new Set(["date_start", "date_end", "published"]);
  const lists = new Set(["actors", "runners_up", "evidence"]);
  /** @type {Record<string, any>} */
  const properties = {};
  for (const name of Object.keys(payload.columns)) {
    if (["area", "latitude", "longitude", "event_id"].includes(name)) continue;
    const value = table.get(name, row);
    if (value !== null) properties[name] = dates.has(name) ? isoDay(value) : lists.has(name) ? parseList(value) : value;
  }
  const latitude = table.get("latitude", row);
  const geometry = latitude === null ? null : { type: "Point", coordinates: [table.get("longitude", row), latitude] };
  return JSON.stringify({ type: "Feature", id: table.get("event_id", row), geometry, properties }, null, 2);
}
