/**
 * The body of an answer as a stream of the platform. Callers who do not read their answers must not fill the memory: an
 * answer of which no next part is taken for some time ends, and with it all that it holds.
 *
 * This file can't free what the server already took. On Deno that is up to 4 MB in the socket of each connection, and the
 * connection itself, until the caller closes it.
 *
 * @module
 */
/** How long an answer may take, in milliseconds: until its next part is asked for, and in all. */
export interface Patience {
  readonly part: number;
  readonly all: number;
}

/** A caller reads more slowly than it writes, because it works with what it reads. */
export const patienceOf = (
  { bodySeconds, streamDeadlineSeconds }: {
    readonly bodySeconds: number;
    readonly streamDeadlineSeconds: number;
  },
): Patience => ({
  part: 4 * bodySeconds * 1000,
  all: (streamDeadlineSeconds + 2 * bodySeconds) * 1000,
});

/** For answers that are short. */
export const noPatience: Patience = { part: 0, all: 0 };

/** A larger text is given in parts of this many bytes, so that the server does not hold all of it. */
const partBytes = 65_536;

/** A text that is not larger is left to the server as a whole. */
const maxWholeBytes = 262_144;

/** A large text as bytes; `undefined` if the server may hold all of it. */
export const largeBytes = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  // A character has 3 bytes at most.
  if (text.length * 3 <= maxWholeBytes) return undefined;
  const bytes = new TextEncoder().encode(text);
  return bytes.length > maxWholeBytes ? bytes : undefined;
};

/** Bytes in parts, on demand. `atEnd` runs once, when all were given or nobody takes more. */
export const inParts = (
  bytes: Uint8Array<ArrayBuffer>,
  atEnd: () => void,
): ReadableStream<Uint8Array<ArrayBuffer>> => {
  let left = bytes;
  return new ReadableStream({
    pull: (controller) => {
      if (left.length > 0) {
        controller.enqueue(left.slice(0, partBytes));
        left = left.subarray(partBytes);
        return;
      }
      controller.close();
      atEnd();
    },
    cancel: () => {
      left = left.subarray(left.length);
      atEnd();
    },
  }, { highWaterMark: 0 });
};

/** Ends a body with an error if its parts are not asked for in time. */
export const whileRead = <Part>(
  body: ReadableStream<Part>,
  { all, part }: Patience,
): ReadableStream<Part> => {
  const reader = body.getReader();
  const end = performance.now() + all;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = (controller: ReadableStreamDefaultController<Part>) => {
    timer = setTimeout(() => {
      controller.error(new Error("the answer was not read in time"));
      reader.cancel().catch(() => {});
    }, Math.min(part, end - performance.now()));
  };
  return new ReadableStream<Part>({
    start: wait,
    pull: async (controller) => {
      clearTimeout(timer);
      const { done, value } = await reader.read();
      if (done) return controller.close();
      controller.enqueue(value);
      wait(controller);
    },
    cancel: (reason) => {
      clearTimeout(timer);
      return reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
};
