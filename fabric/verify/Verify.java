import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Checks a receipt of Reciprocal Clubs without asking Reciprocal Clubs: one source file, a JDK (17 or newer),
 * and a file of what you trust, that you got from somebody you trust. It shares no code with the platform, on
 * purpose.
 *
 * <pre>
 * java Verify.java RECEIPT --trust FILE [--log URL] [--block FILE]
 * </pre>
 *
 * <p>RECEIPT is the receipt as a file, or the text of its QR code in a file: {@code RR1:} and the Base45 (RFC
 * 9285) of the zlib stream (RFC 1950) of the same bytes.
 *
 * <p>The trust FILE has, on lines of their own: verifier keys of logs (C2SP signed-note:
 * {@code name+id+key}); {@code msp NAME}, and after it the certificates (PEM) of the authorities of that
 * organisation of the ledger, of which one at least is a self-signed root; {@code orderer NAME}, and the same
 * for an organisation whose orderers sign blocks. Lines that begin with # are remarks.
 *
 * <p>--block names a block of the channel that the receipt's anchor names (a Fabric {@code common.Block} in
 * protobuf, as {@code peer channel fetch} writes it).
 *
 * <p>It says what was PROVED and what was NOT PROVED, one line each. Exit 0: what was asked for is proved:
 * the receipt holds; where --log is given, the log of today still contains what it contained then; where
 * --block is given, an orderer that you trust signed that block, and a peer of an organisation that you trust
 * endorsed the anchor in it. 1: it does not hold. 2: it could not be checked, or not enough of those whom you
 * trust vouch for the block. Nobody signs that a transaction is valid, so that is said not to be proved and
 * changes no exit.
 *
 * <p>What is done: the receipt must be in its one form (RFC 8785). The leaf's text and its salt give the
 * entry, SHA-256(salt || text); the entry, its place and the proof give the root of the tree (RFC 6962); the
 * checkpoint (C2SP tlog-checkpoint) must name that root and that size, and be signed by a key of FILE under
 * the log's name. The anchor must be of that size. The block's header must have the anchor's number and the
 * hash of the block's data; the transaction must have the anchor's id, which is the hash of its nonce and
 * creator; it must call {@code anchors:Append} of the chaincode {@code clubs} with the log, size and root of
 * the checkpoint; what was endorsed must be bound to that call by the proposal's hash, and each endorsement
 * (ECDSA over P-256 with SHA-256) be signed under a certificate that an authority of FILE issued to a peer
 * (OU=peer).
 */
final class Verify {
  private static final int FILE_MAX = 65_536;
  private static final int PROOF_MAX = 63;
  private static final int HASH = 32;
  private static final Set<String> PARTS = Set.of("checkpoint", "index", "leaf", "proof", "receipt", "salt",
      "state");
  private static final Set<String> ANCHOR = Set.of("block", "channel", "size", "tx");
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final String USAGE =
      "usage: java Verify.java RECEIPT --trust FILE [--log URL] [--block FILE]";

  private final Trust trusted;

  private Verify(Trust trusted) {
    this.trusted = trusted;
  }

  /** Why a receipt does not hold. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why);
    }
  }

  public static void main(String[] arguments) {
    try {
      System.exit(run(List.of(arguments)));
    } catch (Refused refused) {
      System.out.println("REFUSED     " + refused.getMessage());
      System.exit(1);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException problem) {
      System.err.println("Not checked: " + problem.getMessage());
      System.exit(2);
    } catch (RuntimeException | OutOfMemoryError unforeseen) {
      System.err.println("Not checked: " + unforeseen);
      System.exit(2);
    } catch (InterruptedException stopped) {
      System.exit(2);
    }
  }

  private static int run(List<String> arguments)
      throws Refused, IOException, GeneralSecurityException, InterruptedException {
    var options = options(arguments);
    var verify = new Verify(Trust.read(read(options.get("--trust"))));
    var shown = verify.receipt(readReceipt(options.get("receipt")));
    boolean proved = true;
    if (options.containsKey("--block")) {
      proved = verify.block(shown, readBlock(options.get("--block")));
    } else if (shown.anchor != null) {
      say(false, "that block " + shown.anchor.block + " of the channel " + shown.anchor.channel
          + " holds the log as of then: give --block FILE");
    }
    if (options.containsKey("--log")) {
      verify.log(shown.head, options.get("--log"));
    } else {
      say(false, "that the log still contains it: give --log URL");
    }
    return proved ? 0 : 2;
  }

  private static Map<String, String> options(List<String> arguments) {
    var options = new TreeMap<String, String>();
    for (int i = 0; i < arguments.size(); i++) {
      String each = arguments.get(i);
      boolean option = Set.of("--trust", "--log", "--block").contains(each);
      if (each.startsWith("--") && !option || option && i + 1 == arguments.size()) {
        throw new IllegalArgumentException(USAGE);
      }
      if (options.put(option ? each : "receipt", option ? arguments.get(++i) : each) != null) {
        throw new IllegalArgumentException(USAGE);
      }
    }
    if (!options.containsKey("receipt") || !options.containsKey("--trust")) {
      throw new IllegalArgumentException(USAGE);
    }
    return options;
  }

  private static void say(boolean proved, String what) {
    System.out.println((proved ? "PROVED      " : "NOT PROVED  ") + what);
  }

  private static String read(String file) throws IOException {
    try {
      return Files.readString(sized(file, FILE_MAX), StandardCharsets.UTF_8);
    } catch (CharacterCodingException binary) {
      throw new IllegalArgumentException(file + " is no text (UTF-8)");
    }
  }

  private static String readReceipt(String file) throws IOException, Refused {
    try {
      return Files.readString(sized(file, FILE_MAX), StandardCharsets.UTF_8);
    } catch (CharacterCodingException changed) {
      throw new Refused("the receipt is no text (UTF-8)");
    }
  }

  private static Path sized(String file, long bytesMax) throws IOException {
    try {
      if (Files.size(Path.of(file)) > bytesMax) {
        throw new IllegalArgumentException(file + " is longer than " + bytesMax + " bytes");
      }
      return Path.of(file);
    } catch (NoSuchFileException missing) {
      throw new IllegalArgumentException("there is no file " + file);
    }
  }

  // ---- the receipt

  /**
   * What a receipt shows.
   *
   * @param anchor where the log as of then is said to stand; null while it is nowhere
   */
  private record Shown(Head head, Anchor anchor) {}

