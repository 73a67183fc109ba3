package org.reciprocalclubs.member;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.member.v1.GetLetterRequest;
import org.reciprocalclubs.codecs.member.v1.IssueLetterRequest;
import org.reciprocalclubs.codecs.member.v1.Letter;
import org.reciprocalclubs.codecs.member.v1.ListLettersRequest;
import org.reciprocalclubs.codecs.member.v1.ListLettersResponse;
import org.reciprocalclubs.codecs.member.v1.ListMyLettersRequest;
import org.reciprocalclubs.codecs.member.v1.ListMyLettersResponse;
import org.reciprocalclubs.codecs.member.v1.RevokeLetterRequest;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.member.rules.Letter.Command;
import org.reciprocalclubs.member.rules.Letter.Decision;
import org.reciprocalclubs.member.rules.Letter.Event;
import org.reciprocalclubs.member.rules.Letter.Grant;
import org.reciprocalclubs.member.rules.Letter.Unwritten;
import org.reciprocalclubs.member.store.ClubFact;
import org.reciprocalclubs.member.store.LetterEvents;
import org.reciprocalclubs.member.store.LetterRow;
import org.reciprocalclubs.member.store.LetterTable;
import org.reciprocalclubs.member.store.MemberReads;
import org.reciprocalclubs.member.store.MemberRow;

/** Issues, revokes and shows letters of introduction; each letter is a stream of its own. Thread-safe. */
final class LetterOffice {
  private static final int NOTE_CHARS = 500;
  private static final String NO_SUCH = "There is no such letter, or you may not see it";

  private final Store store;

  LetterOffice(Store store) {
    this.store = store;
  }

  Letter issueLetter(IssueLetterRequest request) {
    UUID member = Uuids.read("memberId", request.getMemberId());
    String note = ProfileReader.text("note", request.getNote(), NOTE_CHARS);
    Requested asked = Requested.now("IssueLetter", request);
    return store.transact(asked.scope(), tx -> asked.once(tx, Letter.parser(), () -> {
      MemberRow row = MemberReads.byId(tx, member)
          .orElseThrow(() -> Problem.notFound("There is no such member").field("memberId"));
      LocalDate today = MemberDesk.club(tx, asked).dayAt(tx.now());
      Event event = accepted(org.reciprocalclubs.member.rules.Letter.decide(new Unwritten(),
          issue(tx, request, row, today)));
      return issue(tx, asked, row, event, note.isEmpty() ? null : note);
    }));
  }

  Letter revokeLetter(RevokeLetterRequest request) {
    UUID id = Uuids.read("id", request.getId());
    Requested asked = Requested.now("RevokeLetter", request);
    return store.transact(asked.scope(), tx -> asked.once(tx, Letter.parser(), () -> {
      LetterRow row = existing(tx, id);
      LocalDate today = MemberDesk.club(tx, asked).dayAt(tx.now());
      var past = tx.events(id, 0);
      Event event = accepted(org.reciprocalclubs.member.rules.Letter.decide(LetterEvents.replay(past),
          new Command.Revoke(today)));
      MemberRow bearer = MemberReads.byId(tx, row.bearer().member()).orElseThrow();
      tx.append(id, past.size(), NewEvent.of(asked.club(),
          LetterEvents.message(id, bearer.identity(), event), asked.meta()));
      LetterTable.revoke(tx, id);
      return LetterMapper.office(existing(tx, id), today);
    }));
  }

  ListLettersResponse listLetters(ListLettersRequest request) {
    Paging paging = Paging.of(request.getPagination());
    UUID member = optionalId("memberId", request.getMemberId());
    Requested asked = Requested.now("ListLetters", request);
    return store.read(asked.scope(), tx -> {
      var today = MemberDesk.club(tx, asked).dayAt(tx.now());
      var page = LetterTable.page(tx,
          new LetterTable.Part(member, request.getLiveOnly() ? today : null, paging));
      var last = page.rows().isEmpty() ? null : page.rows().getLast();
      var answer = ListLettersResponse.newBuilder();
      page.rows().forEach(row -> answer.addNodes(LetterMapper.office(row, today)));
      return answer.setPageInfo(paging.info(page.total(), page.rows().size(),
          last == null ? null : new Paging.Mark(last.issuedAt(), last.id()))).build();
    });
  }

