package org.reciprocalclubs.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.reciprocalclubs.kit.boot.EmbeddedFailure;

/** The only address that embedded services listen on, and short conversations with them. */
final class Loopback {

  static final String HOST = "127.0.0.1";
  static final InetAddress ADDRESS = InetAddress.ofLiteral(HOST);
  private static final int CONVERSATION_MS = 1_000;
  private static final int ANSWER_BYTES = 4_096;

  private Loopback() {}

  static void requireFree(int port, String service) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(ADDRESS, port));
    } catch (IOException e) {
      throw new EmbeddedFailure(
          "Port %d on %s, which %s needs, is taken: stop what uses it or choose another --port-base."
              .formatted(port, HOST, service),
          e);
    }
  }

  /** Says something and returns the first bytes of the answer; empty when nothing answers in time. */
  static String ask(int port, String words) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(ADDRESS, port), CONVERSATION_MS);
      socket.setSoTimeout(CONVERSATION_MS);
      socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return firstBytes(socket.getInputStream());
    } catch (IOException e) {
      return "";
    }
  }

  private static String firstBytes(InputStream in) throws IOException {
    byte[] answer = new byte[ANSWER_BYTES];
    int length = Math.max(0, in.read(answer));
    return new String(answer, 0, length, StandardCharsets.US_ASCII);
  }
}
