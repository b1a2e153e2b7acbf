/**
 * Reads the body of a request or an answer as text, up to a limit.
 *
 * @module
 */

/** Why a body could not be read: it broke off, is larger than allowed, or is not UTF-8. */
export type ReadFault = "cut" | "too-large" | "not-utf-8";

/** How bytes that are no UTF-8 are taken: replaced, or refused. */
export interface ReadOptions {
  readonly maxBytes: number;
  /** @default false */
  readonly fatal?: boolean | undefined;
}

/** What came of reading. */
export type ReadText = { readonly text: string } | { readonly fault: ReadFault };

/**
 * Reads a body. One whose length was announced and is within the limit is read by the runtime itself, which
 * is quicker than piece by piece.
 */
export const readText = (
  message: Request | Response,
  options: ReadOptions,
  signal: AbortSignal,
): Promise<ReadText> => {
  const { body, headers } = message;
  const length = Number(headers.get("content-length") ?? NaN);
  return length <= options.maxBytes && !headers.has("content-encoding")
    ? readAtOnce(message, options)
    : readInPieces(body, options, signal);
};

const decoder = new TextDecoder();
const strictDecoder = new TextDecoder("utf-8", { fatal: true });

const readAtOnce = (
  message: Request | Response,
  { fatal = false, maxBytes }: ReadOptions,
): Promise<ReadText> =>
  message.arrayBuffer().then((bytes) => {
    if (bytes.byteLength > maxBytes) return { fault: "too-large" };
    try {
      return { text: (fatal ? strictDecoder : decoder).decode(bytes) };
    } catch {
      return { fault: "not-utf-8" };
    }
  }, () => ({ fault: "cut" }));

/**
 * Reads a body in one promise: an Effect per chunk would cost more than the chunk, and a server chooses
 * how small its chunks are.
 */
const readInPieces = async (
  body: ReadableStream<Uint8Array> | null | undefined,
  { fatal = false, maxBytes }: ReadOptions,
  signal: AbortSignal,
): Promise<ReadText> => {
  if (!body) return { text: "" };
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", cancel, { once: true });
  const decoder = new TextDecoder("utf-8", { fatal });
  let isDecoding = false;
  let bytes = 0;
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        isDecoding = true;
        return { text: text + decoder.decode() };
      }
      bytes += value.length;
      if (bytes > maxBytes) {
        cancel();
        return { fault: "too-large" };
      }
      isDecoding = true;
      text += decoder.decode(value, { stream: true });
      isDecoding = false;
    }
  } catch {
    return { fault: isDecoding ? "not-utf-8" : "cut" };
  } finally {
    signal.removeEventListener("abort", cancel);
  }
};
