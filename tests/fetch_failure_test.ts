import { observeFetchFailure } from "../src/fetch_failure.ts";
import { assertEquals } from "./support/assert.ts";

const at = (...messages: ReadonlyArray<string>) => {
  const thrown = messages.reduceRight<Error | undefined>(
    (cause, message) => new TypeError(message, { cause }),
    undefined,
  );
  const observed = observeFetchFailure(thrown);
  return observed.at === "connect" ? `connect ${observed.failure}` : observed.at;
};

Deno.test("Deno's words for a connection that was not made are known", () => {
  const words = (reason: string) =>
    at("fetch failed", `error sending request for url (…): client error (Connect): ${reason}`);
  assertEquals(words("tcp connect error: Connection refused (os error 111)"), "connect refused");
  assertEquals(words("dns error: failed to lookup address information"), "connect dns");
  assertEquals(words("invalid peer certificate: UnknownIssuer"), "connect tls");
  assertEquals(words("tcp connect error: No route to host (os error 113)"), "connect other");
});

Deno.test("everything else may have been delivered", () => {
  assertEquals(
    at("fetch failed", "client error (SendRequest): connection closed"),
    "connection-lost",
  );
  assertEquals(at("Connection reset by peer (os error 104)"), "connection-lost");
  // workerd, for a refused connection and for one that was lost after delivery
  assertEquals(at("Network connection lost."), "connection-lost");
  assertEquals(at("internal error; reference = 4f2c"), "connection-lost");
  assertEquals(observeFetchFailure("no error at all").at, "connection-lost");
  assertEquals(observeFetchFailure(undefined).at, "connection-lost");
});

Deno.test("a chain of causes that never ends is given up", () => {
  const error = new Error("round");
  error.cause = error;
  assertEquals(observeFetchFailure(error).at, "connection-lost");
});
