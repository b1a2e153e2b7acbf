/**
 * The stop on auth, across everything that an import goes through: once Thulium refused the user,
 * no call of that import goes out any more, whichever policy would make it.
 *
 * Whatever feeds an import provides a fresh {@linkcode AuthStop}; the exchange closes it and looks at
 * it before each POST. Without one (a single call by hand) there is nothing to stop.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Deferred from "effect/Deferred";
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import type { AuthError } from "./batch_error.ts";

/** Whether Thulium has refused the user of an import. */
export class AuthStop {
  /** The refusal; `undefined` as long as there was none. */
  refusal: AuthError | undefined;
  readonly #closed = Deferred.makeUnsafe<void>();

  /** Notes a refusal; the first one counts. */
  close(refusal: AuthError): void {
    this.refusal ??= refusal;
    Deferred.doneUnsafe(this.#closed, Exit.void);
  }

  /** Ends when there is a refusal. */
  get closed(): Effect.Effect<void> {
    return Deferred.await(this.#closed);
  }
}

/** The stop of the import that runs, if any. */
export const CurrentAuthStop: Context.Reference<AuthStop | undefined> = Context.Reference<
  AuthStop | undefined
>("@thulium-effect/batch-customers/AuthStop", { defaultValue: () => undefined });

/** Runs an effect under the stop that there is, or else under one of its own. */
export const underAuthStop = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.flatMap(
    CurrentAuthStop,
    (stop) =>
      stop === undefined ? Effect.provideService(effect, CurrentAuthStop, new AuthStop()) : effect,
  );

/** Notes a refusal, so that nothing more is sent. */
export const stopOn = (error: { readonly _tag: string }): Effect.Effect<void> =>
  Effect.map(CurrentAuthStop, (stop) => {
    if (isAuthError(error)) stop?.close(error);
  });

/** Fails with the refusal if there was one. */
export const unlessStopped: Effect.Effect<void, AuthError> = Effect.flatMap(
  CurrentAuthStop,
  (stop) => stop?.refusal === undefined ? Effect.void : Effect.fail(stop.refusal),
);

/** Waits before a call, but not once there is a refusal; then it fails with that. */
export const sleepUnlessStopped = (duration: Duration.Input): Effect.Effect<void, AuthError> =>
  Effect.flatMap(CurrentAuthStop, (stop) => {
    const sleep = Effect.sleep(duration);
    return stop === undefined ? sleep : Effect.raceFirst(sleep, stop.closed);
  }).pipe(Effect.andThen(unlessStopped));

const isAuthError = (error: { readonly _tag: string }): error is AuthError =>
  error._tag === "AuthError";
