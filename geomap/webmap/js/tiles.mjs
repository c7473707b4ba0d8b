/**
 * The switch of an online basemap: off until the reader asks for it, because it tells a host what the reader looks at.
 */

import { el } from "./dom.mjs";

/**
 * Make the switch.
 * @param {any} L
 * @param {any} map
 * @param {any} model
 * @param {() => void} redraw
 * @returns {HTMLElement}
 */
export function makeTilesSwitch(L, map, model, redraw) {
  const { name, url, subdomains, maxZoom, attribution, hosts } = model.payload.tiles;
  // some hosts refuse pictures to pages that do not say where they stand; the page itself says nothing to anybody
  const layer = L.tileLayer(url, { subdomains, maxNativeZoom: maxZoom, maxZoom: 19, referrerPolicy: "strict-origin-when-cross-origin" });
  const credit = el("span", { class: "gm-tiles-credit", hidden: true }, attribution);
  document.querySelector(".gm-credits")?.prepend(credit);
  const box = el("input", { type: "checkbox", on: { change: () => {
    model.online = box.checked;
    credit.hidden = !box.checked;
    if (box.checked) layer.addTo(map);
    else layer.remove();
    redraw();
  } } });
  return el("section", { class: "gm-section", "aria-label": "Online map" },
    el("div", { class: "gm-section-head" }, el("h2", {}, "Online map")),
    el("div", { class: "gm-row" }, el("label", {}, box, el("bdi", { class: "gm-name", title: name }, name))),
    el("p", { class: "gm-quiet gm-hint" }, `Asks ${[...new Set(hosts)].join(", ")} for pictures of the part you look at.`));
}
