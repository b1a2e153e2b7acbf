import { portableSha256, sha256Hex } from "../../src/internal/sha256.ts";
import { assert, assertEquals } from "../support/assert.ts";

const texts = [
  "",
  "identifier=K-1",
  "Łódź, Żyrardów, 😀",
  "half a sign: \ud83d, and the other half: \ude00",
  ...Array.from({ length: 200 }, (_, length) => "ż".repeat(length)),
];

Deno.test("the SHA-256 is that of the standard", () => {
  assertEquals(
    sha256Hex("abc"),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

Deno.test("the runtime's SHA-256 and the one in JavaScript agree", () => {
  assert(sha256Hex !== portableSha256, "the runtime has none, so nothing is compared");
  assertEquals(texts.map(sha256Hex), texts.map(portableSha256));
});
