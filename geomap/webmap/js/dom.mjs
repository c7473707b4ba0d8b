/**
 * Making elements. Text goes in as text nodes only, so that no event can bring markup into the page.
 */

/**
 * Make an element.
 * @param {string} tag
 * @param {Record<string, any>} [properties] attributes; `class`, `on` (listeners by event name) and `style` (custom
 *   properties by name) are special; null and false leave an attribute out
 * @param {...(Node|string|number|null|undefined|false)} children
 * @returns {any}
 */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "on") for (const [event, run] of Object.entries(value)) node.addEventListener(event, /** @type {any} */ (run));
    else if (name === "style") for (const [key, text] of Object.entries(value)) node.style.setProperty(key, String(text));
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

/**
 * Replace what an element holds.
 * @param {Element} node
 * @param {...(Node|string)} children
 */
export function refill(node, ...children) {
  node.replaceChildren(...children);
}

/**
 * Make a canvas sharp on the screen and give its drawing context, scaled to CSS pixels.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width in CSS pixels
 * @param {number} height in CSS pixels
 * @returns {CanvasRenderingContext2D}
 */
export function fitCanvas(canvas, width, height) {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const wide = Math.max(1, Math.round(width * ratio));
  const high = Math.max(1, Math.round(height * ratio));
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
