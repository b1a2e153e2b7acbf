/**
 * The importer for the command line; in a clone `deno task import FILE …`. `--help` explains it.
 *
 * Exit status: 0 all were created, 1 some were not, 2 wrong usage, configuration or unreadable input, 130
 * interrupted. The first Ctrl-C finishes the requests on their way and sends nothing more, the second one
 * leaves at once.
 *
 * @example
 * ```sh
 * export THULIUM_SYSTEM=acme THULIUM_USER=api_user    # the password is asked for
 * deno run -A jsr:@thulium-effect/batch-customers/cli import klienci.csv --dry-run
 * ```
 *
 * @module
 */
import process from "node:process";
import manifest from "../../deno.json" with { type: "json" };

/**
 * Loads Effect without async context. On Deno it otherwise costs time and memory for each wait of a fiber,
 * until the fiber ends, and this program is one long fiber.
 */
const loadEffect = async () => {
  const original = process.getBuiltinModule;
  process.getBuiltinModule =
    ((id: string) =>
      id === "node:async_hooks" ? undefined : original.call(process, id)) as typeof original;
  await import("effect/Effect");
  process.getBuiltinModule = original;
};

if (import.meta.main) {
  await loadEffect();
  const { run } = await import("./run.ts");
  process.exit(await run(process.argv.slice(2), manifest.version));
}
