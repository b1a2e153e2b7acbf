/**
 * Finds the encoding of CSV: UTF-8, or Windows-1250, as Polish Excel still writes it.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as FileSystem from "effect/FileSystem";
import * as Stream from "effect/Stream";
import { type UsageError, usageError } from "../usage_error.ts";
import { readFile } from "./bytes.ts";

/** How CSV is encoded. */
export type Encoding = "utf-8" | "windows-1250";

const replacementCharacter = 0xfffd;

/**
 * The encoding of a file. Reads the whole file, because one letter near its end may decide.
 *
 * Letters of Windows-1250 are hardly ever valid UTF-8. So if a few bytes are bad and more letters are good, the file is
 * damaged UTF-8 and not Windows-1250.
 */
export const encodingOfFile: (
  file: string,
) => Effect.Effect<Encoding, UsageError, FileSystem.FileSystem> = Effect.fnUntraced(
  function* (file) {
    const fs = yield* FileSystem.FileSystem;
    const decoder = new TextDecoder();
    let good = 0;
    let bad = 0;
    const count = (text: string) => {
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code === replacementCharacter) bad++;
        else if (code > 0x7f) good++;
      }
    };
    yield* readFile(fs, file).pipe(
      Stream.runForEach((chunk) =>
        Effect.sync(() => count(decoder.decode(chunk, { stream: true })))
      ),
      Effect.mapError(() => usageError(({ usage }) => usage.cannotRead(file))),
    );
    count(decoder.decode());
    return bad > good ? "windows-1250" : "utf-8";
  },
);

/** The encoding of bytes of which only the beginning is known. The last character may be cut. */
export const encodingOfHead = (head: Uint8Array): Encoding => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return "utf-8";
  } catch {
    return "windows-1250";
  }
};

/** Whether bytes begin with a byte order mark of UTF-16, as Excel's "Unicode text" does. */
export const isUtf16 = ([first, second]: Uint8Array): boolean =>
  first === 0xff && second === 0xfe || first === 0xfe && second === 0xff;
