// Draws a QR code as SVG. Base45 text goes in alphanumeric mode, which packs 11 bits into two characters.

import { qrcode } from "./vendor/qrcode-generator/qrcode.mjs";

const SVG = "http://www.w3.org/2000/svg";
const QUIET_MODULES = 4;
const ALPHANUMERIC = /^[0-9A-Z $%*+\-./:]*$/;

/** The smallest code that holds the text, as rows of booleans. */
export function modules(text, level = "L") {
  const code = qrcode(0, level);
  code.addData(text, ALPHANUMERIC.test(text) ? "Alphanumeric" : "Byte");
  code.make();
  const size = code.getModuleCount();
  return Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) => code.isDark(y, x)));
}

/** An svg element that is dark on white in every colour scheme: scanners need that. */
export function drawQr(text, label) {
  const rows = modules(text);
  const side = rows.length + 2 * QUIET_MODULES;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
  svg.setAttribute("shape-rendering", "crispEdges");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  svg.append(shape("rect", { width: side, height: side, fill: "#fff" }));
  svg.append(shape("path", { d: outline(rows), fill: "#000" }));
  return svg;
}

/** One path of horizontal runs: far fewer points than a square for each module. */
function outline(rows) {
  let d = "";
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (row[x]) {
        let end = x;
        while (row[end + 1]) {
          end += 1;
        }
        const width = end - x + 1;
        d += `M${x + QUIET_MODULES} ${y + QUIET_MODULES}h${width}v1h-${width}z`;
        x = end;
      }
    }
  });
  return d;
}

function shape(name, attributes) {
  const node = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  return node;
}
