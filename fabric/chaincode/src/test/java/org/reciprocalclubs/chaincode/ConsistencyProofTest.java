package org.reciprocalclubs.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.chaincode.ConsistencyProof.Tree;

/** Against the published vectors of certificate transparency and every pair of trees of up to 40 leaves. */
class ConsistencyProofTest {
  private static final int LEAVES = 40;
  /** Roots of the first 1 to 8 of the leaves that certificate transparency's implementations test with. */
  private static final List<String> ROOTS = List.of(
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
  private static final List<byte[]> INPUTS = List.of("", "00", "10", "2021", "3031", "40414243",
      "5051525354555657", "606162636465666768696a6b6c6d6e6f").stream().map(HexFormat.of()::parseHex).toList();

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      1 | 8 | 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7,\
      5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e,\
      6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4
      6 | 8 | 0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a,\
      ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0,\
      d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
      2 | 5 | 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e,\
      bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b
      """)
  void publishedProofsHold(int earlier, int later, String proof) {
    assertThat(ConsistencyProof.of("proof", proof).proves(published(earlier), published(later))).isTrue();
    assertThat(Trees.proof(earlier, INPUTS.subList(0, later))).isEqualTo(proof);
    assertThat(Trees.root(INPUTS.subList(0, later))).isEqualTo(ROOTS.get(later - 1));
  }

  private static Tree published(int size) {
    return new Tree(size, ROOTS.get(size - 1));
  }

  @Test
  void everyTreeIsProvenToGrowIntoEveryLargerOne() {
    for (int later = 2; later <= LEAVES; later++) {
      for (int earlier = 1; earlier < later; earlier++) {
        assertThat(proof(earlier, later).proves(tree(earlier), tree(later))).as(earlier + " to " + later)
            .isTrue();
      }
    }
  }

  @Test
  void aChangeOfAnyNodeOrRootOrSizeProvesNothing() {
    for (int later = 2; later <= LEAVES; later++) {
      for (int earlier = 1; earlier < later; earlier++) {
        var nodes = Trees.proof(earlier, Trees.leaves(later)).split(",");
        for (var changed : wrong(List.of(nodes))) {
          assertThat(ConsistencyProof.of("proof", changed).proves(tree(earlier), tree(later)))
              .as(earlier + " to " + later + " by " + changed).isFalse();
        }
        var proof = proof(earlier, later);
        assertThat(proof.proves(new Tree(earlier, Example.ROOT), tree(later))).isFalse();
        assertThat(proof.proves(tree(earlier), new Tree(later, Example.ROOT))).isFalse();
        assertThat(proof.proves(tree(later), tree(earlier))).isFalse();
      }
    }
  }

  /** One digit of each node, one node missing, one too many, two in another order. */
  private static List<String> wrong(List<String> nodes) {
    var wrong = new ArrayList<String>();
    for (int i = 0; i < nodes.size(); i++) {
      var changed = new ArrayList<>(nodes);
      changed.set(i, (nodes.get(i).charAt(0) == '0' ? "1" : "0") + nodes.get(i).substring(1));
      wrong.add(String.join(",", changed));
      var shorter = new ArrayList<>(nodes);
      shorter.remove(i);
      wrong.add(String.join(",", shorter));
      var longer = new ArrayList<>(nodes);
      longer.add(i, nodes.get(i));
      wrong.add(String.join(",", longer));
    }
    if (nodes.size() > 1) {
      wrong.add(String.join(",", nodes.reversed()));
    }
    return wrong;
  }

  @Test
  void aTreeThatLostOrChangedALeafIsNotProvenToHaveGrown() {
    var forged = new ArrayList<>(Trees.leaves(LEAVES));
    forged.set(3, "another".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    for (int earlier = 5; earlier < LEAVES; earlier++) {
      var proof = ConsistencyProof.of("proof", Trees.proof(earlier, forged));
      assertThat(proof.proves(tree(earlier), new Tree(LEAVES, Trees.root(forged)))).isFalse();
    }
  }

  @Test
  void whatIsNoListOfHashesIsRefused() {
    for (var wrong : Arrays.asList(",", Example.ROOT + ",", "," + Example.ROOT, Example.ROOT.toUpperCase(
        java.util.Locale.ROOT), Example.ROOT.substring(1), Example.ROOT + "\n",
        String.join(",", java.util.Collections.nCopies(ConsistencyProof.NODES_MAX + 1, Example.ROOT)))) {
      assertThatThrownBy(() -> ConsistencyProof.of("proof", wrong)).hasMessageStartingWith(
          "VALIDATION_ERROR: proof: ");
    }
  }

  @Test
  void theLargestTreesAreCheckedWithoutOverflow() {
    var largest = new Tree(Arguments.NUMBER_MAX, Example.ROOT);
    var most = String.join(",", java.util.Collections.nCopies(ConsistencyProof.NODES_MAX, Example.ROOT));
    assertThat(ConsistencyProof.of("proof", most).proves(new Tree(1, Example.ROOT), largest)).isFalse();
    assertThat(ConsistencyProof.of("proof", most).proves(new Tree(Arguments.NUMBER_MAX - 1, Example.ROOT),
        largest)).isFalse();
  }

  private static Tree tree(int size) {
    return new Tree(size, Trees.root(Trees.leaves(size)));
  }

  private static ConsistencyProof proof(int earlier, int later) {
    return ConsistencyProof.of("proof", Trees.proof(earlier, Trees.leaves(later)));
  }
}
