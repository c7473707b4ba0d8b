/**
 * The colours that canvases draw with, light and dark. Those of panels and words are in the style sheet.
 */

/**
 * @typedef {{dark: boolean, water: string, river: string, land: string, coast: string, border: string, admin1: string, label: string,
 *   seaLabel: string, halo: string, panel: string, ink: string, quiet: string, focus: string}} Theme
 */

/** @type {Theme} */
const LIGHT = {
  dark: false,
  water: "#dfe7ec", river: "#cbd8e0", land: "#f4f2ec", coast: "#b4bfc6", border: "#b9b3a7", admin1: "#d3cec3",
  label: "#6d685e", seaLabel: "#7c93a3", halo: "#f4f2ec", panel: "#ffffff", ink: "#1c1d1f", quiet: "#5d6066", focus: "#1d1d1f",
};

/** @type {Theme} */
const DARK = {
  dark: true,
  water: "#181b20", river: "#333d48", land: "#23262b", coast: "#3a414a", border: "#565c66", admin1: "#363b43",
  label: "#989ea8", seaLabel: "#6a7886", halo: "#23262b", panel: "#1e2126", ink: "#f0f1f3", quiet: "#a9afb8", focus: "#ffffff",
};

/**
 * Give the theme that the reader's system asks for; printing is always light.
 * @param {boolean} dark
 * @returns {Theme}
 */
export function pickTheme(dark) {
  return dark ? DARK : LIGHT;
}
