package org.reciprocalclubs.app;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.member.v1.MemberStandingChanged;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRefused;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;

/**
 * Goes through the events of the month in their order and holds against every one what a kiosk was told and what
 * the signed terms say about it. What it finds wrong it says in words.
 */
final class Recount {
  private record Guest(UUID host, UUID member) {}

  private final RealFederation federation;
  private final List<RealFederation.Club> hosts;
  private final Journal journal;
  private final Map<String, RealFederation.Club> byCode = new HashMap<>();
  private final Map<Set<UUID>, RealFederation.Agreement> byPair = new HashMap<>();
  private final Map<UUID, String> standings = new HashMap<>();
  private final Set<UUID> suspended = new HashSet<>();
  private final Map<Guest, List<LocalDate>> visits = new HashMap<>();
  private final Map<Guest, UUID> inside = new HashMap<>();
  private final Map<UUID, Guest> guests = new HashMap<>();
  private final Set<String> unseen;
  private final Set<String> open;
  private final Paperwork.Files files = new Paperwork.Files();
  private final Map<String, Integer> codes = new TreeMap<>();
  private final Map<String, Integer> papers = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();

  Recount(RealFederation federation, Journal journal) {
    this.federation = federation;
    this.hosts = federation.hosts();
    this.journal = journal;
    this.unseen = new HashSet<>(journal.answers().keySet());
    this.open = new HashSet<>(journal.checkOuts());
    for (var club : federation.clubs()) {
      byCode.put(club.code(), club);
      club.members()
          .forEach((number, id) -> standings.put(id, RealFederation.status(Integer.parseInt(number))));
    }
    federation.agreements()
        .forEach(each -> byPair.put(Set.of(each.host().id(), each.partner().id()), each));
  }

  /** How often each verdict was given. */
  Map<String, Integer> codes() {
    return codes;
  }

  /** How many were admitted by a letter, and by a reservation. */
  Map<String, Integer> papers() {
    return papers;
  }

  /** Each member's admitted visits per host, by the host's days: host, member. Without hosts in these zones. */
  Map<List<UUID>, List<LocalDate>> visits(Set<String> without) {
    var left = hosts.stream().filter(host -> !without.contains(host.zone().getId()))
        .map(RealFederation.Club::id).toList();
    Map<List<UUID>, List<LocalDate>> found = new HashMap<>();
    visits.forEach((guest, days) -> {
      if (left.contains(guest.host())) {
        found.put(List.of(guest.host(), guest.member()), days);
      }
    });
    return found;
  }

  /** What is wrong; empty when all agrees. */
  List<String> faults() {
    unseen.forEach(scan -> faults.add("acknowledged, but there is no event: " + scan));
    open.forEach(visit -> faults.add("acknowledged as left, but there is no event: " + visit));
    return faults;
  }

