/**
 * What a failed `fetch` proves. Runtimes give no codes, only words, so this file is a list of the
 * words that are known to mean "no connection was made". Everything else may have been delivered.
 *
 * Known: Deno (reqwest's and hyper's `client error (Connect)`). Cloudflare's workerd says "Network
 * connection lost." for a refused connection and for one lost after full delivery alike, so there
 * every failure counts as lost. The proof needs requests that the runtime does not repeat by itself
 * and redirects that are not followed: `exchange.ts` sees to both.
 *
 * @module
 */
import type { ConnectFailure, Observation } from "./delivery.ts";

const connectWords: ReadonlyArray<readonly [RegExp, ConnectFailure]> = [
  [/dns error/, "dns"],
  [/connection refused/i, "refused"],
  [/certificate|corrupt message|tls|handshake|alert/i, "tls"],
];

/** Reads an error that `fetch` threw before there was an answer. */
export const observeFetchFailure = (
  thrown: unknown,
): Observation & { at: "connect" | "connection-lost" } => {
  const words = messagesOf(thrown).find((message) => message.includes("client error (Connect)"));
  if (words === undefined) return { at: "connection-lost" };
  const reason = words.slice(words.indexOf("client error (Connect)"));
  const known = connectWords.find(([pattern]) => pattern.test(reason));
  return { at: "connect", failure: known?.[1] ?? "other" };
};

const messagesOf = (thrown: unknown): ReadonlyArray<string> => {
  const messages: Array<string> = [];
  for (let error = thrown; error instanceof Error && messages.length < 8; error = error.cause) {
    messages.push(error.message);
  }
  return messages;
};
