/** A small workbook can't take much memory, whatever it unpacks to. */
import { assert, assertEquals } from "../../support/assert.ts";

interface Measured {
  readonly what: string;
  readonly end: string;
  readonly megabytes: number;
}

/** What a reader with 32 MiB for texts may have in all: with the runtime, the bombs themselves, and garbage. */
const mostMegabytes = 320;

Deno.test("a workbook that unpacks to very much is refused within some memory", async () => {
  const { code, stderr, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", new URL("./bombs.ts", import.meta.url).pathname],
  }).output();
  const [printed, log] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assertEquals(code, 0, log);
  const all = printed.trim().split("\n").map((line): Measured => JSON.parse(line));
  assertEquals(all.length, 8);
  for (const { end, megabytes, what } of all) {
    assertEquals([what, end], [what, "too-large"]);
    assert(megabytes < mostMegabytes, `${what}: ${megabytes} MB`);
  }
});
