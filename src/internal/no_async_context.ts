/**
 * Loads Effect without async context. On Deno it otherwise costs some 5 µs and 450 bytes for each wait of a
 * fiber, until the fiber ends. For whole programs only, imported before anything that loads Effect: in such a
 * program `AsyncLocalStorage` does not reach through the waits of a fiber.
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
