import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Checks a receipt of Reciprocal Clubs without asking Reciprocal Clubs: one source file, a JDK (17 or newer),
 * and a file of keys that you got from somebody you trust. It shares no code with the platform, on purpose.
 *
 * <pre>
 * java Verify.java receipt.json --trust FILE [--log URL]
 * </pre>
 *
 * <p>FILE has one verifier key of a log on each line (C2SP signed-note: {@code name+id+key}); lines that
 * begin with # are remarks. It says what was PROVED and what was NOT PROVED, one line each. Exit 0: the
 * receipt holds (and, where --log is given, the log of today still contains what it contained then); 1: it
 * does not; 2: it could not be checked.
 *
 * <p>What is done: the receipt must be in its one form (RFC 8785). The leaf's text and its salt give the
 * entry, SHA-256(salt || text); the entry, its place and the proof give the root of the tree (RFC 6962); the
 * checkpoint (C2SP tlog-checkpoint) must name that root and that size, and be signed by a key of FILE under
 * the log's name.
 */
final class Verify {
  private static final int FILE_MAX = 65_536;
  private static final int PROOF_MAX = 63;
  private static final int HASH = 32;
  private static final Set<String> PARTS = Set.of("checkpoint", "index", "leaf", "proof", "receipt", "salt",
      "state");
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final List<Key> trusted;

  private Verify(List<Key> trusted) {
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
    } catch (InterruptedException stopped) {
      System.exit(2);
    }
  }

  private static int run(List<String> arguments)
      throws Refused, IOException, GeneralSecurityException, InterruptedException {
    var options = new TreeMap<String, String>();
    for (int i = 0; i < arguments.size(); i++) {
      String each = arguments.get(i);
      boolean option = each.equals("--trust") || each.equals("--log");
      if (each.startsWith("--") && !option || option && i + 1 == arguments.size()) {
        throw new IllegalArgumentException("usage: java Verify.java RECEIPT --trust FILE [--log URL]");
      }
      options.put(option ? each : "receipt", option ? arguments.get(++i) : each);
    }
    if (!options.containsKey("receipt") || !options.containsKey("--trust")) {
      throw new IllegalArgumentException("usage: java Verify.java RECEIPT --trust FILE [--log URL]");
    }
    var verify = new Verify(keys(read(options.get("--trust"))));
    var head = verify.receipt(read(options.get("receipt")));
    if (options.containsKey("--log")) {
      verify.log(head, options.get("--log"));
    } else {
      say(false, "that the log still contains it: give --log URL");
    }
    return 0;
  }

  private static void say(boolean proved, String what) {
    System.out.println((proved ? "PROVED      " : "NOT PROVED  ") + what);
  }

  private static String read(String file) throws IOException {
    if (Files.size(Path.of(file)) > FILE_MAX) {
      throw new IllegalArgumentException(file + " is longer than " + FILE_MAX + " bytes");
    }
    return Files.readString(Path.of(file), StandardCharsets.UTF_8);
  }

  // ---- the receipt

  private Head receipt(String file) throws Refused, GeneralSecurityException {
    String text = file.endsWith("\n") ? file.substring(0, file.length() - 1) : file;
    var receipt = new Json(text).object();
    if (!Json.text(receipt).equals(text)) {
      throw new Refused("the receipt is not in its one form (RFC 8785): something was changed or added");
    }
    check(Long.valueOf(1).equals(receipt.get("receipt")), "the receipt is of another version");
    check(receipt.keySet().equals(PARTS), "the receipt has other parts than it should have");
    check("LOGGED".equals(receipt.get("state")), "the receipt says of itself what it does not show");
    var leaf = map(receipt, "leaf");
    byte[] salt = bytes(string(receipt, "salt"));
    check(salt.length == HASH, "the salt has not 32 bytes");
    byte[] entry = sha256(salt, Json.text(leaf).getBytes(StandardCharsets.UTF_8));
    var head = checkpoint(string(receipt, "checkpoint"));
    long index = number(receipt, "index");
    check(includes(head, index, sha256(new byte[]{0}, entry), proof(receipt)),
        "the proof does not lead from the leaf to the checkpoint");
    say(true, "the log " + head.origin + " contains it, as number " + index + " of " + head.size);
    leaf.forEach((name, value) -> System.out.println("            " + name + ": " + value));
    say(false, "that the clubs' ledger holds the log as of then: the receipt names no anchor");
    return head;
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

  private Key signer(String origin, String text, String lines) throws Refused, GeneralSecurityException {
    Key found = null;
    for (String line : lines.split("\n")) {
      String[] parts = line.split(" ");
      check(parts.length == 3 && parts[0].equals("\u2014"), "the checkpoint has a line that is no signature");
      byte[] bytes = bytes(parts[2], Base64.getDecoder(), Base64.getEncoder());
      for (Key key : trusted) {
        if (key.name.equals(origin) && key.name.equals(parts[1]) && bytes.length > key.id.length
            && Arrays.equals(key.id, Arrays.copyOf(bytes, key.id.length))) {
          check(key.verifies(text, Arrays.copyOfRange(bytes, key.id.length, bytes.length)),
              "the checkpoint's signature is false");
          found = key;
        }
      }
    }
    return found;
  }

  /** That the log of today has grown out of the one that the receipt names. */
  private void log(Head then, String url)
      throws Refused, IOException, GeneralSecurityException, InterruptedException {
    String base = url.endsWith("/") ? url : url + "/";
    var now = checkpoint(fetch(base + "checkpoint"));
    check(now.origin.equals(then.origin), "the log there is another: " + now.origin);
    check(now.size >= then.size, "the log there is shorter than the receipt says: it was cut");
    var answer = new Json(fetch(base + "consistency/" + then.size + "/" + now.size)).object();
    var path = new ArrayList<byte[]>();
    check(answer.get("proof") instanceof List<?> list && list.size() <= PROOF_MAX, "the log gave no proof");
    for (Object each : (List<?>) answer.get("proof")) {
      path.add(bytes(String.valueOf(each), Base64.getDecoder(), Base64.getEncoder()));
    }
    check(grew(then, now, path), "the log there is not the one that the receipt is of: it was rewritten");
    say(true, "the log of today, with " + now.size + " leaves, still contains it");
  }

  private static String fetch(String url) throws IOException, InterruptedException {
    var client = HttpClient.newBuilder().connectTimeout(WAIT).build();
    var response = client.send(HttpRequest.newBuilder(URI.create(url)).timeout(WAIT).build(),
        HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200 || response.body().length > FILE_MAX) {
      throw new IOException(url + " answered " + response.statusCode());
    }
    return new String(response.body(), StandardCharsets.UTF_8);
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

  private static List<Key> keys(String file) {
    var keys = new ArrayList<Key>();
    for (String line : file.split("\n")) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] parts = line.strip().split("\\+", 3);
      byte[] typed = parts.length == 3 ? Base64.getDecoder().decode(parts[2]) : new byte[0];
      if (typed.length != 1 + HASH || typed[0] != 1) {
        throw new IllegalArgumentException("the trust file has a line that is no Ed25519 verifier key");
      }
      byte[] id = Arrays.copyOf(sha256((parts[0] + "\n").getBytes(StandardCharsets.UTF_8), typed), 4);
      if (!HexFormat.of().formatHex(id).equals(parts[1])) {
        throw new IllegalArgumentException("the trust file has a key that is not what its id says");
      }
      keys.add(new Key(parts[0], id, Arrays.copyOfRange(typed, 1, typed.length)));
    }
    return keys;
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
