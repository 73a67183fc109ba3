// The club's agreements: the list, and the way to one of them or to a new one.

import { fill, h } from "../shared/dom.js";
import { day, localDate } from "../shared/format.js";
import { agreement } from "./agreement.js";
import { item, Panel } from "./panel.js";
import { propose } from "./propose.js";
import { LOOKS, partnerOf, turn } from "./standing.js";

const STATUSES = ["", "PENDING", "ACTIVE", "SUSPENDED", "REJECTED", "EXPIRED"];

/** `path` is nothing, "new", an agreement's id, or an id and what to write: "counter" or "amend". */
export function agreements(office, root, [id, what]) {
  if (id === "new") {
    return propose(office, root);
  }
  return id ? agreement(office, root, id, what) : list(office, root);
}

function list(office, root) {
  const { texts } = office;
  let status = "";
  const filter = h(
    "select",
    {
      id: "agreement-status",
      "data-testid": "agreement-status",
      onchange: () => {
        status = filter.value;
        panel.restart();
      },
    },
    ...STATUSES.map((each) => h("option", { value: each }, texts.agreementFilters[each])),
  );
  const panel = new Panel(office, {
    name: "agreements",
    title: texts.agreementsTitle,
    none: texts.agreementsNone,
    tools: [
      h("div", { class: "field tool" }, h("label", { for: "agreement-status" }, texts.show), filter),
      office.can("agreement.propose") &&
        h("a", { class: "button small", href: "#/agreements/new", "data-testid": "propose" }, texts.propose),
    ].filter(Boolean),
    read: (page) => office.api.get(`/agreements?page=${page}${status && `&status=${status}`}`),
    draw: ({ nodes = [] }) => nodes.map((each) => row(office, each)),
  });
  root.append(panel.node);
  panel.refresh();
}

function row(office, each) {
  const { texts } = office;
  const partner = office.clubName(partnerOf(office, each));
  const today = localDate(office.now(), office.club.timeZone);
  const dates = fill(each.expirationDate ? texts.fromTo : texts.fromOn, {
    from: day(each.effectiveDate, today),
    to: each.expirationDate ? day(each.expirationDate, today) : "",
  });
  const whose = turn(office, each);
  return item({
    title: h("a", { href: `#/agreements/${each.id}` }, partner),
    badge: texts.states[each.state] ?? each.state,
    look: LOOKS[each.state] ?? "",
    notes: [
      dates,
      each.notice && fill(texts.noticeUntil, { day: day(each.notice.lastDay, today) }),
      whose && h("strong", {}, texts.turns[whose]),
    ],
    data: { "data-testid": "agreement-row", "data-agreement-id": each.id, "data-state": each.state },
  });
}
