/**
 * The importer for the command line; in a clone `deno task import FILE …`. `--help` explains it.
 *
 * Exit status: 0 all customers exist in Thulium, 1 some may not, 2 wrong usage or configuration, or an input or output that
 * can't be used, 3 more rows were rejected than `--max-rejected` allows, 130 interrupted. After the first Ctrl-C the importer
 * sends nothing more and waits for the requests on their way. After the second one it leaves at once.
 *
 * Memory is V8's choice. `--v8-flags=--max-semi-space-size=4,--heap-growing-percent=50`, which `deno task import` has, takes
 * a third of it away: V8 then collects the rows of earlier batches instead of growing. With a limit of the heap
 * (`--max-old-space-size`) the first of the two is needed, or V8 collects all the time: a large young generation leaves it no
 * room, whatever the program holds.
 *
 * @example
 * ```sh
 * export THULIUM_SYSTEM=acme THULIUM_USER=api_user    # the password is asked for
 * deno run --allow-read=. jsr:@thulium-effect/batch-customers/cli import klienci.csv --dry-run
 * ```
 *
 * @module
 */
import "../internal/no_async_context.ts";
import manifest from "../../deno.json" with { type: "json" };

if (import.meta.main) {
  // Not before: the line above must be the first to load Effect, also in a bundle.
  const { run } = await import("./run.ts");
  Deno.exit(await run(Deno.args, manifest.version));
}