  /** Where a receipt says that the log as of then stands. */
  private record Anchor(long block, String channel, long size, String tx) {}

  private Shown receipt(String file) throws Refused, GeneralSecurityException {
    String text = file.replaceFirst("\\r?\\n\\z", "");
    text = text.startsWith(Code.MARK) ? Code.read(text) : text;
    var receipt = new Json(text).object();
    if (!Json.text(receipt).equals(text)) {
      throw new Refused("the receipt is not in its one form (RFC 8785): something was changed or added");
    }
    check(Long.valueOf(1).equals(receipt.get("receipt")), "the receipt is of another version");
    var anchor = anchor(receipt);
    var leaf = map(receipt, "leaf");
    byte[] salt = bytes(string(receipt, "salt"));
    check(salt.length == HASH, "the salt has not 32 bytes");
    byte[] entry = sha256(salt, Json.text(leaf).getBytes(StandardCharsets.UTF_8));
    var head = checkpoint(string(receipt, "checkpoint"));
    check(anchor == null || anchor.size == head.size, "the anchor is of another size than the checkpoint");
    long index = number(receipt, "index");
    check(includes(head, index, sha256(new byte[]{0}, entry), proof(receipt)),
        "the proof does not lead from the leaf to the checkpoint");
    say(true, "the log " + head.origin + " contains it, as number " + index + " of " + head.size);
    leaf.forEach((name, value) -> System.out.println("            " + name + ": " + value));
    if (anchor == null) {
      say(false, "that the clubs' ledger holds the log as of then: the receipt names no anchor");
    }
    return new Shown(head, anchor);
  }

  private static Anchor anchor(Map<String, Object> receipt) throws Refused {
    var parts = new TreeSet<>(receipt.keySet());
    boolean anchored = parts.remove("anchor");
    check(parts.equals(PARTS), "the receipt has other parts than it should have");
    check((anchored ? "ANCHORED" : "LOGGED").equals(receipt.get("state")),
        "the receipt says of itself what it does not show");
    if (!anchored) {
      return null;
    }
    var anchor = map(receipt, "anchor");
    check(anchor.keySet().equals(ANCHOR), "the anchor has other parts than it should have");
    String tx = string(anchor, "tx");
    check(tx.matches("[0-9a-f]{64}"), "the anchor names no transaction");
    return new Anchor(number(anchor, "block"), string(anchor, "channel"), number(anchor, "size"), tx);
  }

  private static List<byte[]> proof(Map<String, Object> receipt) throws Refused {
    check(receipt.get("proof") instanceof List<?> list && list.size() <= PROOF_MAX, "the proof is no list");
    var path = new ArrayList<byte[]>();
    for (Object each : (List<?>) receipt.get("proof")) {
      check(each instanceof String, "the proof is no list of hashes");
      path.add(bytes((String) each));
      check(path.get(path.size() - 1).length == HASH, "the proof is no list of hashes");
    }
    return path;
  }

  // ---- the log

  /** What a log said of itself. */
  private record Head(String origin, long size, byte[] root) {}

  private Head checkpoint(String note) throws Refused, GeneralSecurityException {
    int end = note.lastIndexOf("\n\n");
    check(end > 0 && note.endsWith("\n"), "the checkpoint is no signed note");
    String text = note.substring(0, end + 1);
    String[] lines = text.split("\n", -1);
    check(lines.length >= 4 && lines[1].matches("0|[1-9][0-9]{0,14}"), "the checkpoint is none");
    Key key = signer(lines[0], text, note.substring(end + 2));
    check(key != null, "no key that you trust has signed the checkpoint of " + lines[0]);
    var head = new Head(lines[0], Long.parseLong(lines[1]),
        bytes(lines[2], Base64.getDecoder(), Base64.getEncoder()));
    say(true, "the checkpoint is signed by " + key.name + " (" + HexFormat.of().formatHex(key.id) + ")");
    return head;
  }

