/** Imports with a journal are killed at random and started again. They must create every customer exactly once. */
import type { Fault } from "../../src/sandbox/mod.ts";
import { type Bench, ndjson, people, ran, test } from "../cli/importer.ts";
import { everybodyOnce, reportsAreTrue } from "../cli/truth.ts";
import { assertEquals } from "../support/assert.ts";
import { root } from "../support/manifest.ts";
import { letClaimsExpire } from "./claim_time.ts";

const count = 300;
const kills = 8;

const faults: ReadonlyArray<Fault> = [
  { kind: "cut", at: "before-headers", created: true },
  { kind: "cut", at: "body", created: true },
  { kind: "status", status: 503, created: false },
];

/** Kills a program some milliseconds after the sandbox has handled so many requests more. Resolves when it is dead. */
const killAfter = async (
  { thulium }: Bench,
  child: Deno.ChildProcess,
  requests: number,
  millis: number,
): Promise<void> => {
  const answer = thulium.answer.bind(thulium);
  let left = requests;
  thulium.answer = (request) => {
    if (--left === 0) setTimeout(() => child.kill("SIGKILL"), millis);
    return answer(request);
  };
  const { code, stderr, stdout } = await ran(child);
  thulium.answer = answer;
  assertEquals(code, 137, `ended before it was killed: ${stdout}${stderr}`);
};

const programs: {
  readonly [name: string]: {
    readonly start: (bench: Bench) => Promise<Deno.ChildProcess>;
    readonly reports: ReadonlyArray<string>;
  };
} = {
  "a program": {
    start: ({ path, url }) => {
      const args = ["run", "-A", "--no-check", `${root}tests/support/durable_import.ts`];
      return Promise.resolve(
        new Deno.Command(Deno.execPath(), {
          args: [...args, url, path("journal"), String(count)],
          stdout: "piped",
          stderr: "piped",
        }).spawn(),
      );
    },
    reports: [],
  },
  "the importer": {
    start: async ({ path, spawn, write }) =>
      spawn([
        await write("k.ndjson", ndjson(people(count))),
        ...["--journal", path("journal"), "--absent-after", "1", "--timeout", "2"],
        ...["--batch-size", "7", "--concurrency", "3", "--report", path("report")],
      ]),
    reports: ["report"],
  },
};

for (const [name, { reports, start }] of Object.entries(programs)) {
  test(`${name} that is killed again and again creates every customer exactly once`, async (bench) => {
    // KILL_SEED=<seed> repeats a run, as far as the timing of the processes allows.
    const seed = Number(Deno.env.get("KILL_SEED") ?? crypto.getRandomValues(new Uint32Array(1))[0]);
    console.log(`seed ${seed}`);
    const { path, thulium } = bench;
    thulium.setFaults({ seed, rate: 0.2, faults });
    for (let kill = 0, drawn = seed; kill < kills; kill++) {
      drawn = Math.imul(drawn, 1_664_525) + 1_013_904_223 >>> 0;
      await killAfter(bench, await start(bench), 2 + (drawn >>> 8) % 8, (drawn >>> 16) % 16);
      letClaimsExpire(path("journal"));
    }
    thulium.setFaults({ script: [] });
    const { code, stderr, stdout } = await ran(await start(bench));
    assertEquals(code, 0, stdout + stderr);
    everybodyOnce(thulium.customers, count);
    await reportsAreTrue(thulium.customers, count, reports.map(path));
  });
}