  ListMyLettersResponse listMyLetters(ListMyLettersRequest request) {
    Requested asked = Requested.now("ListMyLetters", request);
    UUID me = asked.call().caller().requireSubject();
    return store.read(asked.scope(), tx -> {
      MemberRow row = MemberReads.byUser(tx, me)
          .orElseThrow(() -> Problem.notFound("You are not a member of this club"));
      var today = MemberDesk.club(tx, asked).dayAt(tx.now());
      var answer = ListMyLettersResponse.newBuilder();
      LetterTable.ofMember(tx, row.identity().id(), today, Paging.PAGE_SIZE_MAX)
          .forEach(letter -> answer.addLetters(LetterMapper.bearer(letter, today)));
      return answer.build();
    });
  }

  Letter getLetter(GetLetterRequest request) {
    UUID id = Uuids.read("id", request.getId());
    Requested asked = Requested.now("GetLetter", request);
    return store.read(asked.scope(), tx -> {
      LetterRow row = existing(tx, id);
      var today = MemberDesk.club(tx, asked).dayAt(tx.now());
      return asked.call().caller().holds("letter.read")
          ? LetterMapper.office(row, today)
          : LetterMapper.bearer(row, today);
    });
  }

  private static Command.Issue issue(Tx tx, IssueLetterRequest request, MemberRow row, LocalDate today) {
    UUID host = optionalId("hostClubId", request.getHostClubId());
    if (host != null && ClubFact.byId(tx, host).isEmpty()) {
      throw Problem.notFound("There is no such club").field("hostClubId");
    }
    LocalDate until = request.getValidUntil().isEmpty()
        ? null
        : ProfileReader.date("validUntil", request.getValidUntil());
    return new Command.Issue(row.standingOn(today), row.identity().club(), host, until, request.getGuests(),
        today);
  }

  private static Letter issue(Tx tx, Requested asked, MemberRow row, Event event, @Nullable String note) {
    UUID id = Ids.uuid7();
    MemberRow.Identity who = row.identity();
    tx.append(id, 0, NewEvent.of(asked.club(), LetterEvents.message(id, who, event), asked.meta()));
    LetterTable.add(tx, new LetterRow(id, new LetterRow.Bearer(who.id(), who.club(), who.number()),
        grant(event), tx.now(), note, null));
    return LetterMapper.office(existing(tx, id), MemberDesk.club(tx, asked).dayAt(tx.now()));
  }

  private static Grant grant(Event event) {
    return switch (org.reciprocalclubs.member.rules.Letter.evolve(new Unwritten(), event)) {
      case org.reciprocalclubs.member.rules.Letter.Issued(Grant grant) -> grant;
      case org.reciprocalclubs.member.rules.Letter.Unwritten _ ->
        throw new IllegalStateException("what was issued is issued");
      case org.reciprocalclubs.member.rules.Letter.Revoked _ ->
        throw new IllegalStateException("what was issued is not revoked at once");
    };
  }

  private static LetterRow existing(Tx tx, UUID id) {
    return LetterTable.byId(tx, id).orElseThrow(() -> Problem.notFound(NO_SUCH));
  }

  private static @Nullable UUID optionalId(String field, String text) {
    return text.isEmpty() ? null : Uuids.read(field, text);
  }

  private static Event accepted(Decision decision) {
    return switch (decision) {
      case Decision.Accepted(Event event) -> event;
      case Decision.Refused(var refusal) -> throw Problem.refused(refusal.name(), refusal.sentence());
    };
  }
}
