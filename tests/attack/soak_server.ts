/** The handler as `deno serve` has it, which tells every second how much memory it uses. */
import server from "../../src/handler/deno.ts";

setInterval(() => {
  const { external, heapUsed, rss } = Deno.memoryUsage();
  console.log(`memory ${JSON.stringify({ rss, heap: heapUsed, external })}`);
}, 1000);

export default server;