  /** The log's own key; null where none that is trusted has signed. What others have signed is said. */
  private Key signer(String origin, String text, String lines) throws Refused, GeneralSecurityException {
    Key found = null;
    var signers = new HashSet<String>();
    for (String line : lines.split("\n")) {
      String[] parts = line.split(" ", -1);
      check(parts.length == 3 && parts[0].equals("\u2014"), "the checkpoint has a line that is no signature");
      byte[] bytes = bytes(parts[2], Base64.getDecoder(), Base64.getEncoder());
      check(bytes.length > Key.ID, "the checkpoint has a line that is no signature");
      byte[] id = Arrays.copyOf(bytes, Key.ID);
      String signer = parts[1] + " (" + HexFormat.of().formatHex(id) + ")";
      check(signers.add(signer), "the checkpoint has two signatures of " + signer);
      Key key = trusted.log(parts[1], id);
      check(key == null || key.verifies(text, Arrays.copyOfRange(bytes, Key.ID, bytes.length)),
          "the checkpoint's signature is false");
      if (key == null) {
        say(false, "that " + signer + " signed the checkpoint: you trust no such key");
      } else if (key.name.equals(origin)) {
        found = key;
      } else {
        say(true, "the checkpoint is signed by " + signer + " as well");
      }
    }
    return found;
  }

  /** That the log of today has grown out of the one that the receipt names. */
  private void log(Head then, String url)
      throws Refused, IOException, GeneralSecurityException, InterruptedException {
    String base = url.endsWith("/") ? url : url + "/";
    var now = today(fetch(base + "checkpoint"));
    check(now.origin.equals(then.origin), "the log there is another: " + now.origin);
    check(now.size >= then.size,
        "the log there is shorter than the receipt says: it was cut, or is shown as it once was");
    var answer = new Json(fetch(base + "consistency/" + then.size + "/" + now.size)).object();
    var path = new ArrayList<byte[]>();
    check(answer.get("proof") instanceof List<?> list && list.size() <= PROOF_MAX, "the log gave no proof");
    for (Object each : (List<?>) answer.get("proof")) {
      path.add(bytes(String.valueOf(each), Base64.getDecoder(), Base64.getEncoder()));
      check(path.get(path.size() - 1).length == HASH, "the log gave no proof");
    }
    check(grew(then, now, path),
        "the log there does not prove that it grew out of the receipt's: it was rewritten, or answers "
            + "falsely");
    say(true, "the log of today, with " + now.size + " leaves, still contains it");
  }

  /** An answer that the log's key has not signed says nothing of the log. */
  private Head today(String answer) throws IOException, GeneralSecurityException {
    try {
      return checkpoint(answer);
    } catch (Refused stranger) {
      throw new IOException("what answers there is not the log: " + stranger.getMessage());
    }
  }

  /** What stands there: read within WAIT, and no more of it than FILE_MAX, whoever answers. */
  private static String fetch(String url) throws IOException, InterruptedException {
    var client = HttpClient.newBuilder().connectTimeout(WAIT).build();
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(WAIT).build();
    var body = CompletableFuture.supplyAsync(() -> answer(client, request));
    try {
      return body.get(WAIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new IOException(url + " did not answer within " + WAIT.toSeconds() + " s");
    } catch (ExecutionException failed) {
      throw new IOException(url + " was not read: " + failed.getCause().getMessage());
    }
  }

  private static String answer(HttpClient client, HttpRequest request) {
    try {
      var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (var body = response.body()) {
        byte[] bytes = body.readNBytes(FILE_MAX + 1);
        if (response.statusCode() != 200 || bytes.length > FILE_MAX) {
          throw new IllegalStateException(response.statusCode() == 200
              ? "it is longer than " + FILE_MAX + " bytes"
              : "it answered " + response.statusCode());
        }
        return new String(bytes, StandardCharsets.UTF_8);
      }
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed.toString(), failed);
    }
  }

  // ---- the block

  private static final int BLOCK_MAX = 64 << 20;
  private static final String CHAINCODE = "clubs";
  private static final int ENDORSER_TRANSACTION = 3;
  private static final int SIGNATURES = 0;
  private static final int VALIDITY = 2;
  private static final byte VALID = 0;
  /** The year 10000, in seconds: what protobuf calls a timestamp ends there. */
  private static final long TIME_MAX = 253_402_300_800L;

  private static byte[] readBlock(String file) throws IOException {
    return Files.readAllBytes(sized(file, BLOCK_MAX));
  }

