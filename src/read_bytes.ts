/**
 * Reads the body of a request or an answer, up to a limit.
 *
 * @module
 */
import { joinBytes } from "./format/bytes.ts";

/** What came of reading: the body broke off, or is larger than allowed. */
export type ReadBytes =
  | { readonly bytes: Uint8Array }
  | { readonly fault: "cut" | "too-large" };

/**
 * Reads a body. One whose length was announced and is within the limit is read by the runtime itself, which
 * is quicker than piece by piece and ends with its message. The signal ends reading piece by piece.
 */
export const readBytes = (
  message: Request | Response,
  maxBytes: number,
  signal: AbortSignal,
): Promise<ReadBytes> => {
  const { body, headers } = message;
  const length = Number(headers.get("content-length") ?? NaN);
  return length <= maxBytes && !headers.has("content-encoding")
    ? readAtOnce(message, maxBytes)
    : readInPieces(body, maxBytes, signal);
};

const readAtOnce = (message: Request | Response, maxBytes: number): Promise<ReadBytes> =>
  message.arrayBuffer().then(
    (buffer) =>
      buffer.byteLength > maxBytes ? { fault: "too-large" } : { bytes: new Uint8Array(buffer) },
    () => ({ fault: "cut" }),
  );

/**
 * Reads a body in one promise: an Effect per chunk would cost more than the chunk, and a server chooses
 * how small its chunks are.
 */
const readInPieces = async (
  body: ReadableStream<Uint8Array> | null | undefined,
  maxBytes: number,
  signal: AbortSignal,
): Promise<ReadBytes> => {
  const pieces: Array<Uint8Array> = [];
  if (!body) return { bytes: joinBytes(pieces) };
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", cancel, { once: true });
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { bytes: joinBytes(pieces) };
      length += value.length;
      if (length > maxBytes) {
        cancel();
        return { fault: "too-large" };
      }
      // Whoever makes the stream may use its memory again.
      pieces.push(value.slice());
    }
  } catch {
    return { fault: "cut" };
  } finally {
    signal.removeEventListener("abort", cancel);
  }
};
