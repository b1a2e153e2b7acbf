/**
 * Loads Effect without async context. On Deno, async context costs some 5 µs and 450 bytes each time that a
 * fiber waits, until the fiber ends.
 *
 * Effect looks for it in `process`, which is therefore hidden while Effect is loaded. Deno makes its `process` when
 * somebody asks for it, so a program that never does starts 10 ms sooner.
 *
 * Only entry points of whole programs may import this file, before anything that loads Effect. In such a
 * program, `AsyncLocalStorage` loses its value when a fiber waits.
 *
 * @module
 */
const original = Object.getOwnPropertyDescriptor(globalThis, "process");
Object.defineProperty(globalThis, "process", { value: undefined, configurable: true });
await import("effect/Effect");
if (original === undefined) Reflect.deleteProperty(globalThis, "process");
else Object.defineProperty(globalThis, "process", original);
