package org.reciprocalclubs.reciprocal.desk;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.reciprocalclubs.reciprocal.rules.History;
import org.reciprocalclubs.reciprocal.rules.Standing;
import org.reciprocalclubs.reciprocal.rules.Use;

/**
 * What earlier scans of a batch did, which later ones of the same batch must see though nothing of it is
 * written yet. Lives as long as the batch; not thread-safe.
 */
final class Carried {
  /** Somebody, or a club's members, at a host. */
  private record Pair(UUID host, UUID other) {}

  private final Map<Pair, History> here = new HashMap<>();
  private final Map<UUID, List<Use>> everywhere = new HashMap<>();
  private final Set<Buffer> shown = new HashSet<>();
  private final Map<UUID, Integer> heads = new HashMap<>();
  private final Map<Pair, Integer> headsOfHome = new HashMap<>();

  /** The facts of a scan, read before the batch, as they are after the scans before it. */
  Facts onto(Scan scan, Facts read) {
    var facts = scan.shown() != null && shown.contains(scan.shown().hash()) ? read.withPassShown() : read;
    if (here.isEmpty() || !(facts.standing() instanceof Standing.Known member)) {
      return facts;
    }
    var clubs = facts.clubs();
    var history = here.getOrDefault(new Pair(clubs.host().id(), member.member()), facts.history());
    return facts.with(history, facts.around().after(heads.getOrDefault(clubs.host().id(), 0),
        headsOfHome.getOrDefault(new Pair(clubs.host().id(), clubs.home().id()), 0),
        everywhere.getOrDefault(member.member(), List.of())));
  }

  void add(Facts facts, Outcome outcome) {
    var admission = outcome.writing() == null ? null : outcome.writing().admission();
    if (admission == null) {
      return;
    }
    var host = facts.clubs().host().id();
    if (outcome.scan().shown() != null) {
      shown.add(outcome.scan().shown().hash());
    }
    int entered = 1 + admission.event().getGuests();
    here.put(new Pair(host, admission.member()), admission.after());
    everywhere.computeIfAbsent(admission.member(), _ -> new ArrayList<>()).add(admission.use());
    heads.merge(host, entered, Integer::sum);
    headsOfHome.merge(new Pair(host, facts.clubs().home().id()), entered, Integer::sum);
  }
}
