/**
 * The handler as `deno serve` has it, which tells every second how much memory it uses. What is garbage says nothing, so it
 * is collected before (`--v8-flags=--expose-gc`).
 */
import server from "../../src/handler/deno.ts";

declare const gc: () => void;

setInterval(() => {
  gc();
  const { external, heapUsed, rss } = Deno.memoryUsage();
  console.log(`memory ${JSON.stringify({ rss, heap: heapUsed, external })}`);
}, 1000);

export default server;
