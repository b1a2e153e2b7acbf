/**
 * Does memory grow with the number of customers? Streams 10,000, 100,000 and 1,000,000 of them through
 * the standard policies to a local server in another process, each in a process of its own, and prints
 * the peak memory. The heap is kept small, so that what is retained would show. (Linux only: `/proc`.)
 *
 * `deno run -A tests/bench/memory.ts [counts…]`
 */
const counts = Deno.args.length > 0 ? Deno.args.map(Number) : [10_000, 100_000, 1_000_000];
const pathOf = (file: string) => new URL(file, import.meta.url).pathname;
const run = (...args: ReadonlyArray<string>) =>
  new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--v8-flags=--max-old-space-size=48,--max-semi-space-size=4", ...args],
    stdout: "piped",
  });

await using server = run(pathOf("answering_server.ts")).spawn();
const { value } = await server.stdout.getReader().read();
const url = `http://127.0.0.1:${new TextDecoder().decode(value).trim()}`;
let first: number | undefined;
for (const count of counts) {
  const { stdout } = await run(pathOf("stream_import.ts"), url, String(count)).output();
  const { megabytes, perSecond } = JSON.parse(new TextDecoder().decode(stdout));
  first ??= megabytes as number;
  console.log([
    String(count).padStart(9) + " customers",
    `${megabytes.toFixed(0)} MB`.padStart(7),
    `x${(megabytes / first).toFixed(2)}`,
    `${Math.round(perSecond)}/s`.padStart(9),
  ].join("  "));
}
server.kill();
await server.status;
