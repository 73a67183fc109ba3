package org.reciprocalclubs.edge.graphql;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import graphql.schema.DataFetchingEnvironment;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.edge.operation.Bound;
import org.reciprocalclubs.edge.operation.Call;
import org.reciprocalclubs.edge.operation.Door;
import org.reciprocalclubs.kit.auth.Endings;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Permissions;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.EventRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What subscribers hear of. An event only says that something changed: the object is asked for on behalf of
 * each subscriber, so rights and row scopes are checked for every message. Confined to one event loop.
 */
final class Subscriptions {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
  private static final Set<String> VISIT_EVENTS = Set.of("VisitOpened", "VisitClosed", "VisitAnnulled",
      "VisitCancelled", "VisitVerified", "VisitCorrected", "VisitRated", "ReservationCancelled",
      "ReservationMissed");
  private static final String NOTICE_EVENT = "NotificationCreated";
  private static final String TRANSACTION_EVENT = "TransactionStatusChanged";
  private static final long RETRY_MILLIS = 500;

  private final Vertx vertx;
  private final Codecs codecs;
  private final Door door;
  private final int maxWaiting;
  private final Set<Interest> interests = new HashSet<>();
  private final Set<Watch> watches = new HashSet<>();
  private final Runnable stop;

  /** Which events concern one subscriber, and where their objects go; it ends with the queue. */
  private final class Interest {
    final Predicate<Fact> test;
    final LiveQueue queue;

    Interest(Call call, Bound get, Predicate<Fact> test) {
      this.test = test;
      queue = new LiveQueue(maxWaiting, id -> load(call, get, id), () -> interests.remove(this));
    }
  }

  /** Who signed in, and what ends with their token. */
  private record Watch(Caller caller, Runnable ended) {}

  /** An event and what its message says; the message is null when this build does not know it. */
  record Fact(EventRecord event, @Nullable Message message) {
    /** Text of that field; empty when there is none. */
    String text(String field) {
      FieldDescriptor known = message == null ? null : message.getDescriptorForType().findFieldByName(field);
      return known == null ? "" : (String) Objects.requireNonNull(message).getField(known);
    }
  }

  Subscriptions(Vertx vertx, Codecs codecs, Door door, int maxWaiting, Events events) {
    this.vertx = vertx;
    this.codecs = codecs;
    this.door = door;
    this.maxWaiting = maxWaiting;
    this.stop = events.listen(batch -> batch.forEach(this::happened));
  }

  /** Visits at the caller's club and by its members; a plain member's own. */
  Publisher<Message> visitStatusChanged(DataFetchingEnvironment field, Bound getVisit) {
    Call call = signedIn(field, getVisit);
    Caller caller = call.caller();
    String club = caller.requireClub().toString();
    String other = field.getArgument("clubId");
    return publisher(call, getVisit,
        fact -> VISIT_EVENTS.contains(fact.event().name()) && concerns(fact, club)
            && (other == null || concerns(fact, other))
            && (!caller.ownRowsOnly() || fact.text("user_id").equals(String.valueOf(caller.subject()))));
  }

  /** Notices to the caller. */
  Publisher<Message> notificationReceived(DataFetchingEnvironment field, Bound getNotification) {
    Call call = signedIn(field, getNotification);
    String user = String.valueOf(call.caller().subject());
    return publisher(call, getNotification,
        fact -> fact.event().name().equals(NOTICE_EVENT) && fact.text("user_id").equals(user));
  }

  /** Transactions that the caller's club sees. */
  Publisher<Message> transactionStatusChanged(DataFetchingEnvironment field, Bound getTransaction) {
    Call call = signedIn(field, getTransaction);
    var club = call.caller().requireClub();
    return publisher(call, getTransaction,
        fact -> fact.event().name().equals(TRANSACTION_EVENT) && fact.event().visibleTo(club));
  }

  /** Calls back once when that session ends; the result ends the watching. */
  Runnable onEnd(Caller caller, Runnable ended) {
    Watch watch = new Watch(caller, ended);
    watches.add(watch);
    return () -> watches.remove(watch);
  }

  void close() {
    stop.run();
  }

  private static boolean concerns(Fact fact, String club) {
    return fact.event().club().toString().equals(club) || String.valueOf(fact.event().partner()).equals(club);
  }

  private static Call signedIn(DataFetchingEnvironment field, Bound loaded) {
    Call call = Objects.requireNonNull(field.getGraphQlContext().get(Call.class));
    if (call.refusal() != null) {
      throw call.refusal();
    }
    Permissions.check(loaded.rpc(), call.caller());
    return call;
  }

  private Publisher<Message> publisher(Call call, Bound get, Predicate<Fact> test) {
    Interest interest = new Interest(call, get, test);
    interests.add(interest);
    return interest.queue;
  }

  private void happened(EventRecord event) {
    Endings.of(event).ifPresent(concerned -> List.copyOf(watches).stream()
        .filter(watch -> concerned.test(watch.caller())).forEach(watch -> watch.ended().run()));
    boolean told = !interests.isEmpty()
        && (VISIT_EVENTS.contains(event.name()) || event.name().equals(NOTICE_EVENT)
            || event.name().equals(TRANSACTION_EVENT));
    if (!told) {
      return; // nobody listens: parsing every event all the same would slow a rush at the doors
    }
    Fact fact = new Fact(event, message(event));
    String notice = fact.text("notification_id");
    String id = notice.isEmpty() ? event.stream().toString() : notice;
    List.copyOf(interests).stream().filter(interest -> interest.test.test(fact))
        .forEach(interest -> interest.queue.changed(id));
  }

  private @Nullable Message message(EventRecord event) {
    try {
      return codecs.prototype(event.type()).getParserForType().parseFrom(event.data());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      LOG.atWarn().setCause(e).addKeyValue("event", event.id()).log("An event is not readable");
      return null;
    }
  }

  /** Not found and not allowed mean that this subscriber is not to see it. */
  private Future<@Nullable Message> load(Call call, Bound get, String id) {
    return ask(call, get, id).recover(failure -> {
      ErrorCode kind = failure instanceof Problem problem ? problem.kind() : ErrorCode.INTERNAL_ERROR;
      boolean later = kind == ErrorCode.OVERLOADED || kind == ErrorCode.DEADLINE;
      return later
          ? vertx.timer(RETRY_MILLIS).compose(_ -> ask(call, get, id))
          : Future.succeededFuture(null);
    });
  }

  private Future<@Nullable Message> ask(Call call, Bound get, String id) {
    Message.Builder request = get.rpc().request().newBuilderForType();
    request.setField(request.getDescriptorForType().findFieldByName("id"), id);
    Promise<@Nullable Message> answer = Promise.promise();
    call.context().run(vertx, () -> door.ask(get, request.build(), call, null).onComplete(answer));
    return answer.future();
  }
}