  /**
   * Whether the file is a block that an orderer vouches for whom you trust, and holds the anchor that the
   * receipt names, endorsed by a peer of an organisation that you trust. Whoever likes can write a file in
   * which all fits together: only those signatures make a block of the ledger of it.
   */
  private boolean block(Shown shown, byte[] file) throws Refused, GeneralSecurityException {
    if (shown.anchor == null) {
      say(false, "that a block holds it: the receipt names no anchor");
      return false;
    }
    var block = Proto.of(file);
    var header = Proto.of(block.bytes(1));
    var data = Proto.of(block.bytes(2)).all(1);
    var metadata = Proto.of(block.bytes(3)).all(1);
    check(header.number(1) == shown.anchor.block, "the block is number " + header.number(1));
    check(Arrays.equals(header.bytes(3), sha256(data.toArray(new byte[0][]))),
        "the block's data is not what its header says");
    byte[] asn1 = asn1(header);
    int place = place(data, shown.anchor.tx);
    check(place >= 0, "the block does not hold the transaction that the receipt names");
    byte[] marks = metadata.size() > VALIDITY ? metadata.get(VALIDITY) : new byte[0];
    check(marks.length > place && marks[place] == VALID, "the block says that the transaction is not valid");
    byte[] signatures = metadata.isEmpty() ? new byte[0] : metadata.get(SIGNATURES);
    boolean ordered = orderers(shown.anchor, signatures, asn1);
    boolean endorsed = transaction(shown, Proto.of(data.get(place)));
    say(false, "that it is valid beyond the mark of the peer that gave the block: nobody signs that mark");
    if (!ordered || !endorsed) {
      say(false, "that the ledger holds the log as of then: " + (ordered || endorsed
          ? "an orderer's signature and a peer's endorsement are both needed"
          : "nobody whom you trust signed anything in this file, which anybody may have written"));
    }
    return ordered && endorsed;
  }

  /** Where in the block the transaction of that id is: -1 where it is not. */
  private static int place(List<byte[]> data, String tx) throws Refused {
    for (int i = 0; i < data.size(); i++) {
      var header = Proto.of(Proto.of(Proto.of(data.get(i)).bytes(1)).bytes(1));
      if (Proto.of(header.bytes(1)).text(5).equals(tx)) {
        return i;
      }
    }
    return -1;
  }

  private boolean transaction(Shown shown, Proto envelope) throws Refused, GeneralSecurityException {
    var payload = Proto.of(envelope.bytes(1));
    var headers = Proto.of(payload.bytes(1));
    var channel = Proto.of(headers.bytes(1));
    var signer = Proto.of(headers.bytes(2));
    check(channel.text(4).equals(shown.anchor.channel), "the block is of the channel " + channel.text(4));
    check(channel.number(1) == ENDORSER_TRANSACTION, "the transaction is none of a contract");
    check(HexFormat.of().formatHex(sha256(signer.bytes(2), signer.bytes(1))).equals(shown.anchor.tx),
        "the transaction's id is not that of its nonce and creator");
    long time = Proto.of(channel.bytes(3)).number(1);
    check(time > 0 && time < TIME_MAX, "the transaction has no time");
    var at = Date.from(Instant.ofEpochSecond(time));
    var actions = Proto.of(payload.bytes(2)).all(1);
    check(actions.size() == 1, "the transaction has not one action");
    var action = Proto.of(Proto.of(actions.get(0)).bytes(2));
    var endorsed = Proto.of(action.bytes(2));
    arguments(shown, action.bytes(1));
    check(Arrays.equals(Proto.of(endorsed.bytes(1)).bytes(1),
        sha256(headers.bytes(1), headers.bytes(2), action.bytes(1))),
        "what was endorsed is another call than that of the transaction");
    result(shown, Proto.of(Proto.of(endorsed.bytes(1)).bytes(2)));
    creator(signer.bytes(1), envelope, at);
    boolean vouchedFor = endorsements(endorsed, at);
    String what = "its transaction " + shown.anchor.tx + " records the log as of " + shown.head.size
        + " leaves, with the checkpoint's root";
    say(vouchedFor, vouchedFor ? what : "that " + what + ", as the file says");
    return vouchedFor;
  }

  /** The call itself: what was to be recorded. */
  private static void arguments(Shown shown, byte[] payload) throws Refused {
    var spec = Proto.of(Proto.of(Proto.of(payload).bytes(1)).bytes(1));
    var args = Proto.of(spec.bytes(3)).all(1).stream()
        .map(each -> new String(each, StandardCharsets.UTF_8)).toList();
    check(Proto.of(spec.bytes(2)).text(2).equals(CHAINCODE), "the transaction calls another chaincode");
    check(args.size() == 8 && args.get(0).equals("anchors:Append"), "the transaction records no anchor");
    byte[] log = sha256(shown.head.origin.getBytes(StandardCharsets.UTF_8));
    check(args.get(1).equals(HexFormat.of().formatHex(log)), "the transaction's anchor is of another log");
    check(args.get(2).equals(Long.toString(shown.head.size)), "the transaction's anchor is of another size");
    check(args.get(3).equals(HexFormat.of().formatHex(shown.head.root)),
        "the transaction's anchor has another root");
  }

