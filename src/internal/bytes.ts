/**
 * Bytes from outside: joins pieces, and reads the body of a request or an answer up to a limit.
 *
 * @module
 */

/** Joins pieces into one. A single piece is returned as it is, without a copy. */
export const joinBytes = (parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
/** A body, or why there is none: it broke off, or is larger than allowed. */
export type ReadBytes =
  | { readonly bytes: Uint8Array }
  | { readonly fault: "cut" | "too-large" };

/**
 * Reads a body. If its length was announced and is within the limit, the runtime reads it, which is faster
 * and ends when the message is aborted. Otherwise it is read piece by piece, until `signal` aborts.
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

/** In one promise: an Effect per chunk would cost more than the chunk, and the sender chooses the size of chunks. */
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
      // The stream may reuse its memory for the next chunk.
      pieces.push(value.slice());
    }
  } catch {
    return { fault: "cut" };
  } finally {
    signal.removeEventListener("abort", cancel);
  }
};
