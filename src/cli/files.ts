/**
 * Files, over Deno's own functions.
 *
 * Effect's `FileSystem` for Node loads Deno's copies of `node:fs`, `node:crypto` and much else: a third of the time of a
 * start. Deno loads those only when something asks for them, `globalThis.process` and `globalThis.Buffer` included, so
 * nothing on the way to the first request may.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

/** Why a file can't be used. `not-permitted`: the system forbids it; `not-allowed`: Deno does. */
export type FileProblem = "not-found" | "not-permitted" | "not-allowed" | "exists" | "other";

const problemOf = (thrown: unknown): FileProblem => {
  const { AlreadyExists, NotCapable, NotFound, PermissionDenied } = Deno.errors;
  if (thrown instanceof NotFound) return "not-found";
  if (thrown instanceof AlreadyExists) return "exists";
  if (thrown instanceof NotCapable) return "not-allowed";
  return thrown instanceof PermissionDenied ? "not-permitted" : "other";
};

/** Does something with files. */
export const attempt = <A>(act: () => Promise<A>): Effect.Effect<A, FileProblem> =>
  Effect.tryPromise({ try: act, catch: problemOf });

/** Opens a file until the scope closes. */
export const openFile = (
  file: string,
  options: Deno.OpenOptions,
): Effect.Effect<Deno.FsFile, FileProblem, Scope.Scope> =>
  Effect.acquireRelease(
    attempt(() => Deno.open(file, options)),
    (opened) => Effect.sync(() => opened.close()),
  );
