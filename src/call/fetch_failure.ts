/**
 * What a failed `fetch` proves. No standard defines it, so this file lists the signs that are known to mean
 * "no connection was made", with one reader per runtime. Everything else may have been delivered.
 *
 * - **Deno** writes reqwest's and hyper's words: `client error (Connect)`. If the permission for the host is
 *   missing, it throws `NotCapable`. If only the host's address is denied, its words for that follow `Connect`.
 *   It has its own words for blocked ports.
 * - **Node** has codes, and names the system call that failed. `EHOSTUNREACH` may also come from reading an
 *   open connection, so the system call must be `connect`. An `AggregateError` lists the addresses that were
 *   tried. `ERR_ACCESS_DENIED` comes with `--permission` (measured with 25.9). A blocked port is a "bad port".
 * - **Bun** has Node's codes for DNS and certificates, and words for the rest. It blocks no port.
 * - **Cloudflare's workerd** says "Network connection lost." for a refused connection and for a connection
 *   that was lost after full delivery, so there every failure counts as lost.
 *
 * TLS errors other than a bad certificate prove nothing on Node and Bun: a server's alert, or garbage (Bun's
 * "The TLS handshake failed"), may come after the whole request was read.
 *
 * The proof holds only if the runtime does not repeat requests and does not follow redirects: `exchange.ts`
 * and `api.ts` make sure of both.
 *
 * @module
 */
import type { ConnectFailure, Observation } from "../outcome/delivery.ts";

/** Reads an error that `fetch` threw before there was an answer. */
export const observeFetchFailure = (
  thrown: unknown,
): Observation & { at: "connect" | "connection-lost" } => {
  const failure = chainOf(thrown).map(readError).find((each) => each !== undefined);
  return failure === undefined ? { at: "connection-lost" } : { at: "connect", failure };
};

const readError = (error: Error): ConnectFailure | undefined =>
  readRefusal(error) ?? readDeno(error) ?? readCodes(error) ?? readBun(error) ??
    readAggregate(error);

/** Deno's words for a missing permission. Other permissions may be missing after the request was sent. */
const noNetAccess = /Requires net access/;

/** What `fetch` refuses before it connects. */
const readRefusal = ({ message, name }: Error): ConnectFailure | undefined => {
  if (name === "NotCapable" && noNetAccess.test(message)) return "not-allowed";
  return /^bad port$|^Fetch failed: Requests to port \d+ are blocked$/.test(message)
    ? "blocked-port"
    : undefined;
};

const denoWords: ReadonlyArray<readonly [RegExp, ConnectFailure]> = [
  [noNetAccess, "not-allowed"],
  [/dns error/, "dns"],
  [/connection refused/i, "refused"],
  [/certificate|corrupt message|tls|handshake|alert/i, "tls"],
];

const readDeno = ({ message }: Error): ConnectFailure | undefined => {
  const start = message.indexOf("client error (Connect)");
  if (start < 0) return undefined;
  const reason = message.slice(start);
  return denoWords.find(([pattern]) => pattern.test(reason))?.[1] ?? "other";
};

/** Node's and Bun's codes for a certificate that they did not accept: OpenSSL's, and one of their own. */
const certificateCodes: ReadonlySet<unknown> = new Set([
  "CERT_CHAIN_TOO_LONG",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REJECTED",
  "CERT_REVOKED",
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "HOSTNAME_MISMATCH",
  "INVALID_CA",
  "INVALID_PURPOSE",
  "PATH_LENGTH_EXCEEDED",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

const readCodes = (error: Error): ConnectFailure | undefined => {
  const { code, syscall } = error as { readonly code?: unknown; readonly syscall?: unknown };
  if (syscall === "getaddrinfo" || syscall === "connect") {
    if (code === "ERR_ACCESS_DENIED") return "not-allowed";
    if (syscall === "getaddrinfo") return "dns";
    return code === "ECONNREFUSED" ? "refused" : "other";
  }
  if (certificateCodes.has(code)) return "tls";
  return code === "UND_ERR_CONNECT_TIMEOUT" ? "other" : undefined;
};

/** Up to 1.3 Bun also says "ConnectionRefused" for failures of DNS and TLS. */
const readBun = (error: Error): ConnectFailure | undefined => {
  if (!error.message.includes("Unable to connect. Is the computer able to")) return undefined;
  return (error as { readonly code?: unknown }).code === "ECONNREFUSED" ? "refused" : "other";
};

/** Proves something only if every address failed to connect. The first address names the failure. */
const readAggregate = (error: Error): ConnectFailure | undefined => {
  if (!(error instanceof AggregateError)) return undefined;
  const failures = error.errors.map((each) => each instanceof Error ? readCodes(each) : undefined);
  return failures.includes(undefined) ? undefined : failures[0];
};

/** The error and its causes. */
const chainOf = (thrown: unknown): ReadonlyArray<Error> => {
  const errors: Array<Error> = [];
  for (let error = thrown; error instanceof Error && errors.length < 8; error = error.cause) {
    errors.push(error);
  }
  return errors;
};