  /** What the peers that endorsed it say came of the call. */
  private static void result(Shown shown, Proto action) throws Refused {
    var response = Proto.of(action.bytes(3));
    check(response.number(1) == 200, "the contract refused the anchor");
    check(Proto.of(action.bytes(4)).text(2).equals(CHAINCODE), "another chaincode answered");
    var fact = new Json(response.text(3)).object();
    String root = HexFormat.of().formatHex(shown.head.root);
    check(root.equals(fact.get("root")) && Long.toString(shown.head.size).equals("" + fact.get("size")),
        "the contract recorded another anchor");
    boolean written = false;
    for (byte[] each : Proto.of(action.bytes(1)).all(2)) {
      var space = Proto.of(each);
      for (byte[] write : Proto.of(space.bytes(2)).all(3)) {
        written |= space.text(1).equals(CHAINCODE) && Proto.of(write).text(3).contains('"' + root + '"');
      }
    }
    check(written, "the transaction writes no such anchor");
  }

  private void creator(byte[] creator, Proto envelope, Date at) throws Refused, GeneralSecurityException {
    String msp = Proto.of(creator).text(1);
    var authorities = trusted.msps.get(msp);
    if (authorities == null) {
      say(false, "that " + msp + " sent the transaction: you trust no authority of it");
      return;
    }
    check(signed(member(creator, authorities, at), envelope.bytes(2), envelope.bytes(1)),
        "the transaction's signature is false");
    say(true, msp + " sent the transaction");
  }

  /** Whether at least one organisation that you trust endorsed it. */
  private boolean endorsements(Proto endorsed, Date at) throws Refused, GeneralSecurityException {
    var proved = new TreeSet<String>();
    var strangers = new TreeSet<String>();
    for (byte[] each : endorsed.all(2)) {
      var endorsement = Proto.of(each);
      String msp = Proto.of(endorsement.bytes(1)).text(1);
      var authorities = trusted.msps.get(msp);
      if (authorities == null) {
        strangers.add(msp);
        continue;
      }
      var peer = member(endorsement.bytes(1), authorities, at);
      check(isPeer(peer), "what should be an endorsement of " + msp + " is not signed by a peer");
      check(signed(peer, endorsement.bytes(2), endorsed.bytes(1), endorsement.bytes(1)),
          "an endorsement of " + msp + " is false");
      proved.add(msp);
    }
    if (!proved.isEmpty()) {
      say(true, proved.size() + " of the " + trusted.msps.size()
          + " organisations that you trust endorsed it: " + String.join(", ", proved));
    }
    for (String msp : strangers) {
      say(false, "that " + msp + " endorsed it: you trust no authority of it (msp " + msp + ")");
    }
    if (proved.isEmpty()) {
      say(false, "that any organisation that you trust endorsed it");
    }
    return !proved.isEmpty();
  }

  /** As Fabric tells peers from other members of an organisation: by the one unit that is a role. */
  private static boolean isPeer(X509Certificate certificate) {
    var name = List.of(certificate.getSubjectX500Principal().getName().split("(?<!\\\\)[,+]"));
    return name.contains("OU=peer")
        && List.of("OU=client", "OU=admin", "OU=orderer").stream().noneMatch(name::contains);
  }

  /** The order of blocks is what orderers sign; without that a block may be one that never was. */
  private boolean orderers(Anchor anchor, byte[] metadata, byte[] header)
      throws Refused, GeneralSecurityException {
    var signatures = Proto.of(metadata);
    var proved = new TreeSet<String>();
    for (byte[] each : signatures.all(2)) {
      var signature = Proto.of(each);
      if (signature.bytes(1).length == 0) {
        continue;
      }
      byte[] creator = Proto.of(signature.bytes(1)).bytes(1);
      String msp = Proto.of(creator).text(1);
      var authorities = trusted.orderers.get(msp);
      if (authorities != null) {
        var orderer = member(creator, authorities, null);
        check(signed(orderer, signature.bytes(2), signatures.bytes(1), signature.bytes(1), header),
            "the block's signature by an orderer of " + msp + " is false");
        proved.add(msp);
      }
    }
    String hash = HexFormat.of().formatHex(sha256(header));
    if (proved.isEmpty()) {
      say(false, "that this block is one of the channel: no orderer that you trust (orderer NAME) signed it; "
          + "compare its hash, " + hash + ", with what others hold");
    } else {
      say(true, "the file is block " + anchor.block + ", whose hash is " + hash);
      say(true, "orderers signed the block: " + String.join(", ", proved));
    }
    return !proved.isEmpty();
  }

  /**
   * The certificate of an identity that signs for its organisation.
   *
   * @param at when it had to be valid; null: at whatever time it says of itself
   */
  private static X509Certificate member(byte[] identity, List<X509Certificate> authorities, Date at)
      throws Refused, GeneralSecurityException {
    var said = Proto.of(identity);
    X509Certificate certificate;
    try {
      certificate = certificate(said.text(2));
    } catch (CertificateException unreadable) {
      throw new Refused("an identity of " + said.text(1) + " has no certificate");
    }
    check(certificate.getPublicKey() instanceof ECPublicKey,
        "an identity of " + said.text(1) + " has no key on P-256");
    var curve = ((ECPublicKey) certificate.getPublicKey()).getParams();
    check(curve.getCurve().getField().getFieldSize() == 256
        && curve.toString().contains("1.2.840.10045.3.1.7"),
        "an identity of " + said.text(1) + " has no key on P-256");
    var target = new X509CertSelector();
    target.setCertificate(certificate);
    var known = new ArrayList<X509Certificate>(authorities);
    known.add(certificate);
    var roots = new HashSet<TrustAnchor>();
    for (var each : authorities) {
      if (signsItself(each)) {
        roots.add(new TrustAnchor(each, null));
      }
    }
    var path = new PKIXBuilderParameters(roots, target);
    path.setRevocationEnabled(false);
    path.setDate(at == null ? certificate.getNotBefore() : at);
    path.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
    try {
      CertPathBuilder.getInstance("PKIX").build(path);
      return certificate;
    } catch (CertPathBuilderException stranger) {
      throw new Refused("no authority of " + said.text(1) + " that you trust has issued a certificate there");
    }
  }

