// Signing in at a club's own sign-in page: which clubs have one, going there, and knowing who comes back.

import { byId, h } from "./dom.js";
import { problemText } from "./verdict.js";

const KEPT = "outside";

/** Below the form of the login, where any club has a sign-in page of its own; `page` comes after it. */
export async function offerOutside(api, texts, page) {
  if (byId("outside-form")) {
    return;
  }
  const { clubs = [] } = await api.get("/sign-in/clubs", { anonymous: true }).catch(() => ({}));
  if (clubs.length === 0 || byId("outside-form")) {
    return;
  }
  const club = h(
    "select",
    { id: "outside-club", "data-testid": "outside-club", "aria-describedby": "outside-error" },
    ...clubs.map(({ id, name }) => h("option", { value: id }, name)),
  );
  const error = h("p", { class: "error", id: "outside-error", role: "alert", hidden: true });
  const form = h(
    "form",
    {
      id: "outside-form",
      novalidate: true,
      onsubmit: async (event) => {
        event.preventDefault();
        error.hidden = true;
        try {
          await goOutside(api, club.value, page);
        } catch (problem) {
          error.replaceChildren(problemText(problem, texts));
          error.hidden = false;
        }
      },
    },
    h(
      "div",
      { class: "field" },
      h("label", { for: "outside-club" }, texts.outsideClub),
      club,
      error,
    ),
    h("button", { class: "button quiet wide", "data-testid": "outside" }, texts.outside),
  );
  byId("screen-login").append(form);
}

async function goOutside(api, clubId, page) {
  const { url, state } = await api.post("/sign-in/begin", { clubId }, { anonymous: true });
  sessionStorage.setItem(KEPT, JSON.stringify({ state, page }));
  location.assign(url);
}

/** Who left with that state, {state, page}, once; null where nobody did in this tab. */
export function comeBack(state) {
  const kept = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  try {
    const left = JSON.parse(kept);
    return state && left?.state === state ? left : null;
  } catch {
    return null;
  }
}
