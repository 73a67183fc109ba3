package org.reciprocalclubs.codecs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes that earlier builds wrote must be read by this one, to the same meaning.
 *
 * <p>{@code golden.txt} holds one message per line: its type, its bytes, its JSON when they were written.
 * Lines are added for new messages and never changed: an old line that fails means that events already stored
 * cannot be read.
 */
final class GoldenBytesTest {
  record Golden(String type, String hex, String json) {
    @Override
    public String toString() {
      return type;
    }
  }

  @ParameterizedTest
  @MethodSource("golden")
  void oldBytesStillParseToWhatTheyMeant(Golden golden) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(golden.hex);
    Message prototype = Codecs.contract().prototype(golden.type);
    Message parsed = prototype.getParserForType().parseFrom(bytes);
    assertThat(parsed.getUnknownFields()).isEqualTo(UnknownFieldSet.getDefaultInstance());
    assertThat(parsed.toByteArray()).isEqualTo(bytes);
    assertThat(new ProtoJson(ProtoJson.Limits.DEFAULT).read(golden.json, prototype)).isEqualTo(parsed);
  }

  private static Stream<Golden> golden() throws Exception {
    try (InputStream in = Objects.requireNonNull(GoldenBytesTest.class.getResourceAsStream("/golden.txt"))) {
      List<String> lines = new String(in.readAllBytes(), UTF_8).lines().toList();
      return lines.stream().map(line -> line.split(" ", 3))
          .map(part -> new Golden(part[0], part[1], part[2]));
    }
  }
}
