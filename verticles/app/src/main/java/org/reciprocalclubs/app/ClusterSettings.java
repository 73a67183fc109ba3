package org.reciprocalclubs.app;

import java.util.List;

/**
 * The section {@code cluster}: how processes find each other.
 *
 * @param enabled false for a process by itself
 * @param host the address that Hazelcast binds to; never one that strangers reach
 * @param port Hazelcast's
 * @param members host:port of processes to ask first, this one may be among them
 */
record ClusterSettings(boolean enabled, String host, int port, List<String> members) {

  ClusterSettings {
    if (enabled && members.isEmpty()) {
      throw new IllegalArgumentException("members must name at least one process");
    }
  }
}
