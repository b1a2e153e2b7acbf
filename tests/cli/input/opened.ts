/** Opens an input from a file with these bytes, and reads its rows. */
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem";
import * as NodeStdio from "@effect/platform-node-shared/NodeStdio";
import { UnreadableRow } from "../../../mod.ts";
import { type InputOptions, openInput } from "../../../src/cli/input/open.ts";
import { CustomerJson } from "../../../src/customer/json.ts";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Stream from "effect/Stream";

/** What was found out, and the rows; of an unreadable row its message. */
export interface Opened {
  readonly format?: string;
  readonly notices: ReadonlyArray<string>;
  readonly rows: ReadonlyArray<unknown>;
  /** Why the input could not be read to its end. */
  readonly error?: string | undefined;
}

const encoder = new TextEncoder();
export const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === "string" ? encoder.encode(content) : content;

/** Opens a file of this name in a folder of its own. */
export const opened = async (
  name: string,
  content: string | Uint8Array,
  options: Partial<InputOptions> = {},
): Promise<Opened> => {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/${name}`;
  await Deno.writeFile(file, bytesOf(content));
  const program = Effect.gen(function* () {
    const input = yield* openInput({
      file,
      format: undefined,
      encoding: undefined,
      delimiter: undefined,
      sheet: undefined,
      table: {},
      ...options,
    });
    const rows: Array<unknown> = [];
    const error = yield* input.rows.pipe(
      Stream.runForEach(({ row }) => Effect.sync(() => rows.push(valueOf(row)))),
      Effect.as(undefined),
      Effect.catch(({ message }) => Effect.succeed(message)),
    );
    const notices = input.notices.map(({ code }) => code);
    return { format: input.format, notices, rows, error };
  });
  try {
    return await Effect.runPromise(
      program.pipe(
        Effect.catch(({ message }) => Effect.succeed({ notices: [], rows: [], error: message })),
        Effect.scoped,
        Effect.provide(Layer.mergeAll(NodeFileSystem.layer, NodeStdio.layer)),
      ),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};

const valueOf = (row: unknown): unknown => {
  if (row instanceof UnreadableRow) return row.message;
  return row instanceof CustomerJson ? row.customer : row;
};