  private static boolean signed(X509Certificate by, byte[] signature, byte[]... parts)
      throws GeneralSecurityException {
    var check = Signature.getInstance("SHA256withECDSA");
    check.initVerify(by.getPublicKey());
    for (byte[] part : parts) {
      check.update(part);
    }
    try {
      return check.verify(signature);
    } catch (SignatureException malformed) {
      return false;
    }
  }

  /** A block's header as it is hashed and signed: SEQUENCE of its number and two hashes (DER). */
  private static byte[] asn1(Proto header) throws Refused {
    var inner = new ByteArrayOutputStream();
    der(inner, 0x02, BigInteger.valueOf(header.number(1)).toByteArray());
    der(inner, 0x04, header.bytes(2));
    der(inner, 0x04, header.bytes(3));
    var outer = new ByteArrayOutputStream();
    der(outer, 0x30, inner.toByteArray());
    return outer.toByteArray();
  }

  private static void der(ByteArrayOutputStream to, int tag, byte[] value) throws Refused {
    check(value.length < 128, "the block's header is too long");
    to.write(tag);
    to.write(value.length);
    to.writeBytes(value);
  }

  /** A message of protobuf: fields by number. What the reader has no use for is kept unread. */
  private static final class Proto {
    /** Of one message: an orderer cuts blocks of far fewer transactions. */
    private static final int FIELDS_MAX = 100_000;

    private final Map<Integer, List<Object>> fields = new TreeMap<>();

    static Proto of(byte[] bytes) throws Refused {
      var message = new Proto();
      var at = new int[]{0};
      for (int read = 0; at[0] < bytes.length; read++) {
        check(read < FIELDS_MAX, "the block cannot be read");
        long tag = varint(bytes, at);
        int field = (int) (tag >>> 3);
        check(tag >>> 3 == field && field > 0, "the block cannot be read");
        Object value = switch ((int) (tag & 7)) {
          case 0 -> Long.valueOf(varint(bytes, at));
          case 1 -> slice(bytes, at, 8);
          case 2 -> slice(bytes, at, varint(bytes, at));
          case 5 -> slice(bytes, at, 4);
          default -> throw new Refused("the block cannot be read");
        };
        message.fields.computeIfAbsent(field, none -> new ArrayList<>()).add(value);
      }
      return message;
    }

    private static long varint(byte[] bytes, int[] at) throws Refused {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        check(at[0] < bytes.length, "the block cannot be read");
        byte next = bytes[at[0]++];
        value |= (long) (next & 127) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw new Refused("the block cannot be read");
    }

    private static byte[] slice(byte[] bytes, int[] at, long length) throws Refused {
      check(length >= 0 && length <= bytes.length - at[0], "the block cannot be read");
      int from = at[0];
      at[0] += (int) length;
      return Arrays.copyOfRange(bytes, from, at[0]);
    }

    /** All values of a field that is repeated. */
    List<byte[]> all(int field) throws Refused {
      var values = new ArrayList<byte[]>();
      for (Object each : fields.getOrDefault(field, List.of())) {
        check(each instanceof byte[], "the block cannot be read");
        values.add((byte[]) each);
      }
      return values;
    }

    /** The value of a field that stands once, or nothing. */
    byte[] bytes(int field) throws Refused {
      var values = all(field);
      check(values.size() <= 1, "the block says something twice");
      return values.isEmpty() ? new byte[0] : values.get(0);
    }

    String text(int field) throws Refused {
      return new String(bytes(field), StandardCharsets.UTF_8);
    }

    long number(int field) throws Refused {
      var values = fields.getOrDefault(field, List.of(0L));
      check(values.size() == 1 && values.get(0) instanceof Long, "the block cannot be read");
      return (Long) values.get(0);
    }
  }

  // ---- the QR code

  /** A receipt as the text of its QR code. */
  private static final class Code {
    static final String MARK = "RR1:";
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    static String read(String text) throws Refused {
      byte[] packed = base45(text.substring(MARK.length()));
      var inflater = new Inflater();
      try {
        inflater.setInput(packed);
        byte[] out = new byte[FILE_MAX];
        int length = inflater.inflate(out);
        check(inflater.finished() && inflater.getRemaining() == 0, "the code holds no receipt");
        return new String(out, 0, length, StandardCharsets.UTF_8);
      } catch (DataFormatException broken) {
        throw new Refused("the code holds no receipt");
      } finally {
        inflater.end();
      }
    }

