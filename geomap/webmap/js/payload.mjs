/**
 * Reading the page's data block: base64, gzip, JSON.
 */

/**
 * Turn base64 into bytes.
 * @param {string} text
 * @returns {Uint8Array}
 */
export function decodeBase64(text) {
  const quick = /** @type {any} */ (Uint8Array).fromBase64;
  if (quick) return quick.call(Uint8Array, text);
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

/**
 * Read the data block.
 * @param {Element} block
 * @returns {Promise<any>}
 */
export async function readPayload(block) {
  if (typeof DecompressionStream === "undefined") {
    throw new Error("This browser is too old to open the map: it needs Chrome 80, Firefox 113 or Safari 16.4, or newer.");
  }
  const bytes = decodeBase64((block.textContent || "").trim());
  const stream = new Blob([/** @type {any} */ (bytes)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}
