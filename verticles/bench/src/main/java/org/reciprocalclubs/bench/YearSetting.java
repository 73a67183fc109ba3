package org.reciprocalclubs.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What the year runs on, as {@code deploy/bench} says in its environment: two platforms, and how they are
 * stopped and started.
 *
 * @param visits of the year
 */
record YearSetting(Setting empty, Setting year, Power emptyPower, Power yearPower, long visits) {

  static YearSetting of(Map<String, String> environment) throws IOException {
    Map<String, String> other = new HashMap<>(environment);
    other.put("BENCH_DATA", Setting.need(environment, "BENCH_YEAR_DATA"));
    other.put("BENCH_PORTS", Setting.need(environment, "BENCH_YEAR_PORTS"));
    return new YearSetting(Setting.of(environment), Setting.of(other), Power.of(environment),
        Power.of(other), Long.parseLong(Setting.need(environment, "BENCH_VISITS")));
  }
}
