package org.reciprocalclubs.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.codecs.sample.v1.Everything;
import org.reciprocalclubs.codecs.sample.v1.OpenVaultRequest;

final class CodecsTest {
  private static final Codecs CONTRACT = Codecs.contract();

  @Test
  void everyProtoFileWithMessagesIsPartOfTheContract() throws IOException {
    Path protos = Path.of("src/main/protobuf");
    List<String> written;
    try (var files = Files.walk(protos)) {
      written = files.filter(file -> file.toString().endsWith(".proto")).filter(CodecsTest::hasMessages)
          .map(file -> protos.relativize(file).toString()).sorted().toList();
    }
    assertThat(CONTRACT.files().stream().map(FileDescriptor::getName).sorted()).isEqualTo(written);
  }

  private static final Set<String> IDENTIFYING = Set.of("first_name", "last_name", "email", "username",
      "date_of_birth", "phone_number", "street", "photo", "network", "member_number", "member_id", "user_id",
      "profile", "visitor", "named_guests");

  @Test
  void everyRpcSaysWhoMayCallAndItsMessagesAreParseable() {
    assertThat(CONTRACT.rpcs()).isNotEmpty().allSatisfy(rpc -> {
      assertThat(rpc.permission()).as(rpc.address())
          .matches("public|session|[a-z_]+\\.[a-z_]+(\\|[a-z_]+\\.[a-z_]+)*");
      assertThat(rpc.request().getParserForType().parseFrom(new byte[0])).isEqualTo(rpc.request());
      assertThat(rpc.response().getParserForType().parseFrom(new byte[0])).isEqualTo(rpc.response());
      assertThat(rpc.address())
          .isEqualTo(rpc.descriptor().getService().getFullName() + "/" + rpc.descriptor().getName());
      assertThat(rpc.server().fullMethodName()).isEqualTo(rpc.address());
    });
  }

  @Test
  void anRpcWithoutPermissionStopsTheStart() {
    assertThatThrownBy(() -> Codecs.of(List.of(OpenVaultRequest.getDescriptor().getFile())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("reciprocalclubs.sample.v1.Unguarded/OpenVault declares no permission");
  }

  /** By their names: whoever adds a field that tells who somebody is says that its message is about them. */
  @Test
  void whatTellsWhoSomebodyIsStandsOnlyInMessagesThatAreAboutAPerson() {
    List<String> loose = new ArrayList<>();
    CONTRACT.rpcs().forEach(rpc -> personal(rpc.response().getDescriptorForType(), rpc.shortName(),
        new HashSet<>(), loose));
    assertThat(loose).isEmpty();
  }

  private static void personal(Descriptor type, String where, Set<Descriptor> seen,
      List<String> loose) {
    boolean told = AboutPersons.isAbout(type);
    if (told || !seen.add(type)) {
      return;
    }
    for (FieldDescriptor field : type.getFields()) {
      if (IDENTIFYING.contains(field.getName())) {
        loose.add(where + " " + type.getName() + "." + field.getName());
      } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        personal(field.getMessageType(), where, seen, loose);
      }
    }
  }

  @Test
  void insideAProcessTheReceiverGetsTheSendersObject() {
    Everything sent = Everything.newBuilder().setTextValue("x").build();
    assertThat(new ProtoCodec(CONTRACT).transform(sent)).isSameAs(sent);
  }

  @Test
  void betweenProcessesAMessageTravelsWithItsTypeName() {
    ProtoCodec codec = new ProtoCodec(Codecs.of(List.of(Everything.getDescriptor().getFile())));
    Everything sent = Everything.newBuilder().setTextValue("Zürich").setLarge(Long.MIN_VALUE)
        .setNested(Everything.Nested.newBuilder().setName("n")).build();
    Buffer wire = Buffer.buffer("before");
    codec.encodeToWire(wire, sent);
    wire.appendString("after");
    assertThat(codec.decodeFromWire("before".length(), wire)).isEqualTo(sent);
  }

  @Test
  void aTypeThatIsNotInTheContractIsRefused() {
    Buffer wire = Buffer.buffer();
    new ProtoCodec(Codecs.of(List.of(Everything.getDescriptor().getFile()))).encodeToWire(wire,
        Everything.getDefaultInstance());
    assertThatThrownBy(() -> new ProtoCodec(CONTRACT).decodeFromWire(0, wire))
        .hasMessageContaining("no message type reciprocalclubs.sample.v1.Everything");
  }

  @Test
  void everyMessageOfTheContractHasAJsonForm() {
    for (Rpc rpc : CONTRACT.rpcs()) {
      for (Message message : List.of(rpc.request(), rpc.response())) {
        Message back = new ProtoJson(ProtoJson.Limits.DEFAULT).read(ProtoJson.bytes(message), message);
        assertThat(back).as(rpc.address()).isEqualTo(message);
      }
    }
  }

  private static boolean hasMessages(Path file) {
    try {
      return Files.readString(file).lines().anyMatch(line -> line.startsWith("message "));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