    /** RFC 9285: three digits are two bytes, and two at the end one. */
    private static byte[] base45(String text) throws Refused {
      check(text.length() % 3 != 1, "the code is no Base45");
      var bytes = new ByteArrayOutputStream();
      for (int at = 0; at < text.length(); at += 3) {
        int digits = Math.min(3, text.length() - at);
        int value = 0;
        for (int i = digits - 1; i >= 0; i--) {
          int digit = DIGITS.indexOf(text.charAt(at + i));
          check(digit >= 0, "the code is no Base45");
          value = value * 45 + digit;
        }
        check(value < (digits == 3 ? 65_536 : 256), "the code is no Base45");
        if (digits == 3) {
          bytes.write(value >>> 8);
        }
        bytes.write(value);
      }
      return bytes.toByteArray();
    }
  }

  // ---- the tree (RFC 9162, sections 2.1.3.2 and 2.1.4.2)

  private static boolean includes(Head head, long index, byte[] leaf, List<byte[]> path) {
    if (index < 0 || index >= head.size) {
      return false;
    }
    long fn = index;
    long sn = head.size - 1;
    byte[] r = leaf;
    for (byte[] p : path) {
      if (sn == 0) {
        return false;
      }
      if (fn % 2 == 1 || fn == sn) {
        r = node(p, r);
        while (fn % 2 == 0 && fn != 0) {
          fn /= 2;
          sn /= 2;
        }
      } else {
        r = node(r, p);
      }
      fn /= 2;
      sn /= 2;
    }
    return sn == 0 && Arrays.equals(r, head.root);
  }

  private static boolean grew(Head then, Head now, List<byte[]> proof) {
    if (then.size == now.size || then.size == 0) {
      return proof.isEmpty() && (then.size == 0 || Arrays.equals(then.root, now.root));
    }
    var path = new ArrayList<>(proof);
    if (Long.bitCount(then.size) == 1) {
      path.add(0, then.root);
    }
    if (path.isEmpty()) {
      return false;
    }
    long fn = then.size - 1;
    long sn = now.size - 1;
    while (fn % 2 == 1) {
      fn /= 2;
      sn /= 2;
    }
    byte[] fr = path.get(0);
    byte[] sr = path.remove(0);
    for (byte[] c : path) {
      if (sn == 0) {
        return false;
      }
      if (fn % 2 == 1 || fn == sn) {
        fr = node(c, fr);
        sr = node(c, sr);
        while (fn % 2 == 0 && fn != 0) {
          fn /= 2;
          sn /= 2;
        }
      } else {
        sr = node(sr, c);
      }
      fn /= 2;
      sn /= 2;
    }
    return sn == 0 && Arrays.equals(fr, then.root) && Arrays.equals(sr, now.root);
  }