  void event(Row row) {
    var stream = row.getUUID("stream");
    var type = row.getString("type");
    try {
      switch (type.substring(type.lastIndexOf('.') + 1)) {
        case "VisitOpened" ->
          entry(row, "ADMITTED", VisitOpened.parseFrom(row.getBuffer("data").getBytes()).getVerdict());
        case "CheckInRefused" ->
          entry(row, "REFUSED", CheckInRefused.parseFrom(row.getBuffer("data").getBytes()).getVerdict());
        case "VisitClosed" -> left(stream);
        case "MemberStandingChanged" -> standings.put(stream,
            MemberStandingChanged.parseFrom(row.getBuffer("data").getBytes()).getState());
        case "AgreementSuspended" -> suspended.add(stream);
        case "AgreementResumed" -> suspended.remove(stream);
        default -> files.event(row);
      }
    } catch (InvalidProtocolBufferException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private void left(UUID visit) {
    if (!open.remove(visit.toString())) {
      faults.add("left, but nobody was told so once: " + visit);
    }
    var guest = Objects.requireNonNull(guests.get(visit));
    if (!inside.remove(guest, visit)) {
      faults.add("left without being inside: " + visit);
    }
  }

  private void entry(Row row, String decision, Verdict verdict) {
    var scan = row.getUUID("stream").toString();
    var heard = journal.answers().get(scan);
    if (heard == null || !unseen.remove(scan)) {
      faults.add("an event that no kiosk heard of, or a second one: " + scan);
      return;
    }
    var answer = heard.answer();
    var told = answer.getJsonObject("verdict");
    var at = Instant.parse(told.getString("decidedAt"));
    if (!answer.getString("decision").equals(decision) || !at.equals(row.getOffsetDateTime("at").toInstant())
        || !told.getString("code").equals(verdict.getCode().name())) {
      faults.add("told " + heard.body() + " but written " + decision + " " + verdict.getCode());
    }
    var host = hosts.get(heard.kiosk() / 2);
    if (!row.getUUID("club").equals(host.id())) {
      faults.add("written for another host than the kiosk's: " + scan);
    }
    judge(host, heard, at.atZone(host.zone()));
  }

  private void judge(RealFederation.Club host, Journal.Entry heard, ZonedDateTime at) {
    var said = heard.scan().getJsonObject("member");
    var home = Objects.requireNonNull(byCode.get(said.getString("club")));
    var member = home.members().get(said.getString("number"));
    var guest = member == null ? null : new Guest(host.id(), member);
    var ruling = Ruling.of(occasion(host, home, heard, at, guest));
    var told = heard.answer().getJsonObject("verdict");
    if (!agrees(ruling, told)) {
      faults.add("the terms say " + ruling + " but the kiosk heard " + heard.body());
    }
    codes.merge(told.getString("code"), 1, Integer::sum);
    if (heard.admitted() && guest != null) {
      shown(Objects.requireNonNull(byPair.get(Set.of(host.id(), home.id()))).proposal());
      var visit = UUID.fromString(heard.scan().getString("scanId"));
      visits.computeIfAbsent(guest, _ -> new ArrayList<>()).add(at.toLocalDate());
      inside.put(guest, visit);
      guests.put(visit, guest);
    }
  }

  private void shown(JsonObject proposal) {
    for (var paper : List.of("letter", "booking")) {
      if (proposal.getJsonObject("terms").containsKey(paper)) {
        papers.merge(paper, 1, Integer::sum);
      }
    }
  }

  private Ruling.Case occasion(RealFederation.Club host, RealFederation.Club home, Journal.Entry heard,
      ZonedDateTime at, @Nullable Guest guest) {
    int number = Integer.parseInt(heard.scan().getJsonObject("member").getString("number"));
    var signed = host.equals(home) ? null : byPair.get(Set.of(host.id(), home.id()));
    var party = heard.scan().getJsonArray("guests");
    return new Ruling.Case(at, host.equals(home), signed == null ? null : signed.proposal(),
        signed != null && suspended.contains(signed.id()),
        guest == null ? null : standings.get(guest.member()),
        RealFederation.isPaidForHalfTheMonth(home, number) ? federation.paidUntil() : null,
        guest != null && inside.containsKey(guest),
        guest == null ? List.of() : visits.getOrDefault(guest, List.of()), party == null ? 0 : party.size(),
        guest == null ? Ruling.Papers.NONE : files.papers(host, guest.member(), number, at.toLocalDate()));
  }

  private static boolean agrees(Ruling ruling, JsonObject told) {
    var fee = told.getJsonObject("fee");
    return ruling.code().equals(told.getString("code"))
        && ruling.numbers().equals(numbers(told.getJsonObject("numbers")))
        && ruling.left().equals(numbers(told.getJsonObject("left")))
        && ruling.fee() == (fee == null ? 0 : fee.getLong("amount"));
  }

  private static Map<String, Integer> numbers(@Nullable JsonObject told) {
    Map<String, Integer> numbers = new TreeMap<>();
    if (told != null) {
      told.stream().filter(each -> each.getValue() != null)
          .forEach(each -> numbers.put(each.getKey(), Integer.valueOf(each.getValue().toString())));
    }
    return numbers;
  }
}
