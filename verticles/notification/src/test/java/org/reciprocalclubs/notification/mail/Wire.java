package org.reciprocalclubs.notification.mail;

import static org.reciprocalclubs.kit.store.TestDatabase.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/** The way to a real mail server, on which things go wrong. */
final class Wire implements AutoCloseable {
  private static final String END_OF_MAIL = ".\r\n";

  private final NetServer server;
  private final NetClient client;
  private final int mailServer;
  private volatile Fault fault = Fault.NONE;

  /** What goes wrong. */
  enum Fault {
    NONE,
    /** Nobody says a word. */
    SILENT,
    /** No recipient is known. */
    REFUSED,
    /** No recipient is taken just now. */
    LATER,
    /** The mail arrives and the answer to it does not. */
    UNANSWERED
  }

  Wire(Vertx vertx, int mailServer) {
    this.mailServer = mailServer;
    client = vertx.createNetClient();
    server = vertx.createNetServer().connectHandler(this::connected);
    await(server.listen(0, "127.0.0.1"));
  }

  int port() {
    return server.actualPort();
  }

  void goesWrong(Fault how) {
    fault = how;
  }

  private void connected(NetSocket near) {
    if (fault == Fault.SILENT) {
      return;
    }
    near.pause();
    client.connect(mailServer, "127.0.0.1").onFailure(_ -> near.close()).onSuccess(far -> {
      near.handler(said -> forward(near, far, said));
      far.handler(near::write);
      near.closeHandler(_ -> far.close());
      far.closeHandler(_ -> near.close());
      near.resume();
    });
  }

  private void forward(NetSocket near, NetSocket far, Buffer said) {
    var text = said.toString();
    if (text.startsWith("RCPT TO") && fault == Fault.REFUSED) {
      near.write("550 5.1.1 no such mailbox\r\n");
    } else if (text.startsWith("RCPT TO") && fault == Fault.LATER) {
      near.write("451 4.7.1 greylisted\r\n");
    } else {
      if ((text.equals(END_OF_MAIL) || text.endsWith("\r\n" + END_OF_MAIL))
          && fault == Fault.UNANSWERED) {
        far.handler(_ -> {});
      }
      far.write(said);
    }
  }

  @Override
  public void close() {
    await(server.close());
    await(client.close());
  }
}
