package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import org.reciprocalclubs.codecs.reciprocal.v1.HostAllowance;
import org.reciprocalclubs.codecs.reciprocal.v1.ListMyAllowancesRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListMyAllowancesResponse;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.reciprocal.desk.Preview;

/**
 * Where a member may go, and how often still: the same rules as at the door, asked without writing.
 * Thread-safe.
 */
final class Allowances {
  private final Store store;

  Allowances(Store store) {
    this.store = store;
  }

  ListMyAllowancesResponse list(ListMyAllowancesRequest request) {
    var caller = CallContext.current().caller();
    var mine = Scope.person(caller.requireClub(), caller.requireSubject());
    return store.read(mine, tx -> {
      var response = ListMyAllowancesResponse.newBuilder();
      tx.query("""
          select f.*, c.code as host_code, c.name as host_name
            from reciprocal.my_facts() f join auth.clubs_for_desk() c on c.id = f.host
           order by c.name""").forEach(row -> response.addHosts(host(row)));
      return response.build();
    });
  }

  private static HostAllowance host(Row row) {
    var verdict = Preview.verdict(row);
    return HostAllowance.newBuilder().setClubId(row.getUUID("host").toString())
        .setClubCode(row.getString("host_code"))
        .setClubName(row.getString("host_name")).setAgreementId(row.getUUID("agreement").toString())
        .setNow(verdict)
        .setLeft(Preview.leftBefore(verdict)).build();
  }
}
