// The files that the front desk's worker keeps are those that its page loads, no more and no fewer.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

const WEB = new URL("../../main/resources/web", import.meta.url);
const read = (path) =>
  readFileSync(`${WEB.pathname}${path.endsWith("/") ? `${path}index.html` : path}`, "utf8");

/** What a file names: links and scripts of markup, imports and addresses of modules, symbols' files. */
function named(path) {
  const text = read(path);
  const base = new URL(path, "http://desk");
  const patterns = path.endsWith("/")
    ? [/(?:href|src)="(\/[^"#]+)/g]
    : path.endsWith(".js")
      ? [
          /^(?:import|export)[^;]*?from "([^"]+)"/gm,
          /new URL\("([^"]+)", import\.meta\.url\)/g,
          /`(\/shared\/icons\.svg)/g,
        ]
      : [];
  return patterns
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .map((match) => new URL(match[1], base).pathname);
}

test("a page that is loaded from what is kept finds every file of its own", () => {
  const found = new Set();
  const queue = ["/kiosk/"];
  while (queue.length) {
    const path = queue.pop();
    if (!found.has(path)) {
      found.add(path);
      queue.push(...named(path));
    }
  }
  const worker = read("/kiosk/worker.js");
  const kept = [...worker.match(/const FILES = \[([^\]]*)\]/)[1].matchAll(/"([^"]+)"/g)].map(
    (match) => match[1],
  );
  assert.deepEqual([...kept].sort(), [...found].sort());
  kept.forEach((path) => assert.ok(path.endsWith("/") || existsSync(WEB.pathname + path), path));
});
