/**
 * Bytes from outside: joins pieces, and reads the body of a request or an answer up to a limit.
 *
 * @module
 */
import { ByteBuffer } from "./byte_buffer.ts";

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

/** So much memory may be taken for a body because its length was announced, before anything of it came. */
const maxAtOnce = 32_768;

/**
 * Reads a body, until `signal` aborts. Memory grows with what came, and not with what was announced. Only a short body
 * of announced length is left to the runtime, which reads it faster.
 */
export const readBytes = (
  message: Request | Response,
  maxBytes: number,
  signal: AbortSignal,
): Promise<ReadBytes> => {
  const { body, headers } = message;
  const length = Number(headers.get("content-length") ?? NaN);
  return length <= Math.min(maxAtOnce, maxBytes) && !headers.has("content-encoding")
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
  const pieces = new ByteBuffer();
  if (!body) return { bytes: pieces.take() };
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", cancel, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { bytes: pieces.take() };
      if (pieces.length + value.length > maxBytes) {
        cancel();
        return { fault: "too-large" };
      }
      pieces.add(value);
    }
  } catch {
    return { fault: "cut" };
  } finally {
    signal.removeEventListener("abort", cancel);
  }
};
