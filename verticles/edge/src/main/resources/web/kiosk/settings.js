// This device's settings: how long a verdict stays, what the device is, and how to remove it.

import { byId, fill, h } from "../shared/dom.js";

const KEPT = "kiosk.backMs";
const CHOICES_MS = [5_000, 10_000, 15_000, 30_000, 60_000, 0];
const BACK_MS = 15_000;

/** How long a verdict stays, in milliseconds; 0: until somebody sends it away. */
export function backMs() {
  const kept = localStorage.getItem(KEPT);
  return kept === null ? BACK_MS : Number(kept);
}

export function setUpSettings(texts, device, forget) {
  const dialog = byId("settings");
  byId("back").replaceChildren(
    ...CHOICES_MS.map((ms) =>
      h(
        "option",
        { value: ms, selected: ms === backMs() },
        ms ? fill(texts.secondsN, { n: ms / 1000 }) : texts.never,
      ),
    ),
  );
  byId("back").onchange = (event) => localStorage.setItem(KEPT, event.target.value);
  const about = [
    [texts.device, device.name],
    [texts.club, `${device.clubName} (${device.clubCode})`],
    [texts.zone, device.timeZone.replaceAll("_", " ")],
  ];
  byId("about").replaceChildren(
    ...about.map(([term, text]) => h("div", {}, h("dt", {}, term), h("dd", {}, text))),
  );
  byId("settings-open").onclick = () => {
    byId("forget-ask").hidden = true;
    dialog.showModal();
  };
  byId("settings-close").onclick = () => dialog.close();
  byId("forget").onclick = () => {
    byId("forget-ask").hidden = false;
    byId("forget-yes").focus();
  };
  byId("forget-yes").onclick = () => {
    dialog.close();
    forget();
  };
}
