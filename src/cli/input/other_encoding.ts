/**
 * Finds the encoding of bytes that are not UTF-8.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { type FormatError, formatError } from "../../format/error.ts";
import { Census } from "./census.ts";
import { type FoundEncoding, loadCharacters, whole } from "./encodings.ts";
import { judge } from "./letters.ts";

type Bytes = Stream.Stream<Uint8Array, FormatError>;

/** The encoding of bytes. Fails if their letters do not tell. */
export const encodingOfOthers = (bytes: Bytes): Effect.Effect<FoundEncoding, FormatError> =>
  Effect.suspend(() => {
    const census = new Census();
    return Stream.runForEach(bytes, (chunk) => Effect.sync(() => census.add(chunk))).pipe(
      Effect.andThen(Effect.promise(loadCharacters)),
      Effect.flatMap((charactersOf) => {
        census.finish();
        if (census.isDamagedUtf8) {
          return Effect.succeed({ encoding: "utf-8" as const, isDamaged: true });
        }
        const verdict = judge(census.contexts, charactersOf);
        return "encoding" in verdict ? Effect.succeed(whole(verdict.encoding)) : Effect.fail(
          formatError({ code: "encoding-unclear", candidates: verdict.candidates }),
        );
      }),
    );
  });
