/**
 * The window of days on the timeline: its two handles, and what the pointer does to it.
 */

import { el } from "./dom.mjs";
import { isoDay } from "./words.mjs";

/**
 * Make a handle that arrow keys move.
 * @param {string} label
 * @param {(step: number, jump: number|null) => void} move
 * @returns {HTMLElement}
 */
export function makeHandle(label, move) {
  const keys = /** @type {Record<string, [number, number|null]>} */ ({ ArrowLeft: [-1, null], ArrowDown: [-1, null], ArrowRight: [1, null], ArrowUp: [1, null], PageDown: [-10, null], PageUp: [10, null], Home: [0, -1], End: [0, 1] });
  return el("div", { class: "gm-handle", role: "slider", tabindex: "0", "aria-label": label, on: { keydown: (/** @type {KeyboardEvent} */ event) => {
    const key = keys[event.key];
    if (!key) return;
    event.preventDefault();
    event.stopPropagation();
    move(key[0], key[1]);
  } } });
}

/**
 * Tell a screen reader which day a handle is at.
 * @param {HTMLElement} handle
 * @param {number} day
 * @param {number} first
 * @param {number} last
 */
export function tellHandle(handle, day, first, last) {
  handle.setAttribute("aria-valuemin", String(Math.min(first, day)));
  handle.setAttribute("aria-valuemax", String(Math.max(last, day)));
  handle.setAttribute("aria-valuenow", String(day));
  handle.setAttribute("aria-valuetext", isoDay(day));
}

/**
 * Let the pointer draw a window, move it by its middle or pull its ends.
 * @param {HTMLElement} plot
 * @param {HTMLElement} band
 * @param {HTMLElement} from the handle of the first day
 * @param {{bins: number, binAt: (event: PointerEvent) => number, bounds: () => number[],
 *   setBounds: (a: number, b: number) => void, stop: () => void}} time
 */
export function addBrush(plot, band, from, { bins, binAt, bounds, setBounds, stop }) {
  plot.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    stop();
    const target = /** @type {HTMLElement} */ (event.target);
    const [a, b] = bounds();
    const origin = binAt(event);
    const mode = target.classList.contains("gm-handle") ? (target === from ? "from" : "to") : target === band ? "move" : "new";
    if (mode === "new") setBounds(origin, origin);
    plot.setPointerCapture(event.pointerId);
    const move = (/** @type {PointerEvent} */ moved) => {
      const bin = binAt(moved);
      if (mode === "new") setBounds(origin, bin);
      else if (mode === "from") setBounds(Math.min(bin, b), b);
      else if (mode === "to") setBounds(a, Math.max(bin, a));
      else {
        const by = Math.max(-a, Math.min(bins - 1 - b, bin - origin));
        setBounds(a + by, b + by);
      }
    };
    const end = () => {
      plot.removeEventListener("pointermove", move);
      plot.removeEventListener("pointerup", end);
      plot.removeEventListener("pointercancel", end);
    };
    plot.addEventListener("pointermove", move);
    plot.addEventListener("pointerup", end);
    plot.addEventListener("pointercancel", end);
  });
}
