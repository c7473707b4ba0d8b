/**
 * The panel of one event: who, to whom, when, where, what it cost, who says so, how the place was chosen.
 */

import { copyText, describeAsGeoJson, describeAsText } from "./copy.mjs";
import { el, refill } from "./dom.mjs";
import { titleOf } from "./list.mjs";
import { makeQuote, parseList, readEvidence } from "./quotes.mjs";
import { makeSwatch } from "./tree.mjs";
import { countryOf, sayWhere } from "./where.mjs";
import { isoDay, sayAssertion, sayDate, sayDay, sayShortDate, sayTolls } from "./words.mjs";

/**
 * Make the panel.
 * @param {any} model
 * @param {{close: () => void, link: () => string, zoomTo: (row: number) => void, zoomToAll: (rows: number[]) => void,
 *   open: (row: number) => void}} actions
 * @returns {{node: HTMLElement, show: (row: number) => void, showMany: (rows: number[]) => void, hide: () => void}}
 */
export function makeDetail(model, actions) {
  const body = el("div", { class: "gm-detail-body" });
  const close = el("button", { type: "button", class: "gm-close", "aria-label": "Close", on: { click: actions.close } }, "×");
  const node = el("section", { class: "gm-detail", role: "region", "aria-label": "Event", tabindex: "-1", hidden: true }, close, body);
  const reveal = () => {
    node.hidden = false;
    body.scrollTop = 0;
  };
  return {
    node,
    show(row) {
      refill(body, ...describeEvent(model, row, actions));
      reveal();
    },
    showMany(rows) {
      refill(body, ...describeMany(model, rows, actions));
      reveal();
    },
    hide() {
      node.hidden = true;
    },
  };
}

/**
 * List the events of a mark that stands for several.
 * @param {any} model
 * @param {number[]} rows
 * @param {any} actions
 */
function describeMany(model, rows, actions) {
  const { table } = model;
  const first = rows.slice(0, 200);
  const places = new Set(rows.map((row) => table.get("place", row)));
  const [place] = places;
  const heading = places.size === 1 && place ? `${rows.length.toLocaleString("en-GB")} events: ${place}` : `${rows.length.toLocaleString("en-GB")} events here`;
  const items = first.map((row) => el("li", {},
    el("button", { type: "button", class: "gm-item", on: { click: () => actions.open(row), focus: () => model.point([row]), blur: () => model.point([]), mouseenter: () => model.point([row]), mouseleave: () => model.point([]) } },
      makeSwatch(model.toneOf(table.codes("actor")[row])),
      el("span", { class: "gm-item-text" }, el("bdi", { class: "gm-item-title" }, titleOf(table, row)),
        el("span", { class: "gm-quiet gm-item-line" }, sayShortDate(table.start[row], table.end[row], table.get("date_precision", row)), " · ", el("bdi", {}, table.get("place", row) || ""))))));
  return [
    el("h2", {}, heading),
    rows.length > 1 ? el("button", { type: "button", class: "gm-button", on: { click: () => actions.zoomToAll(rows) } }, "Zoom to them") : null,
    el("ul", { class: "gm-plain" }, ...items),
    rows.length > first.length ? el("p", { class: "gm-quiet" }, `and ${(rows.length - first.length).toLocaleString("en-GB")} more: zoom in or filter to see them`) : null,
  ].filter(Boolean);
}

/**
 * Describe one event.
 * @param {any} model
 * @param {number} row
 * @param {any} actions
 */
function describeEvent(model, row, actions) {
  const { table } = model;
  const get = (/** @type {string} */ name) => table.get(name, row);
  const count = table.weight[row];
  const status = get("status");
  const said = sayAssertion(get("assertion"), get("attributed_to"));
  const hasPlace = !Number.isNaN(table.x[row]);
  return [
    el("p", { class: "gm-kicker" }, makeSwatch(model.toneOf(table.codes("actor")[row])), el("bdi", {}, get("event_type") || get("event_family") || "event"), count > 1 ? ` · ${count.toLocaleString("en-GB")} times` : ""),
    el("h2", { dir: "auto" }, titleOf(table, row)),
    el("dl", { class: "gm-facts" },
      ...fact("Who", joinNames(parseList(get("actors")), get("actor")) || "no actor named"),
      ...fact("To whom", get("target")),
      ...whenFact(table, row),
      ...whereFact(model, row),
      ...fact("Casualties", sayTolls(get).join(", ")),
      ...fact("Says who", said),
      ...fact("Status", status === "found" ? null : `${status} by a person`),
    ),
    ...describeEvidence(table, row),
    el("h3", {}, "How sure"),
    ...describeConfidence(model, row),
    el("div", { class: "gm-actions" },
      hasPlace ? el("button", { type: "button", class: "gm-button", on: { click: () => actions.zoomTo(row) } }, "Zoom to it") : null,
      // a page that stands inside another has no address of its own
      location.protocol === "about:" ? null : copyButton("Copy link", () => actions.link()),
      copyButton("Copy text", () => describeAsText(model, row)),
      copyButton("Copy GeoJSON", () => describeAsGeoJson(model, row))),
  ].filter(Boolean);
}

/** @param {string} label @param {string|Node|null|undefined} value @returns {Node[]} */
function fact(label, value) {
  if (!value) return [];
  return [el("dt", {}, label), el("dd", { dir: "auto" }, value)];
}