  private static byte[] node(byte[] left, byte[] right) {
    return sha256(new byte[]{1}, left, right);
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  // ---- keys

  /** A log's key. */
  private record Key(String name, byte[] id, byte[] key) {
    static final int ID = 4;

    boolean verifies(String text, byte[] signature) throws GeneralSecurityException {
      byte[] x509 = HexFormat.of().parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(key));
      var check = Signature.getInstance("Ed25519");
      check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509)));
      check.update(text.getBytes(StandardCharsets.UTF_8));
      try {
        return signature.length == 64 && check.verify(signature);
      } catch (SignatureException malformed) {
        return false;
      }
    }
  }

  private static Key key(String line) {
    String[] parts = line.split("\\+", 3);
    byte[] typed = parts.length == 3 ? Base64.getDecoder().decode(parts[2]) : new byte[0];
    if (typed.length != 1 + HASH || typed[0] != 1) {
      throw new IllegalArgumentException("the trust file has a line that is no Ed25519 verifier key");
    }
    byte[] id = Arrays.copyOf(sha256((parts[0] + "\n").getBytes(StandardCharsets.UTF_8), typed), Key.ID);
    if (!HexFormat.of().formatHex(id).equals(parts[1])) {
      throw new IllegalArgumentException("the trust file has a key that is not what its id says");
    }
    return new Key(parts[0], id, Arrays.copyOfRange(typed, 1, typed.length));
  }

  /**
   * What is trusted.
   *
   * @param msps authorities of organisations that endorse, by the organisation's name
   * @param orderers authorities of organisations whose orderers sign blocks
   */
  private record Trust(List<Key> logs, Map<String, List<X509Certificate>> msps,
      Map<String, List<X509Certificate>> orderers) {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    static Trust read(String file) throws CertificateException {
      var trust = new Trust(new ArrayList<>(), new TreeMap<>(), new TreeMap<>());
      List<X509Certificate> section = null;
      var lines = List.of(file.split("\n"));
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i).strip();
        if (line.matches("(msp|orderer) [A-Za-z0-9._-]+")) {
          var kind = line.startsWith("msp ") ? trust.msps : trust.orderers;
          section = kind.computeIfAbsent(line.substring(line.indexOf(' ') + 1), name -> new ArrayList<>());
        } else if (line.equals(BEGIN)) {
          int end = i;
          while (end < lines.size() && !lines.get(end).strip().equals(END)) {
            end++;
          }
          if (section == null || end == lines.size()) {
            throw new IllegalArgumentException("the trust file has a certificate that is nobody's");
          }
          section.add(certificate(String.join("\n", lines.subList(i, end + 1)) + "\n"));
          i = end;
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          trust.logs.add(key(line));
        }
      }
      for (var kind : List.of(trust.msps, trust.orderers)) {
        kind.forEach((name, authorities) -> {
          if (authorities.stream().noneMatch(Verify::signsItself)) {
            throw new IllegalArgumentException("the trust file has no root certificate of " + name);
          }
        });
      }
      return trust;
    }

    /** The key of a log that is trusted; null where there is none. */
    Key log(String name, byte[] id) {
      return logs.stream().filter(key -> key.name.equals(name) && Arrays.equals(key.id, id)).findFirst()
          .orElse(null);
    }
  }

  private static boolean signsItself(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static X509Certificate certificate(String pem) throws CertificateException {
    return (X509Certificate) CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
  }

  // ---- values

  private static void check(boolean holds, String otherwise) throws Refused {
    if (!holds) {
      throw new Refused(otherwise);
    }
  }

  private static String string(Map<String, Object> object, String name) throws Refused {
    check(object.get(name) instanceof String, "the receipt lacks " + name);
    return (String) object.get(name);
  }

  private static long number(Map<String, Object> object, String name) throws Refused {
    check(object.get(name) instanceof Long, "the receipt lacks " + name);
    return (Long) object.get(name);
  }

  @SuppressWarnings("unchecked") // the reader makes only such maps
  private static Map<String, Object> map(Map<String, Object> object, String name) throws Refused {
    check(object.get(name) instanceof Map, "the receipt lacks " + name);
    return (Map<String, Object>) object.get(name);
  }

  private static byte[] bytes(String base64Url) throws Refused {
    return bytes(base64Url, Base64.getUrlDecoder(), Base64.getUrlEncoder().withoutPadding());
  }

  private static byte[] bytes(String text, Base64.Decoder from, Base64.Encoder to) throws Refused {
    try {
      byte[] bytes = from.decode(text);
      check(to.encodeToString(bytes).equals(text), "the receipt has Base64 in another form");
      return bytes;
    } catch (IllegalArgumentException unreadable) {
      throw new Refused("the receipt has something that is no Base64");
    }
  }

  /** As much of JSON as receipts have: objects, lists, texts and whole numbers. */
  private static final class Json {
    private static final int DEPTH_MAX = 8;

    private final String text;
    private int at;

    Json(String text) {
      this.text = text;
    }

    Map<String, Object> object() throws Refused {
      var object = object(0);
      check(at == text.length(), "something stands behind the receipt");
      return object;
    }

    private Map<String, Object> object(int depth) throws Refused {
      var members = new TreeMap<String, Object>();
      expect('{');
      while (!accept('}')) {
        if (!members.isEmpty()) {
          expect(',');
        }
        String name = string();
        expect(':');
        check(members.put(name, value(depth)) == null, "the receipt names " + name + " twice");
      }
      return members;
    }

    private Object value(int depth) throws Refused {
      check(depth < DEPTH_MAX && at < text.length(), "the receipt cannot be read");
      return switch (text.charAt(at)) {
        case '{' -> object(depth + 1);
        case '[' -> list(depth + 1);
        case '"' -> string();
        default -> number();
      };
    }

    private List<Object> list(int depth) throws Refused {
      var values = new ArrayList<Object>();
      expect('[');
      while (!accept(']')) {
        if (!values.isEmpty()) {
          expect(',');
        }
        values.add(value(depth));
      }
      return values;
    }

    private Long number() throws Refused {
      int from = at;
      while (at < text.length() && Character.isDigit(text.charAt(at))) {
        at++;
      }
      check(text.substring(from, at).matches("0|[1-9][0-9]{0,14}"), "the receipt cannot be read");
      return Long.valueOf(text.substring(from, at));
    }

    private String string() throws Refused {
      var value = new StringBuilder();
      expect('"');
      while (!accept('"')) {
        check(at < text.length() && text.charAt(at) >= ' ', "the receipt cannot be read");
        char c = text.charAt(at++);
        if (c == '\\') {
          check(at < text.length() && "\"\\n".indexOf(text.charAt(at)) >= 0, "the receipt cannot be read");
          c = text.charAt(at++) == 'n' ? '\n' : text.charAt(at - 1);
        }
        value.append(c);
      }
      return value.toString();
    }

    private boolean accept(char c) {
      boolean there = at < text.length() && text.charAt(at) == c;
      at += there ? 1 : 0;
      return there;
    }

    private void expect(char c) throws Refused {
      check(accept(c), "the receipt cannot be read");
    }

    /** The one form (RFC 8785) of a value. */
    static String text(Object value) {
      if (value instanceof Map<?, ?> map) {
        return map.entrySet().stream().map(each -> text(each.getKey()) + ":" + text(each.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
      }
      if (value instanceof List<?> list) {
        return list.stream().map(Json::text).collect(Collectors.joining(",", "[", "]"));
      }
      if (value instanceof String string) {
        return '"' + string.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
      }
      return value.toString();
    }
  }
}
