/**
 * Reads a body as text, up to a limit.
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

/**
 * Reads a body in one promise: an Effect per chunk would cost more than the chunk, and a server chooses
 * how small its chunks are.
 */
export const readText = async (
  body: ReadableStream<Uint8Array> | null | undefined,
  { fatal = false, maxBytes }: ReadOptions,
  signal: AbortSignal,
): Promise<{ readonly text: string } | { readonly fault: ReadFault }> => {
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
