package org.reciprocalclubs.push;

import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.kit.auth.Tokens;
import org.reciprocalclubs.kit.boot.NodeContext;
import org.reciprocalclubs.kit.store.EventTail;

/** What the boards of one process share. Thread-safe. */
final class Station {
  final PushSettings settings;
  final Tokens tokens;
  final EventTail tail;
  final Catalogue catalogue;
  final Seats seats;
  final PushMetrics metrics;

  Station(NodeContext node, PushSettings settings, PushRoom.Supplies given) {
    Codecs codecs = node.bus().codecs();
    this.settings = settings;
    this.tokens = given.tokens();
    this.tail = given.tail();
    this.catalogue = new Catalogue(codecs, settings.queue().remembered());
    this.seats = new Seats(settings.sockets());
    this.metrics = new PushMetrics(node.meters(), seats);
  }
}
