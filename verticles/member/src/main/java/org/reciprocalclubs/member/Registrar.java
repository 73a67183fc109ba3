package org.reciprocalclubs.member;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.ProtoJson;
import org.reciprocalclubs.codecs.member.v1.CreateMemberRequest;
import org.reciprocalclubs.codecs.member.v1.Member;
import org.reciprocalclubs.codecs.member.v1.MemberProfileChanged;
import org.reciprocalclubs.codecs.member.v1.ReactivateMemberRequest;
import org.reciprocalclubs.codecs.member.v1.SuspendMemberRequest;
import org.reciprocalclubs.codecs.member.v1.UpdateMemberRequest;
import org.reciprocalclubs.kit.audit.AuditDetails;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.ConstraintViolated;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.member.rules.MemberNumber;
import org.reciprocalclubs.member.rules.Membership;
import org.reciprocalclubs.member.rules.Membership.Command;
import org.reciprocalclubs.member.rules.Membership.Decision;
import org.reciprocalclubs.member.rules.MembershipType;
import org.reciprocalclubs.member.rules.Standing;
import org.reciprocalclubs.member.rules.Subscription;
import org.reciprocalclubs.member.store.ClubFact;
import org.reciprocalclubs.member.store.MemberEvents;
import org.reciprocalclubs.member.store.MemberReads;
import org.reciprocalclubs.member.store.MemberRow;
import org.reciprocalclubs.member.store.MemberWrites;
import org.reciprocalclubs.member.store.Person;
import org.reciprocalclubs.member.store.RegisterTable;

/**
 * Changes one member at a time: reload, decide, append, write the read model, all in one transaction.
 * Thread-safe.
 */
final class Registrar {
  private static final int REASON_CHARS = 500;

  private final Store store;
  private final Lapses lapses;

  Registrar(Store store, Lapses lapses) {
    this.store = store;
    this.lapses = lapses;
  }

  /** The club's office vouches for whom it enters: a new member is active, if paid for. */
  Member createMember(CreateMemberRequest request) {
    Requested asked = Requested.now("CreateMember", request);
    try {
      return store.transact(asked.scope(),
          tx -> asked.once(tx, Member.parser(), () -> create(tx, asked, request)));
    } catch (ConstraintViolated taken) {
      throw switch (taken.constraint()) {
        case "member_number_key" -> Problem.conflict("MEMBER_NUMBER_TAKEN", "Another member has this number");
        case "member_user_key" ->
          Problem.conflict("USER_IS_MEMBER", "This user is a member of the club already");
        default -> taken;
      };
    }
  }

  Member updateMember(UpdateMemberRequest request) {
    Requested asked = Requested.now("UpdateMember", request);
    UUID id = Uuids.read("id", request.getId());
    return store.transact(asked.scope(), tx -> asked.once(tx, Member.parser(), () -> {
      MemberRow row = existing(tx, id);
      LocalDate today = MemberDesk.club(tx, asked).dayAt(tx.now());
      Person person = ProfileReader.person(row.person(), request.getProfile(), today);
      if (!person.equals(row.person())) {
        var changed = MemberProfileChanged.newBuilder().setMemberId(request.getId())
            .setClubId(asked.club().toString()).build();
        var event = NewEvent.of(asked.club(), changed, asked.meta());
        int version = tx.append(id, row.version(), event);
        AuditDetails.keep(tx, event.id(), id, profile(row.person()), profile(person));
        MemberWrites.person(tx, row.identity(), person);
        MemberWrites.version(tx, id, version);
      }
      return MemberMapper.whole(existing(tx, id), today);
    }));
  }

  Member suspendMember(SuspendMemberRequest request) {
    String reason = ProfileReader.text("reason", request.getReason(), REASON_CHARS);
    Requested asked = Requested.now("SuspendMember", request);
    return change(asked, request.getId(), _ -> new Command.Suspend(), reason.isEmpty() ? null : reason);
  }

  Member reactivateMember(ReactivateMemberRequest request) {
    Requested asked = Requested.now("ReactivateMember", request);
    return change(asked, request.getId(), Command.Reactivate::new, null);
  }

