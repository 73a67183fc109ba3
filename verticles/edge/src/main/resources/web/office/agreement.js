// One agreement: its state and terms in words, ten visits to sign off on, and how it came about.

import { fill, h } from "../shared/dom.js";
import { day, localDate } from "../shared/format.js";
import { actionsOf } from "./agreementacts.js";
import { termsList } from "./editor.js";
import { examples, history, saga, versions } from "./agreementlists.js";
import { examplesOnDemand } from "./examples.js";
import { Panel } from "./panel.js";
import { answer } from "./propose.js";
import { LOOKS, mayBegin, nextStep, partnerOf, turn } from "./standing.js";

/** How often an agreement is looked at that may come into force at any moment. */
const EVERY_MS = 2_000;

/** `what` is nothing, or "counter" or "amend": then the form for it stands in the place of the agreement. */
export function agreement(office, root, id, what) {
  const path = `/agreements/${encodeURIComponent(id)}`;
  const { texts } = office;
  office.heading(texts.agreement);
  let beginning = false;
  const top = new Panel(office, {
    name: "agreement",
    read: async () => {
      const each = await office.api.get(path);
      const steps = each.state === "APPROVED" && !what ? await office.api.get(`${path}/saga`) : null;
      beginning = steps !== null && mayBegin(steps, office.now());
      return { ...each, recording: steps !== null && nextStep(steps)?.step === "LEDGER" };
    },
    draw: (each) => {
      office.heading(fill(texts.agreementWith, { club: office.clubName(partnerOf(office, each)) }));
      return what ? answer(office, each, what) : facts(office, each, context);
    },
  });
  const lists = what ? [] : [examples, versions, saga, history].map((list) => list(office, path).panel);
  const context = {
    path,
    refresh: () => [top, ...lists].forEach((panel) => panel.refresh()),
  };
  root.append(
    h("p", { class: "back" }, h("a", { href: what ? `#/agreements/${id}` : "#/agreements" }, texts.back)),
    top.node,
    ...lists.map(({ node }) => node),
  );
  context.refresh();
  const follow = async () => {
    const quiet = { quiet: true };
    await top.refresh(quiet);
    lists.forEach((panel) => panel.refresh(quiet));
  };
  const timer = setInterval(
    () => document.hidden || document.querySelector("dialog[open]") || !beginning || follow(),
    EVERY_MS,
  );
  return () => clearInterval(timer);
}

function facts(office, each, context) {
  const { texts } = office;
  const today = localDate(office.now(), office.club.timeZone);
  const date = (text) => (text ? day(text, today) : texts.noEnd);
  const rows = [
    [texts.proposedBy, office.clubName(each.clubId)],
    [texts.firstDay, date(each.effectiveDate)],
    [texts.lastDay, date(each.expirationDate)],
    [texts.noticeDays, String(each.noticeDays ?? 0)],
    [
      texts.version,
      fill(texts.versionWas, { n: each.termsVersion, club: office.clubName(each.authorClubId) }),
    ],
  ];
  const acts = actionsOf(office, each, context);
  return [
    h(
      "div",
      { class: "row-head" },
      h(
        "span",
        { class: `badge ${LOOKS[each.state] ?? ""}`, "data-testid": "state", "data-state": each.state },
        texts.states[each.state] ?? each.state,
      ),
      h("p", { class: "state-text", "data-testid": "state-text" }, stateText(office, each, date)),
    ),
    acts.length > 0 && h("div", { class: "actions" }, ...acts),
    h(
      "dl",
      { class: "facts" },
      ...rows.map(([term, text]) => h("div", {}, h("dt", {}, term), h("dd", {}, text))),
    ),
    h(
      "h2",
      { class: "sub" },
      texts.termsInForce[["PROPOSED", "COUNTERED"].includes(each.state) ? "offered" : "held"],
    ),
    termsList(each.terms ?? {}, texts),
    each.next && amended(office, each, each.next, texts.nextTerms, date),
    each.amendment && amended(office, each, each.amendment, texts.amendmentTerms, date),
    each.amendment &&
      examplesOnDemand(office, () =>
        office.api.get(`${context.path}/examples?termsVersion=${each.amendment.termsVersion}`),
      ),
  ];
}

function stateText(office, each, date) {
  const { texts } = office;
  const values = {
    club: office.clubName(partnerOf(office, each)),
    by: each.actedByClubId ? office.clubName(each.actedByClubId) : "",
    day: date(each.effectiveDate),
    last: date(each.expirationDate),
  };
  const whose = turn(office, { ...each, amendment: null });
  const which = whose ?? (each.recording ? "recording" : "");
  const text = texts.stateTexts[`${each.state}_${which}`] || texts.stateTexts[each.state] || "";
  const said = [fill(text, values)];
  if (["REJECTED", "SUSPENDED"].includes(each.state) && each.reason) {
    said.push(fill(texts.reasonWas, { reason: each.reason }));
  }
  if (each.notice) {
    const by = office.clubName(each.notice.byClubId);
    said.push(fill(texts.noticeGiven, { by, day: date(each.notice.lastDay) }));
    if (each.notice.reason) {
      said.push(fill(texts.reasonWas, { reason: each.notice.reason }));
    }
  }
  return said.filter(Boolean).join(" ");
}

/** Terms to come, with what differs from those in force marked. */
function amended(office, each, amendment, title, date) {
  const { texts } = office;
  const values = {
    by: office.clubName(amendment.authorClubId),
    from: date(amendment.effectiveDate),
    to: date(amendment.expirationDate),
  };
  return h(
    "div",
    { class: "amended", "data-testid": "amendment" },
    h("h2", { class: "sub" }, title),
    h("p", { class: "item-note" }, fill(texts.amendedBy, values)),
    termsList(amendment.terms ?? {}, texts, { before: each.terms ?? {} }),
  );
}
