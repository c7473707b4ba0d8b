/**
 * The part of the page's address after #: written when things have come to rest, read when somebody else changes it.
 */

/** Milliseconds of rest before the address is written. */
const REST = 250;

/**
 * Keep the address in step with the page: written when things have come to rest, read when somebody else changes it.
 * @param {() => string} state
 */
export function makeAddress(state) {
  let timer = 0;
  let listening = false;
  let written = location.hash.replace(/^#/, "");
  return {
    remember() {
      if (!listening) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        written = state();
        writeAddress(written);
      }, REST);
    },
    listen(/** @type {(hash: string) => void} */ take) {
      listening = true;
      window.addEventListener("hashchange", () => {
        const hash = location.hash.replace(/^#/, "");
        if (hash !== written) take(hash);
      });
    },
  };
}

/**
 * Write the state into the address; a sandboxed frame forbids history and a page without an address has none.
 * @param {string} text
 */
function writeAddress(text) {
  try {
    history.replaceState(null, "", `#${text}`);
  } catch {
    location.hash = text;
  }
}
