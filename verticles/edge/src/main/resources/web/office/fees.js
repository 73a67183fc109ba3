// What terms ask to be paid, in plain sentences. Pure.

import { fill, plural } from "../shared/dom.js";
import { words } from "../shared/format.js";
import { isSet, listed, price } from "./wording.js";

/** The lines about money; "free" where nothing is asked. */
export function feeSentences({ fee, fees }, t) {
  const lines = [...(fee ? [flat(fee, t)] : []), ...(fees ? table(fees, t) : [])];
  return lines.length ? lines : [t.free];
}

function flat({ amount = {}, basis, route }, t) {
  return fill(t.fee, {
    amount: price(amount.amount ?? 0, amount.currency),
    basis: t.bases[basis] ?? t.bases.PER_VISIT,
    route: t.routes[route] ?? t.routes.SETTLEMENT_ROUTE_UNSPECIFIED,
  });
}

function table({ currency, lines = [], waivers = [], settlement, discount }, t) {
  return [
    ...lines.map((each) => line(each, currency, t)),
    ...waivers.map((each) => waiver(each, t)),
    ...(settlement ? settled(settlement, currency, t) : []),
    discount &&
      fill(discount.facilities?.length ? t.discountFor : t.discount, {
        percent: (discount.basisPoints ?? 0) / 100,
        facilities: listed(discount.facilities ?? [], t),
      }),
  ].filter(Boolean);
}

function line(each, currency, t) {
  const forWhom = [
    each.party?.length && each.party.map((name) => t.party[name] ?? words(name)).join(", "),
    each.membershipClasses?.length && fill(t.lineClasses, { names: listed(each.membershipClasses, t) }),
    each.homeTiers?.length && fill(t.lineHomeTiers, { names: listed(each.homeTiers, t) }),
    each.hostTiers?.length && fill(t.lineHostTiers, { names: listed(each.hostTiers, t) }),
    each.facilities?.length && fill(t.lineFacilities, { names: listed(each.facilities, t) }),
  ].filter(Boolean);
  const said = fill(t.line, {
    item: each.item ? words(each.item) : t.visit,
    amount: price(each.amount ?? 0, currency),
    basis: t.bases[each.basis] ?? t.bases.PER_VISIT,
  });
  const unit = each.unit && fill(t.unit, unitValues(each.unit));
  const free = each.freeHours && plural(t.freeHours, each.freeHours);
  return [said, unit, forWhom.length && `(${forWhom.join("; ")})`, free].filter(Boolean).join(" ");
}

function unitValues({ attribute, sizeThousandths }) {
  const [, name, unit = ""] = /^(.*?)(?:_(cm|m|kg|h))?$/.exec(attribute ?? "");
  const size = [(sizeThousandths ?? 0) / 1000, unit].filter(Boolean).join(" ");
  return { size, attribute: words(name) };
}

function waiver({ when, guests, party = [] }, t) {
  const whom = party.map((name) => t.party[name] ?? words(name)).join(", ") || t.everybody;
  return fill(t.waivers[when] ?? words(when), { n: guests, whom });
}

function settled({ route, cap, methods = [] }, currency, t) {
  const lines = [fill(t.settled, { route: t.routes[route] ?? t.routes.SETTLEMENT_ROUTE_UNSPECIFIED })];
  if (cap) {
    lines.push(fill(t.cap, { amount: price(cap.amount ?? 0, currency) }));
    if (isSet(cap.nightsYear)) {
      lines.push(plural(cap.perVessel ? t.capVesselNights : t.capNights, cap.nightsYear));
    }
    if (cap.without?.length) {
      lines.push(fill(t.capWithout, { items: listed(cap.without, t) }));
    }
  }
  if (methods.length) {
    lines.push(fill(t.methods, { methods: methods.map((name) => t.method[name] ?? words(name)).join(", ") }));
  }
  return lines;
}
