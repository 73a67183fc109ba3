package org.reciprocalclubs.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.kit.kitsample.v1.EchoesGrpcClient;
import org.reciprocalclubs.kit.kitsample.v1.EchoesGrpcService;
import org.reciprocalclubs.kit.kitsample.v1.Portrait;

class RecordingTest {
  private static final UUID MEMBER = UUID.randomUUID();
  private final BusFixture fixture = new BusFixture();
  private final List<Recorder.Record> kept = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    fixture.close();
  }

  private void serve() {
    fixture.onVirtualThreads(() -> fixture.bus.serve(EchoesGrpcService.Describe, request -> portrait()));
  }

  private static Portrait portrait() {
    return Portrait.newBuilder().setId(MEMBER.toString()).setName("Ada").build();
  }

  private Future<Void> keep(Recorder.Record record) {
    kept.add(record);
    return Future.succeededFuture();
  }

  private Portrait ask(Caller caller) throws Exception {
    var call = CallContext.of(caller).from(new CallOrigin("192.0.2.77", "curl/8.0"));
    return fixture.within(call, () -> fixture.bus.ask(EchoesGrpcClient.Describe, BusFixture.shout("x")));
  }

  @Test
  void a_read_of_personal_data_is_recorded_with_who_from_where_and_which_rows() throws Exception {
    fixture.bus.recordTo(this::keep);
    serve();
    assertThat(ask(BusFixture.MANAGER).getName()).isEqualTo("Ada");
    assertThat(kept).singleElement().satisfies(record -> {
      assertThat(record.read()).isTrue();
      assertThat(record.rows()).containsExactly(MEMBER.toString());
      assertThat(record.call().caller()).isEqualTo(BusFixture.MANAGER);
      assertThat(Objects.requireNonNull(record.call().whence()).network()).isEqualTo("192.0.2.0/24");
      assertThat(record.call().origin()).as("the address itself is not told").isNull();
    });
  }

  @Test
  void whoever_sees_only_their_own_rows_is_not_recorded_and_neither_is_the_platform() throws Exception {
    fixture.bus.recordTo(this::keep);
    serve();
    ask(new Caller(Caller.Kind.PERSON, BusFixture.USER, BusFixture.CLUB, null, null, Set.of("member.self"),
        Set.of("member")));
    ask(Caller.system(BusFixture.CLUB));
    assertThat(kept).isEmpty();
  }

  @Test
  void a_read_that_cannot_be_recorded_is_not_answered() {
    serve();
    fixture.bus.recordTo(Recorder.NONE);
    assertThatThrownBy(() -> ask(BusFixture.MANAGER)).isInstanceOfSatisfying(Problem.class,
        refused -> assertThat(refused.code()).isEqualTo("NOT_RECORDED"));
    fixture.bus.recordTo(_ -> Future.failedFuture(new IllegalMonitorStateException("away")));
    assertThatThrownBy(() -> ask(BusFixture.MANAGER)).isInstanceOfSatisfying(Problem.class,
        refused -> assertThat(refused.kind()).isEqualTo(ErrorCode.OVERLOADED));
  }

  @Test
  void a_change_that_no_event_tells_of_is_recorded_before_it_is_made() throws Exception {
    var made = new AtomicInteger();
    fixture.onVirtualThreads(() -> fixture.bus.serve(EchoesGrpcService.Decree, request -> {
      made.incrementAndGet();
      assertThat(kept).as("recorded already").hasSize(1);
      return BusFixture.answer("done");
    }));
    fixture.bus.recordTo(_ -> Future.failedFuture(new IllegalMonitorStateException("away")));
    var call = CallContext.of(BusFixture.MANAGER);
    assertThatThrownBy(
        () -> fixture.within(call, () -> fixture.bus.ask(EchoesGrpcClient.Decree, BusFixture.shout("x"))))
        .isInstanceOf(Problem.class);
    assertThat(made).hasValue(0);
    fixture.bus.recordTo(this::keep);
    fixture.within(call, () -> fixture.bus.ask(EchoesGrpcClient.Decree, BusFixture.shout("x")));
    assertThat(kept).singleElement().satisfies(record -> assertThat(record.read()).isFalse());
  }

  @Test
  void what_is_kept_of_a_place_says_nothing_without_its_salt() {
    var first = Objects
        .requireNonNull(Whence.of(new CallOrigin("192.0.2.77", "curl/8.0"), BusFixture.MANAGER));
    var same = Objects
        .requireNonNull(Whence.of(new CallOrigin("192.0.2.78", "curl/8.1"), BusFixture.MANAGER));
    var elsewhere = Objects
        .requireNonNull(Whence.of(new CallOrigin("198.51.100.1", "curl/8.0"), BusFixture.MANAGER));
    assertThat(first.id()).isEqualTo(same.id()).isNotEqualTo(elsewhere.id())
        .isEqualTo(Whence.commitment(first.salt(), "192.0.2.0/24", "curl"));
    assertThat(first).hasToString("Whence " + first.id());
    assertThat(Whence.read(first.text()).network()).isEqualTo("192.0.2.0/24");
  }
}
