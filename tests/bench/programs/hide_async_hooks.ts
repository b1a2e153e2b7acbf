// Imported before Effect, this keeps it from asking for async context, which on Deno costs some bytes for each
// suspension of a fiber until the fiber ends. For programs that are one long fiber; the CLI does the same.
import process from "node:process";

const original = process.getBuiltinModule;
process.getBuiltinModule =
  ((id: string) =>
    id === "node:async_hooks" ? undefined : original.call(process, id)) as typeof original;
