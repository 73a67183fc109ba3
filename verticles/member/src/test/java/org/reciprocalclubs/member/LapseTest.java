package org.reciprocalclubs.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.kit.store.TestDatabase.await;
import static org.reciprocalclubs.member.House.CITY;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.member.v1.CreateMemberRequest;
import org.reciprocalclubs.codecs.member.v1.GetMemberRequest;
import org.reciprocalclubs.codecs.member.v1.Member;
import org.reciprocalclubs.codecs.member.v1.MembersGrpcClient;
import org.reciprocalclubs.kit.store.JobRunner;
import org.reciprocalclubs.kit.store.Leases;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;

final class LapseTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("member");

  @Test
  void a_membership_ends_with_its_day_in_the_clubs_zone_at_once_to_readers_and_by_night_as_an_event()
      throws InterruptedException {
    MemberSettings settings = MemberSettings.defaults();
    House house = new House(DATABASE, settings);
    LocalDate today = LocalDate.now(ZoneId.of("Europe/Berlin"));
    Member member = house.enter(CITY, CreateMemberRequest.newBuilder().setPaidUntil(today.toString()));
    UUID id = UUID.fromString(member.getId());
    assertThat(member.getState()).isEqualTo("ACTIVE");
    new TimeOffset(DATABASE.store(), false).set(Duration.ofHours(25));
    assertThat(house.ask(House.manager(CITY), MembersGrpcClient.GetMember,
        GetMemberRequest.newBuilder().setId(member.getId()).build()).getState()).isEqualTo("LAPSED");
    assertThat(deskState(id)).isEqualTo("LAPSED");
    assertThat(DATABASE.count("select count(*) from kit.event where stream = $1", id)).isEqualTo(1);
    Leases leases = Leases.start(DATABASE.store());
    await(
        JobRunner.start(DATABASE.store(), leases, MemberVerticle.jobs(settings), new SimpleMeterRegistry()));
    for (int i = 0; i < 200
        && DATABASE.count("select count(*) from kit.event where stream = $1", id) < 2; i++) {
      Thread.sleep(100);
    }
    assertThat(DATABASE.count(
        "select count(*) from member.member where id = $1 and state = 'LAPSED' and version = 2",
        id)).isEqualTo(1);
    assertThat(DATABASE.count("""
        select count(*) from kit.job j join member.register r on r.lapse_job = j.id
        where j.kind = 'member.lapse' and j.due > kit.now()""")).isEqualTo(1);
  }

  private static String deskState(UUID member) {
    return DATABASE.admin(
        """
            select state from member.members_for_desk(array[null::text], array[null::text], array[$1::uuid])""",
        member)
        .iterator().next().getString(0);
  }
}
