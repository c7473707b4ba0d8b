/**
 * A Leaflet layer with one canvas that is drawn anew after every move and follows zooms meanwhile.
 */

import { fitCanvas } from "./dom.mjs";

/**
 * Make a canvas layer.
 * @param {any} L Leaflet
 * @param {string} pane the map pane that holds the canvas
 * @param {(context: CanvasRenderingContext2D, view: import("./project.mjs").View) => void} draw
 * @param {() => boolean} [isEmpty] whether there is nothing to draw; an empty layer takes no memory
 * @returns {any} a layer with `redraw()`
 */
export function makeCanvasLayer(L, pane, draw, isEmpty = () => false) {
  const CanvasLayer = L.Renderer.extend({
    options: { pane, padding: 0.2 },
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.setAttribute("aria-hidden", "true");
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this.redraw();
    },
    _updatePaths() {},
    redraw() {
      if (!this._bounds || !this._map) return;
      this._container.hidden = isEmpty();
      if (this._container.hidden) return;
      const size = this._bounds.getSize();
      const context = fitCanvas(this._container, size.x, size.y);
      const origin = this._map.getPixelOrigin();
      draw(context, {
        scale: 256 * 2 ** this._zoom,
        originX: origin.x + this._bounds.min.x,
        originY: origin.y + this._bounds.min.y,
        width: size.x,
        height: size.y,
        zoom: this._zoom,
      });
    },
  });
  return new CanvasLayer();
}
