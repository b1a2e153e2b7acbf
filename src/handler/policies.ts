/**
 * Policies of a program's own around those of the handler, such as a journal.
 *
 * They may need what is away for a while, such as a database. So they are built when a request first needs them. As long
 * as that fails, requests are answered with 503 and `Retry-After`, because nothing was sent for them, and so is `/ready`, which
 * builds them, too; `/health` and the pages do not need them. A later request tries again.
 *
 * The Worker does not import this file, to stay small.
 *
 * @module
 */
import * as Cause from "effect/Cause";
import * as Context from "effect/Context";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as Scope from "effect/Scope";
import type { CustomerLookup } from "../call/lookup.ts";
import { BatchCall } from "../call/service.ts";
import { errorsOf } from "../internal/defect.ts";
import { TransportError } from "../outcome/error.ts";
import { stack } from "../policy/layer.ts";

/** Puts something around the handler's calls. */
export type Surround = (
  calls: Layer.Layer<BatchCall>,
) => Layer.Layer<BatchCall, never, CustomerLookup>;

/** After this time a request tries again to build policies that could not be built. */
const retryAfter = Duration.seconds(5);
/** How long a request waits until they are built. */
const patience = Duration.seconds(10);
/** How long `/ready` waits until they are built. */
const readyPatience = Duration.seconds(5);
const notThere = "a part of this service can't be reached; its log says which";

/** Puts policies around the handler's calls. */
export const surroundWith = (
  policies: Layer.Layer<BatchCall, unknown, BatchCall | CustomerLookup>,
): Surround =>
(calls) => {
  const layer = stack(calls, policies);
  return Layer.effect(
    BatchCall,
    Effect.gen(function* () {
      const scope = yield* Effect.scope;
      const services = yield* Effect.context<CustomerLookup>();
      const built = yield* Effect.cachedWithTTL(
        Effect.provide(build(layer, scope), services),
        (exit) => Exit.isSuccess(exit) ? Duration.infinity : retryAfter,
      );
      const calls: PreparedCalls = {
        prepare: Effect.map(
          Effect.exit(Effect.timeout(inTime(built), readyPatience)),
          (exit) => Exit.isSuccess(exit) ? undefined : notThere,
        ),
        send: (batch) => Effect.flatMap(inTime(built), ({ send }) => send(batch)),
      };
      return calls;
    }),
  );
};

type Calls = BatchCall["Service"];

/** Calls that need something first, such as a journal's database. */
export interface PreparedCalls extends Calls {
  /** Waits for it, for a few seconds; gives what is wrong while it is away. */
  readonly prepare: Effect.Effect<string | undefined>;
}

/** Builds the layer. Whatever a failed attempt has opened is closed. */
const build = Effect.fnUntraced(
  function* (layer: Layer.Layer<BatchCall, unknown, CustomerLookup>, scope: Scope.Scope) {
    const attempt = yield* Scope.fork(scope);
    return yield* Layer.buildWithScope(layer, attempt).pipe(
      Effect.map((context) => Context.get(context, BatchCall)),
      Effect.onExit((exit) => Exit.isSuccess(exit) ? Effect.void : Scope.close(attempt, exit)),
      Effect.tapCause((cause) =>
        Effect.annotateLogs(Effect.logError("the policies can't be built"), {
          error: nameOf(cause),
          errors: namesOf(cause),
        })
      ),
      Effect.catchCause(() => Effect.fail(unavailable)),
    );
  },
);

/** Other waits of a request are bounded by its deadline; this one has a bound of its own. */
const inTime = (
  built: Effect.Effect<Calls, TransportError>,
): Effect.Effect<Calls, TransportError> =>
  Effect.flatMap(
    Effect.forkDetach(
      Effect.interruptible(Effect.timeoutOrElse(built, {
        duration: patience,
        orElse: () => Effect.fail(unavailable),
      })),
      { startImmediately: true },
    ),
    Fiber.join,
  );

/** What to log of an error. Its message may hold a password, if it is not the journal's own. */
const nameOf = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause);
  if (!(error instanceof Error)) return "no Error";
  return error.name === "JournalStoreError" ? error.message : error.name;
};

/** The names of an error and its causes, with their `code`, such as `EACCES`. */
const namesOf = (cause: Cause.Cause<unknown>): ReadonlyArray<string> => {
  const names = errorsOf(cause).map(({ name }) => name);
  let error = Cause.squash(cause);
  for (let i = 0; i < names.length && error instanceof Error; i++, error = error.cause) {
    const code = "code" in error ? error.code : undefined;
    if (typeof code === "string" && codeForm.test(code)) names[i] += ` ${code}`;
  }
  return names;
};

const codeForm = /^[A-Z][A-Z\d_]{1,39}$/;

const unavailable = new TransportError({
  delivery: "not-sent",
  message: "a part of this service can't be reached; nothing was sent",
  reason: { _tag: "CircuitOpen", retryAfter: { _tag: "Duration", duration: retryAfter } },
});
