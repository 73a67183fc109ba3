package org.reciprocalclubs.reciprocal.desk;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** The arrays that {@code reciprocal.desk_load} takes. */
final class LoadRows {
  static final String SQL = "select * from reciprocal.desk_load($1, $2, $3, $4, $5, $6)";

  private LoadRows() {}

  static Tuple binds(List<Scan> scans) {
    int count = scans.size();
    var ids = new UUID[count];
    var hosts = new UUID[count];
    var codes = new String[count];
    var numbers = new String[count];
    var members = new UUID[count];
    var shown = new Buffer[count];
    for (int i = 0; i < count; i++) {
      var scan = scans.get(i);
      ids[i] = scan.id();
      hosts[i] = scan.host();
      switch (scan.who()) {
        case Scan.Who.ByNumber(var code, var number) -> {
          codes[i] = code;
          numbers[i] = number;
        }
        case Scan.Who.ById(var member) -> members[i] = member;
        case Scan.Who.ByPass pass -> {
          members[i] = pass.member();
          shown[i] = pass.shown().hash();
        }
        case Scan.Who.BadPass _ -> {
          // nobody to look up
        }
      }
    }
    return Tuple.of(ids, hosts, codes, numbers, members, shown);
  }
}
