/** A generated case on a socket: how a request is framed, cut into writes, and given up. */
import { path } from "../handler/given.ts";
import { callRaw } from "../support/raw_caller.ts";
import type { Draw } from "./draw.ts";
import type { Generated } from "./generated.ts";
import type { Answer } from "./truth.ts";

export interface Sent {
  readonly answer: Answer;
  /** How many bytes of the body were sent. */
  readonly sent: number;
}

/** How much of the request a caller sends, and what it does then. */
type Manner = "whole" | "half a head" | "half a body" | "too little" | "leaves" | "slow";

const headOf = (draw: Draw, id: string, type: string, framing: string, user: string): string =>
  [
    `POST ${path} HTTP/1.1`,
    draw.chance(0.03) ? "host: x/y" : "host: handler.localhost",
    `authorization: Basic ${btoa(user)}`,
    `content-type: ${type}`,
    `x-request-id: ${id}`,
    framing,
    ...(draw.chance(0.05) ? [`x-large: ${"x".repeat(draw.size(30_000))}`] : []),
    "connection: close",
    "\r\n",
  ].join("\r\n");

/** Bytes in the form of chunks, of a size that is drawn for each. */
const chunksOf = (draw: Draw, bytes: Uint8Array): Uint8Array<ArrayBuffer> => {
  const parts: Array<number> = [];
  const encoder = new TextEncoder();
  for (let at = 0; at < bytes.length;) {
    const size = Math.min(bytes.length - at, 1 + draw.size(8000));
    parts.push(
      ...encoder.encode(`${size.toString(16)}\r\n`),
      ...bytes.subarray(at, at + size),
      13,
      10,
    );
    at += size;
  }
  return new Uint8Array([...parts, ...encoder.encode("0\r\n\r\n")]);
};

const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

/** Sends a body to a server, more or less. What the server answered is whole if it ended as HTTP says. */
export const send = async (
  draw: Draw,
  url: string,
  id: string,
  { bytes, type }: Generated,
): Promise<Sent> => {
  const isChunked = draw.chance(0.4);
  const manner = draw.weighted<Manner>([
    [10, () => "whole"],
    [1, () => "half a head"],
    [1, () => "half a body"],
    [1, () => "too little"],
    [2, () => "leaves"],
    [1, () => "slow"],
  ]);
  const framed = isChunked ? chunksOf(draw, bytes) : bytes;
  const framing = isChunked ? "transfer-encoding: chunked" : `content-length: ${bytes.length}`;
  const user = draw.chance(0.95) ? "api_user:api_pass" : `api_user:wrong-${id}`;
  const head = new TextEncoder().encode(headOf(draw, id, type, framing, user));
  const all = new Uint8Array([...head, ...framed]);
  const length = manner === "half a head"
    ? draw.integer(1, head.length - 1)
    : manner === "half a body" || manner === "too little"
    ? head.length + draw.integer(0, framed.length - 1)
    : all.length;
  const caller = await callRaw(url);
  try {
    for (let at = 0; at < length;) {
      const size = manner === "slow" ? Math.max(1, Math.ceil(length / 10)) : length;
      await caller.writeBytes(all.slice(at, Math.min(at += size, length)));
      if (manner === "slow") await pause(2);
    }
    if (manner === "leaves") await pause(draw.integer(0, 10));
    const goesAway = manner === "leaves" || manner === "half a head" || manner === "half a body";
    if (manner === "too little") await caller.end();
    const text = goesAway ? "" : await caller.answer(isWhole);
    return { answer: parse(text), sent: length < all.length ? -1 : bytes.length };
  } catch {
    return { answer: parse(""), sent: -1 };
  } finally {
    caller.leave();
  }
};

/** An answer as it came over the wire. */
const parse = (text: string): Answer => {
  const end = text.indexOf("\r\n\r\n");
  const head = text.slice(0, end);
  const rest = text.slice(end + 4);
  const status = Number(/^HTTP\/1\.[01] (\d+)/.exec(head)?.[1] ?? 0);
  const type = /^content-type: *(.*)$/im.exec(head)?.[1] ?? "";
  const isChunked = /^transfer-encoding: *chunked/im.test(head);
  const body = isChunked ? unchunk(rest) : { text: rest, isWhole: true };
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  const isLong = length === undefined ||
    new TextEncoder().encode(body.text).length === Number(length);
  return { status, type, text: body.text, isWhole: end > 0 && body.isWhole && isLong };
};

/** Whether an answer is whole, as far as its end shows: servers keep connections open. */
const isWhole = (text: string): boolean =>
  text.endsWith("\r\n0\r\n\r\n") ||
  /^content-length:/im.test(text.slice(0, text.indexOf("\r\n\r\n"))) && parse(text).isWhole;

const unchunk = (text: string): { readonly text: string; readonly isWhole: boolean } => {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  let joined = "";
  for (let at = 0;;) {
    const line = bytes.indexOf(13, at);
    if (line < 0) return { text: joined, isWhole: false };
    const size = parseInt(decoder.decode(bytes.subarray(at, line)), 16);
    if (size === 0) return { text: joined, isWhole: true };
    if (Number.isNaN(size)) return { text: joined, isWhole: false };
    joined += decoder.decode(bytes.subarray(line + 2, line + 2 + size), { stream: true });
    at = line + 2 + size + 2;
  }
};
