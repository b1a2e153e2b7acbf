/**
 * Holds a schema to the interface that documents it.
 *
 * JSR wants an explicit type on every export, so each model is an interface with documentation and a schema
 * with checks. Plain assignability would let the two drift apart: a missing, extra or misspelt optional field
 * still type-checks. With {@linkcode exactly} it does not.
 *
 * @module
 */
import type * as Schema from "effect/Schema";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;
type Flat<A> = { [K in keyof A]: A[K] };

/** Accepts a schema only if its type equals the interface `T`, field by field. */
export const exactly = <T>() =>
<S extends Schema.Codec<T, unknown>>(
  schema:
    & S
    & (Equal<Flat<S["Type"]>, Flat<T>> extends true ? unknown
      : { readonly drift: { schema: Flat<S["Type"]>; interface: Flat<T> } }),
): S => schema;
