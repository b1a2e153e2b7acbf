/** What a connection may cost in memory, whatever its caller does, on `deno serve`. */
import { assert, assertEquals } from "../support/assert.ts";
import type { ChildServer } from "../support/child_server.ts";
import { callRaw, chunk, chunked, headOf, type RawCaller } from "../support/raw_caller.ts";
import { passthrough } from "../handler/given.ts";
import { hosts } from "../handler/hosts.ts";
import { bounds } from "./bounds.ts";

const ndjson = "application/x-ndjson";
const announced = "content-length: 10485760";

/** What a caller does who has a connection and keeps it. */
const holders: { readonly [what: string]: (caller: RawCaller, id: string) => Promise<void> } = {
  "announce 10 MB and send one byte": (caller, id) =>
    caller.write(`${headOf(id, "application/json", announced)}{`),
  "send half a head": (caller, id) => caller.write(headOf(id, ndjson, chunked).slice(0, -4)),
  "send half a row, byte by byte": async (caller, id) => {
    await caller.write(headOf(id, ndjson, chunked));
    for (const sign of '{"surname":"') await caller.write(chunk(sign));
  },
  "send an endless chunk": (caller, id) =>
    caller.write(`${headOf(id, ndjson, chunked)}ffffffff\r\n{"surname":`),
};

/** A row that is answered at length. */
const row = '{"surname":1,"email":[1,1,1,1,1,1],"phone_number":[1,2,3],"name":3,"vip":"x"}';
const rejected = `{"customers":[${new Array(16_000).fill(row).join(",")}]}`;

/** Reads the beginning of the answer only: it shows that the handler has all of it. */
const readLittle = async (caller: RawCaller, id: string) => {
  const framing = `content-length: ${rejected.length}`;
  await caller.write(`${headOf(id, "application/json", framing)}${rejected}`);
  assert((await caller.answer("\r\n\r\n")).startsWith("HTTP/1.1 200"));
};

const start = (): Promise<ChildServer> =>
  hosts["on deno serve"]({
    ...passthrough("http://127.0.0.1:9"),
    HANDLER_MAX_REQUESTS_PER_CALLER: "1000",
    HANDLER_MAX_CUSTOMERS: "16000",
  }) as Promise<ChildServer>;

/** The bytes that a process has in memory. */
const memoryOf = async ({ pid }: ChildServer): Promise<number> => {
  // Deno itself reads `/proc` only with all permissions.
  const { stdout } = await new Deno.Command("cat", { args: [`/proc/${pid}/status`] }).output();
  return 1024 * Number(/VmRSS:\s+(\d+)/.exec(new TextDecoder().decode(stdout))?.[1]);
};

/** How many bytes a server needs for each of many callers who do the same. */
const bytesFor = async (
  server: ChildServer,
  count: number,
  hold: (caller: RawCaller, id: string) => Promise<void>,
  held: () => Promise<unknown>,
): Promise<number> => {
  const before = await memoryOf(server);
  const callers = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const caller = await callRaw(server.url);
      await hold(caller, `holds-${i}.`);
      return caller;
    }),
  );
  await held();
  const each = (await memoryOf(server) - before) / count;
  for (const caller of callers) caller.leave();
  return each;
};

Deno.test({
  name: "memory of a connection",
  ignore: Deno.build.os !== "linux",
  fn: async (t) => {
    const server = await start();
    const health = async () => {
      // The answer shows that the server has read what came before.
      const response = await server.fetch("/health");
      assertEquals((await response.json()).status, "ok");
      await new Promise((resolve) => setTimeout(resolve, 200));
    };
    try {
      await health();
      for (const [what, hold] of Object.entries(holders)) {
        await t.step(`of callers who ${what}`, async () => {
          const each = await bytesFor(server, 100, hold, health);
          assert(each < bounds.bytesPerConnection, `${each} bytes per connection`);
        });
      }
      await t.step("of callers who do not read on in long answers", async () => {
        const each = await bytesFor(server, 8, readLittle, health);
        assert(each < bounds.bytesPerUnreadAnswer, `${each} bytes per connection`);
      });
    } finally {
      await server.close();
    }
  },
});