  private Member create(Tx tx, Requested asked, CreateMemberRequest request) {
    LocalDate today = MemberDesk.club(tx, asked).dayAt(tx.now());
    Person person = ProfileReader.person(null, request.getProfile(), today);
    Subscription subscription = subscription(request);
    UUID user = request.getUserId().isEmpty() ? null : login(tx, request.getUserId());
    var who = new MemberRow.Identity(Ids.uuid7(), asked.club(), user, number(tx, request.getMemberNumber()));
    List<Membership.Event> events = accepted(
        Membership.decide(new Membership.None(), new Command.Join(Standing.ACTIVE, subscription, today)));
    Membership.Held held = after(new Membership.None(), events);
    List<NewEvent> news = news(asked, who, events);
    int version = tx.append(who.id(), 0, news);
    AuditDetails.keep(tx, news.getFirst().id(), who.id(), null, profile(person));
    MemberRow row = new MemberRow(who, held, version, new MemberRow.Times(tx.now(), tx.now(), tx.now()),
        person);
    MemberWrites.add(tx, row);
    lapses.expect(tx, asked.club(), subscription);
    return MemberMapper.whole(row, today);
  }

  /** Members sign in at their own club: no id of another club's person ties that person to this one. */
  private static UUID login(Tx tx, String text) {
    UUID user = Uuids.read("userId", text);
    if (!ClubFact.hasLogin(tx, user)) {
      throw Problem.notFound("There is no such login in your club").field("userId");
    }
    return user;
  }

  private static String number(Tx tx, String wanted) {
    String number = wanted.strip();
    if (number.isEmpty()) {
      return RegisterTable.next(tx);
    }
    if (!MemberNumber.FORM.matcher(number).matches()) {
      throw Problem.validation("memberNumber", "1 to 32 letters, digits, spaces, dots, hyphens or slashes");
    }
    RegisterTable.taken(tx, List.of(number));
    return number;
  }

  private static Subscription subscription(CreateMemberRequest request) {
    MembershipType type = switch (request.getMembershipType()) {
      case REGULAR, MEMBERSHIP_TYPE_UNSPECIFIED -> MembershipType.REGULAR;
      case PREMIUM -> MembershipType.PREMIUM;
      case LIFETIME -> MembershipType.LIFETIME;
      case CORPORATE -> MembershipType.CORPORATE;
      case UNRECOGNIZED -> throw Problem.validation("membershipType", "There is no such type");
    };
    String named = ProfileReader.text("membershipClass", request.getMembershipClass(),
        Subscription.CLASS_CHARS);
    LocalDate paid = request.hasPaidUntil() && !request.getPaidUntil().isEmpty()
        ? ProfileReader.date("paidUntil", request.getPaidUntil())
        : null;
    return new Subscription(type, named.isEmpty() ? type.name() : named, paid);
  }

  private Member change(Requested asked, String member, Function<LocalDate, Command> command,
      @Nullable String reason) {
    UUID id = Uuids.read("id", member);
    return store.transact(asked.scope(), tx -> asked.once(tx, Member.parser(), () -> {
      MemberRow row = existing(tx, id);
      LocalDate today = MemberDesk.club(tx, asked).dayAt(tx.now());
      var past = tx.events(id, 0);
      Membership state = MemberEvents.replay(past);
      List<Membership.Event> lapsed = accepted(Membership.decide(state, new Command.Lapse(today)));
      Membership.Held current = lapsed.isEmpty() ? (Membership.Held) state : after(state, lapsed);
      List<Membership.Event> events = accepted(Membership.decide(current, command.apply(today)));
      int version = append(tx, asked, row.identity(), past.size(), events);
      MemberWrites.standing(tx, id, after(current, events), version);
      MemberWrites.reason(tx, id, reason);
      return MemberMapper.whole(existing(tx, id), today);
    }));
  }

  private static MemberRow existing(Tx tx, UUID id) {
    return MemberReads.byId(tx, id).orElseThrow(() -> Problem.notFound("There is no such member"));
  }

  private static int append(Tx tx, Requested asked, MemberRow.Identity who, int version,
      List<Membership.Event> events) {
    return tx.append(who.id(), version, news(asked, who, events));
  }

  private static @Nullable String profile(@Nullable Person person) {
    return person == null ? null : ProtoJson.text(MemberMapper.profile(person));
  }

  private static List<NewEvent> news(Requested asked, MemberRow.Identity who, List<Membership.Event> events) {
    return events.stream()
        .map(event -> NewEvent.of(asked.club(), MemberEvents.message(who, event), asked.meta())).toList();
  }

  private static Membership.Held after(Membership state, List<Membership.Event> events) {
    Membership now = state;
    for (Membership.Event event : events) {
      now = Membership.evolve(now, event);
    }
    return (Membership.Held) now;
  }

  private static List<Membership.Event> accepted(Decision decision) {
    return switch (decision) {
      case Decision.Accepted(List<Membership.Event> events) -> events;
      case Decision.Refused(var refusal) -> throw Problem.refused(refusal.name(), refusal.sentence());
    };
  }
}
