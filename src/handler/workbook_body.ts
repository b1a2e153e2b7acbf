/**
 * A workbook as the body of a request. The directory of its archive is at its end, so the body is read as a whole before
 * its first row: within the limit of a body, and within the budget that all bodies share.
 *
 * **A few kilobytes can unpack to gigabytes.** Rows stream, so what they unpack to is time; the texts that cells share
 * are in memory, and room for them is taken from the same budget.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { FormatError } from "../format/error.ts";
import { openSheet } from "../format/xlsx.ts";
import { sourceOfBytes, type XlsxSheet } from "../format/xlsx/model.ts";
import { ByteBuffer } from "../internal/byte_buffer.ts";
import { type BodyShare, busy } from "./body_budget.ts";
import { NoRoom } from "./body_parts.ts";
import type { HandlerConfig } from "./config.ts";

/** The body is larger than a body may be. */
export class TooLarge extends FormatError {}

const MiB = 1_048_576;

/** Strict, because a handler may have 128 MB in all: some 200,000 rows. */
const maxUnpackedBytes = 64 * MiB;
const maxTextBytes = 32 * MiB;
/** Texts take some 5 times the size of a usual workbook. */
const textsPerByte = 16;

/** Reads the first visible sheet of the workbook whose bytes come in parts. `share` took the parts that came. */
export const readWorkbook = (
  parts: Stream.Stream<Uint8Array, FormatError>,
  headers: Headers,
  config: HandlerConfig,
  share: BodyShare,
): Effect.Effect<XlsxSheet, FormatError> =>
  Effect.flatMap(readWhole(parts, headers, config), (bytes) => {
    const room = roomForTexts(bytes.length, config);
    if (!share.take(room)) return Effect.fail(new NoRoom({ message: busy }));
    return Effect.map(
      openSheet(sourceOfBytes(bytes), { maxUnpackedBytes, maxTextBytes: Math.max(1, room) }),
      ({ sheet }) => sheet,
    );
  });

/** Never more than the budget has for one body. */
const roomForTexts = (length: number, { maxBufferedBytes }: HandlerConfig): number =>
  Math.max(0, Math.min(maxTextBytes, MiB + textsPerByte * length, maxBufferedBytes - length));

const readWhole = (
  parts: Stream.Stream<Uint8Array, FormatError>,
  headers: Headers,
  { maxBodyBytes }: HandlerConfig,
): Effect.Effect<Uint8Array, FormatError> =>
  Effect.suspend(() => {
    const message = `the body is larger than ${maxBodyBytes} bytes`;
    const tooLarge = Effect.fail(new TooLarge({ message }));
    if (Number(headers.get("content-length") ?? 0) > maxBodyBytes) return tooLarge;
    const all = new ByteBuffer();
    return Stream.runForEach(parts, (part) => {
      if (all.length + part.length > maxBodyBytes) return tooLarge;
      return Effect.sync(() => all.add(part));
    }).pipe(Effect.map(() => all.take()));
  });
