/**
 * Loads Effect without async context. On Deno, async context costs some 5 µs and 450 bytes each time that a
 * fiber waits, until the fiber ends.
 *
 * Only entry points of whole programs may import this file, before anything that loads Effect. In such a
 * program, `AsyncLocalStorage` loses its value when a fiber waits.
 *
 * @module
 */
import process from "node:process";

const original = process.getBuiltinModule;
process.getBuiltinModule =
  ((id: string) =>
    id === "node:async_hooks" ? undefined : original.call(process, id)) as typeof original;
await import("effect/Effect");
process.getBuiltinModule = original;
