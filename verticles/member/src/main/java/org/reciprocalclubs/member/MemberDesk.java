package org.reciprocalclubs.member;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.member.v1.GetMemberByNumberRequest;
import org.reciprocalclubs.codecs.member.v1.GetMemberRequest;
import org.reciprocalclubs.codecs.member.v1.GetMyMembershipRequest;
import org.reciprocalclubs.codecs.member.v1.ListMembersRequest;
import org.reciprocalclubs.codecs.member.v1.ListMembersResponse;
import org.reciprocalclubs.codecs.member.v1.Member;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.member.rules.MemberNumber;
import org.reciprocalclubs.member.store.ClubFact;
import org.reciprocalclubs.member.store.ForeignReads;
import org.reciprocalclubs.member.store.ForeignReads.Seen;
import org.reciprocalclubs.member.store.ForeignReads.Wanted;
import org.reciprocalclubs.member.store.MemberReads;
import org.reciprocalclubs.member.store.MemberRow;

/** Answers who a member is, as far as the one who asks may know. Thread-safe. */
final class MemberDesk {
  private static final String NO_SUCH = "There is no such member, or you may not see them";

  private final Store store;
  private final int foreignReadsPerMinute;

  MemberDesk(Store store, MemberSettings settings) {
    this.store = store;
    this.foreignReadsPerMinute = settings.foreignReadsPerMinute();
  }

  Member getMember(GetMemberRequest request) {
    UUID id = Uuids.read("id", request.getId());
    return find(Requested.now("GetMember", request), tx -> MemberReads.byId(tx, id),
        tx -> new Wanted(null, null, id));
  }

  Member getMemberByNumber(GetMemberByNumberRequest request) {
    MemberNumber number = MemberNumber.read(request.getMemberNumber())
        .orElseThrow(() -> Problem.validation("memberNumber", "A number, or CLUBCODE-NUMBER"));
    Requested asked = Requested.now("GetMemberByNumber", request);
    return find(asked, tx -> own(tx, asked, number),
        tx -> number.clubCode() == null ? null : new Wanted(number.clubCode(), number.rest(), null));
  }

  Member getMyMembership(GetMyMembershipRequest request) {
    Requested asked = Requested.now("GetMyMembership", request);
    UUID me = asked.call().caller().requireSubject();
    return store.read(asked.scope(), tx -> MemberReads.byUser(tx, me)
        .map(row -> MemberMapper.whole(row, club(tx, asked).dayAt(tx.now()))))
        .orElseThrow(() -> Problem.notFound("You are not a member of this club"));
  }

  ListMembersResponse listMembers(ListMembersRequest request) {
    Paging paging = Paging.of(request.getPagination());
    Requested asked = Requested.now("ListMembers", request);
    return store.read(asked.scope(), tx -> {
      var today = club(tx, asked).dayAt(tx.now());
      var page = MemberReads.page(tx,
          new MemberReads.Part(MemberMapper.standings(request.getStatus()), today, paging));
      var last = page.rows().isEmpty() ? null : page.rows().getLast();
      var answer = ListMembersResponse.newBuilder();
      page.rows().forEach(row -> answer.addNodes(MemberMapper.whole(row, today)));
      return answer.setPageInfo(paging.info(page.total(), page.rows().size(),
          last == null ? null : new Paging.Mark(last.times().createdAt(), last.identity().id()))).build();
    });
  }

  /** The caller's club; it exists, since the caller's token names it. */
  static ClubFact club(Tx tx, Requested asked) {
    return ClubFact.byId(tx, asked.club()).orElseThrow(() -> Problem.notFound("There is no such club"));
  }

  /**
   * With one's own club's code or without; a number that looks like another club's may still be one's own.
   */
  private static Optional<MemberRow> own(Tx tx, Requested asked, MemberNumber number) {
    boolean coded = number.clubCode() != null
        && ClubFact.byCode(tx, number.clubCode()).filter(club -> club.id().equals(asked.club())).isPresent();
    Optional<MemberRow> found = coded ? MemberReads.byNumber(tx, number.rest()) : Optional.empty();
    return found.isPresent() ? found : MemberReads.byNumber(tx, number.whole());
  }

  private Member find(Requested asked, Function<Tx, Optional<MemberRow>> own,
      Function<Tx, @Nullable Wanted> elsewhere) {
    Caller caller = asked.call().caller();
    Optional<Member> found = store.read(asked.scope(), tx -> own.apply(tx).map(row -> view(tx, asked, row)));
    if (found.isPresent()) {
      return found.get();
    }
    if (caller.person() != null || !caller.holds("visit.create")) {
      throw Problem.notFound(NO_SUCH);
    }
    return foreign(asked, elsewhere);
  }

  /** All for the office and for the member; for a kiosk what a desk sees. */
  private static Member view(Tx tx, Requested asked, MemberRow row) {
    Caller caller = asked.call().caller();
    var today = club(tx, asked).dayAt(tx.now());
    boolean mine = caller.subject() != null && caller.subject().equals(row.identity().userId());
    return mine || caller.holds("member.read")
        ? MemberMapper.whole(row, today)
        : MemberMapper.atDesk(MemberMapper.seen(row, today), tx.now());
  }

  /** The look is committed, whatever it found: that is the audit, and what the limit counts. */
  private Member foreign(Requested asked, Function<Tx, @Nullable Wanted> elsewhere) {
    record Look(Seen seen, Instant at) {}
    UUID actor = asked.call().caller().requireSubject();
    Look look = store.transact(asked.scope(), tx -> {
      Wanted wanted = elsewhere.apply(tx);
      Seen seen = wanted == null
          ? new Seen.NotFound()
          : ForeignReads.read(tx, actor, wanted, foreignReadsPerMinute);
      return new Look(seen, tx.now());
    });
    return switch (look.seen()) {
      case Seen.Found found -> MemberMapper.atDesk(found, look.at());
      case Seen.NotFound() -> throw Problem.notFound(NO_SUCH);
      case Seen.TooOften() -> throw Problem.rateLimited(Duration.ofMinutes(1));
    };
  }
}
