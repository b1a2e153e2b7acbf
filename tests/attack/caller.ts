/** How a caller sends a body, reads its answer, and leaves. */
import type { Draw } from "./draw.ts";
import type { Generated } from "./generated.ts";

export interface Sending {
  readonly body: ReadableStream<Uint8Array>;
  /** How many bytes were taken from the body. */
  readonly sent: () => number;
  readonly pieces: number;
  /** How the body ends. */
  readonly end: "close" | "break" | "stall";
  readonly headers: { readonly [name: string]: string };
}

/** Cuts a body into pieces of any size. */
const cut = (draw: Draw, bytes: Uint8Array<ArrayBuffer>): ReadonlyArray<Uint8Array> => {
  if (bytes.length === 0 || draw.chance(0.4)) return [bytes];
  const most = bytes.length < 3000 && draw.chance(0.3) ? 1 : draw.one([3, 100, 5000, 70_000]);
  const pieces: Array<Uint8Array> = [];
  for (let at = 0; at < bytes.length;) {
    const size = bytes.length > 20_000 && most < 100 ? 1000 : draw.integer(1, most);
    pieces.push(bytes.slice(at, at += size));
  }
  return pieces;
};

export const drawSending = (draw: Draw, { bytes, type }: Generated): Sending => {
  const end = draw.weighted<Sending["end"]>([
    [12, () => "close"],
    [3, () => "break"],
    [0.4, () => "stall"],
  ]);
  const given = end === "close" ? bytes : bytes.slice(0, draw.integer(0, bytes.length));
  const pieces = cut(draw, given);
  const isSlow = draw.chance(0.1);
  const breaksLater = draw.chance(0.7);
  let next = 0;
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      if (isSlow && next < 20) await new Promise((resolve) => setTimeout(resolve, 1));
      if (next < pieces.length) {
        sent += pieces[next].length;
        return controller.enqueue(pieces[next++]);
      }
      if (end === "close") return controller.close();
      if (end === "break") {
        // What came before it is read by then, or it is not.
        if (breaksLater) await new Promise((resolve) => setTimeout(resolve, 4));
        throw new TypeError("the caller left");
      }
      return new Promise(() => {});
    },
  }, { highWaterMark: 0 });
  const announced = draw.weighted<{ readonly [name: string]: string }>([
    [3, () => ({})],
    [3, () => ({ "content-length": String(bytes.length) })],
  ]);
  const odd: { readonly [name: string]: string } = draw.chance(0.1)
    ? { "accept-language": draw.one(["pl", "en;q=0.1", "*", "PII"]), "x-request-id": "PII ?" }
    : {};
  return {
    body,
    sent: () => sent,
    pieces: pieces.length,
    end,
    headers: { "content-type": type, ...announced, ...odd },
  };
};

/** When a caller leaves. */
export type Leaves = "never" | "before" | "sometime" | "unread" | "after-first-part";

export const drawLeaves = (draw: Draw): Leaves =>
  draw.weighted<Leaves>([
    [14, () => "never"],
    [0.5, () => "before"],
    [2, () => "sometime"],
    [1, () => "unread"],
    [1, () => "after-first-part"],
  ]);
