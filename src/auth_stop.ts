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
import * as Effect from "effect/Effect";
import type { AuthError } from "./batch_error.ts";

/** Whether Thulium has refused the user of an import. */
export interface AuthStop {
  /** The refusal; `undefined` as long as there was none. */
  refusal: AuthError | undefined;
}

/** The stop of the import that runs, if any. */
export const AuthStop: Context.Reference<AuthStop | undefined> = Context.Reference<
  AuthStop | undefined
>("@thulium-effect/batch-customers/AuthStop", { defaultValue: () => undefined });

/** Notes a refusal, so that nothing more is sent. */
export const stopOn = (error: { readonly _tag: string }): Effect.Effect<void> =>
  Effect.map(AuthStop, (stop) => {
    if (stop !== undefined && isAuthError(error)) stop.refusal ??= error;
  });

/** Fails with the refusal if there was one. */
export const unlessStopped: Effect.Effect<void, AuthError> = Effect.flatMap(
  AuthStop,
  (stop) => stop?.refusal === undefined ? Effect.void : Effect.fail(stop.refusal),
);

const isAuthError = (error: { readonly _tag: string }): error is AuthError =>
  error._tag === "AuthError";