/** @param {any[]} names @param {string|null} main @returns {string} */
function joinNames(names, main) {
  const all = names.filter((name) => typeof name === "string");
  return (all.length ? all : main ? [main] : []).join(", ");
}

/** @param {import("./table.mjs").Table} table @param {number} row */
function whenFact(table, row) {
  const start = table.start[row];
  const end = table.end[row];
  const words = sayDate(start, end, table.get("date_precision", row));
  const told = table.get("date_text", row);
  const exact = Number.isNaN(start) ? "" : start === end ? isoDay(start) : `${isoDay(start)} to ${isoDay(end)}`;
  return fact("When", el("span", {}, words, exact ? el("span", { class: "gm-aside" }, exact) : null, told ? el("span", { class: "gm-aside" }, "the text says “", el("bdi", {}, told), "”") : null));
}

/** @param {any} model @param {number} row */
function whereFact(model, row) {
  const { table } = model;
  const get = (/** @type {string} */ name) => table.get(name, row);
  const country = countryOf(model, row);
  const words = sayWhere(model, row);
  const inside = [get("admin1"), country].filter((name) => name && name !== get("place")).join(", ");
  const id = get("gazetteer_id");
  const latitude = get("latitude");
  const exact = latitude === null || ["country", "admin1"].includes(get("place_precision")) ? null : `${latitude.toFixed(4)}, ${get("longitude").toFixed(4)}`;
  return fact("Where", el("span", {}, words, inside ? el("span", { class: "gm-aside" }, inside) : null, exact ? el("span", { class: "gm-aside gm-figures" }, exact) : null, id ? el("span", { class: "gm-aside" }, gazetteerLink(id)) : null));
}

/** @param {string} id @returns {Node} */
function gazetteerLink(id) {
  const [source, key] = [id.slice(0, id.indexOf(":")), id.slice(id.indexOf(":") + 1)];
  if (source === "geonames" && /^\d+$/.test(key)) return outsideLink(`https://www.geonames.org/${key}`, `GeoNames ${key}`);
  if (source === "ourairports" && /^[\w-]+$/.test(key)) return outsideLink(`https://ourairports.com/airports/${key}/`, `OurAirports ${key}`);
  return el("span", {}, id);
}

/**
 * Make a link that leaves the page; anything but http and https is only written.
 * @param {string|null} address
 * @param {string} words
 * @returns {Node}
 */
export function outsideLink(address, words) {
  if (!address || !/^https?:\/\/[^\s]+$/i.test(address)) return el("bdi", {}, words);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, el("bdi", {}, words));
}

/** @param {import("./table.mjs").Table} table @param {number} row @returns {Node[]} */
function describeEvidence(table, row) {
  const evidence = readEvidence(table, row);
  const published = table.get("published", row);
  if (!evidence.length) {
    const source = table.get("source", row);
    return source ? [el("h3", {}, "Source"), el("p", { class: "gm-source" }, outsideLink(table.get("source_url", row), source), published === null ? "" : `, ${sayDay(published)}`)] : [];
  }
  const sources = table.get("sources", row) || 1;
  return [
    el("h3", {}, sources > 1 ? `What ${sources} sources say` : "What the source says"),
    ...evidence.map((item) => {
      const name = item.source || table.get("source", row) || item.doc_id;
      const day = typeof item.published === "string" ? sayPublished(item.published) : published === null ? null : sayDay(published);
      return el("figure", { class: "gm-quote" }, makeQuote(item),
        name ? el("figcaption", {}, outsideLink(item.source_url || table.get("source_url", row), name), day ? `, ${day}` : "") : null);
    }),
  ];
}

/** @param {string} text @returns {string} */
function sayPublished(text) {
  const days = Math.floor(Date.parse(text.slice(0, 10)) / 86400000);
  return Number.isNaN(days) ? text : sayDay(days);
}

/** @param {any} model @param {number} row @returns {Node[]} */
function describeConfidence(model, row) {
  const { table } = model;
  const confidence = table.get("confidence", row) ?? 1;
  const reason = table.get("place_reason", row);
  const others = parseList(table.get("runners_up", row)).filter((o) => o && typeof o.name === "string");
  const names = others.slice(0, 5).map((o) => [o.name, o.admin1, model.countryNames.get(o.country) || o.country].filter(Boolean).join(", "));
  const unsure = confidence < 0.5;
  return [
    el("p", {}, el("meter", { min: "0", max: "1", low: "0.5", high: "0.75", optimum: "1", value: confidence, "aria-label": "Confidence" }), ` ${Math.round(confidence * 100)} % confidence`),
    reason ? el("p", { class: "gm-quiet" }, "Place chosen: ", el("bdi", {}, reason)) : null,
    names.length ? el("p", { class: unsure ? "gm-warning" : "gm-quiet" }, unsure ? "Uncertain: could also be " : "Other places of that name: ", el("bdi", {}, names.join("; "))) : null,
  ].filter((node) => node !== null);
}

/** @param {string} label @param {() => string} text */
function copyButton(label, text) {
  const button = el("button", { type: "button", class: "gm-button", on: { click: async () => {
    const done = await copyText(text());
    button.textContent = done ? "Copied" : "Copying is blocked here";
    setTimeout(() => { button.textContent = label; }, 1600);
  } } }, label);
  return button;
}
