import { observeFetchFailure } from "../../src/call/fetch_failure.ts";
import { assertEquals } from "../support/assert.ts";

const read = (thrown: unknown) => {
  const observed = observeFetchFailure(thrown);
  return observed.at === "connect" ? `connect ${observed.failure}` : observed.at;
};

const at = (...messages: ReadonlyArray<string>) => {
  const thrown = messages.reduceRight<Error | undefined>(
    (cause, message) => new TypeError(message, { cause }),
    undefined,
  );
  return read(thrown);
};

/** An error as Node's and Bun's own are: with a code, and perhaps the system call. */
const coded = (code: string, syscall?: string, message = code) =>
  Object.assign(new Error(message), { code, syscall });
/** Node's `fetch` wraps it. */
const onNode = (cause: Error) => read(new TypeError("fetch failed", { cause }));

Deno.test("Deno's words for a connection that was not made are known", () => {
  const words = (reason: string) =>
    at("fetch failed", `error sending request for url (…): client error (Connect): ${reason}`);
  assertEquals(words("tcp connect error: Connection refused (os error 111)"), "connect refused");
  assertEquals(words("dns error: failed to lookup address information"), "connect dns");
  assertEquals(words("invalid peer certificate: UnknownIssuer"), "connect tls");
  assertEquals(words("tcp connect error: No route to host (os error 113)"), "connect other");
});

Deno.test("a missing permission for the network is known, and no other missing permission", () => {
  const named = (name: string, message: string) =>
    read(Object.assign(new Error(message), { name }));
  const words = (what: string) =>
    `Requires ${what} access to "127.0.0.1:80", run again with the --allow-${what} flag`;
  assertEquals(named("NotCapable", words("net")), "connect not-allowed");
  // The name is allowed, its address is not.
  assertEquals(
    at("fetch failed", `error sending request: client error (Connect): ${words("net")}`),
    "connect not-allowed",
  );
  assertEquals(named("NotCapable", words("write")), "connection-lost");
  // Node with --permission
  assertEquals(onNode(coded("ERR_ACCESS_DENIED", "connect")), "connect not-allowed");
  assertEquals(onNode(coded("ERR_ACCESS_DENIED", "getaddrinfo")), "connect not-allowed");
  assertEquals(onNode(coded("ERR_ACCESS_DENIED")), "connection-lost");
});

Deno.test("a port that fetch blocks is known", () => {
  assertEquals(at("Fetch failed: Requests to port 6000 are blocked"), "connect blocked-port");
  assertEquals(onNode(new Error("bad port")), "connect blocked-port");
  assertEquals(onNode(new Error("a bad port of the server")), "connection-lost");
});

Deno.test("Node's codes for a connection that was not made are known", () => {
  assertEquals(onNode(coded("ECONNREFUSED", "connect")), "connect refused");
  assertEquals(onNode(coded("EHOSTUNREACH", "connect")), "connect other");
  assertEquals(onNode(coded("ETIMEDOUT", "connect")), "connect other");
  assertEquals(onNode(coded("UND_ERR_CONNECT_TIMEOUT")), "connect other");
  assertEquals(onNode(coded("ENOTFOUND", "getaddrinfo")), "connect dns");
  assertEquals(onNode(coded("EAI_AGAIN", "getaddrinfo")), "connect dns");
  assertEquals(onNode(coded("CERT_HAS_EXPIRED")), "connect tls");
  assertEquals(onNode(coded("ERR_TLS_CERT_ALTNAME_INVALID")), "connect tls");
});

Deno.test("Node's codes of a connection that was made prove nothing", () => {
  assertEquals(onNode(coded("ECONNRESET", "read")), "connection-lost");
  assertEquals(onNode(coded("EHOSTUNREACH", "read")), "connection-lost");
  assertEquals(onNode(coded("ETIMEDOUT", "read")), "connection-lost");
  assertEquals(onNode(coded("EPIPE", "write")), "connection-lost");
  assertEquals(onNode(coded("ECONNREFUSED")), "connection-lost");
  assertEquals(onNode(coded("UND_ERR_SOCKET")), "connection-lost");
  assertEquals(onNode(coded("UND_ERR_HEADERS_TIMEOUT")), "connection-lost");
  // A server's alert may come after the request in TLS 1.3.
  assertEquals(onNode(coded("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED")), "connection-lost");
});

Deno.test("of several addresses each one must have failed to connect", () => {
  const v6 = coded("ENETUNREACH", "connect");
  const v4 = coded("ECONNREFUSED", "connect");
  assertEquals(onNode(new AggregateError([v4, v6])), "connect refused");
  assertEquals(onNode(new AggregateError([v6, v4])), "connect other");
  assertEquals(onNode(new AggregateError([v4, coded("ECONNRESET", "read")])), "connection-lost");
  assertEquals(onNode(new AggregateError([v4, "no error"])), "connection-lost");
  assertEquals(onNode(new AggregateError([])), "connection-lost");
});

Deno.test("Bun's words and codes for a connection that was not made are known", () => {
  const words = "Unable to connect. Is the computer able to access the url?";
  assertEquals(
    read(coded("ECONNREFUSED", undefined, `ECONNREFUSED: ${words}`)),
    "connect refused",
  );
  assertEquals(read(coded("EHOSTUNREACH", undefined, `EHOSTUNREACH: ${words}`)), "connect other");
  // until 1.3, of DNS, too
  assertEquals(read(coded("ConnectionRefused", undefined, words)), "connect other");
  assertEquals(read(coded("ENOTFOUND", "getaddrinfo")), "connect dns");
  assertEquals(read(coded("DEPTH_ZERO_SELF_SIGNED_CERT")), "connect tls");
});

Deno.test("Bun's words for a connection that was made prove nothing", () => {
  const lost = "The socket connection was closed unexpectedly. For more information, …";
  assertEquals(read(coded("ECONNRESET", undefined, `ECONNRESET: ${lost}`)), "connection-lost");
  assertEquals(read(coded("ConnectionClosed", undefined, lost)), "connection-lost");
  // also when garbage comes after the whole request was read
  const tls = "EPROTO: The TLS handshake failed. Does the server speak TLS on this port?";
  assertEquals(read(coded("EPROTO", undefined, tls)), "connection-lost");
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
