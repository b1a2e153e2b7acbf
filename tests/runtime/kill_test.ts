/** An import with a journal is killed and started again. It must create every customer exactly once. */
import type { Fault } from "../../src/sandbox/mod.ts";
import { Routes } from "../../src/sandbox/routes.ts";
import { serve } from "../../src/sandbox/serve.ts";
import { assertEquals } from "../support/assert.ts";

const count = 150;
const program = new URL("../support/durable_import.ts", import.meta.url).pathname;

/** Resolves when the sandbox has handled this many more batches, and before it sends the last answer. */
const batches = (routes: Routes) => {
  let seen = 0;
  let wanted = Infinity;
  let reached = () => {};
  const answer = routes.answer.bind(routes);
  routes.answer = (request) => {
    const reply = answer(request);
    if (request.method === "POST" && ++seen === wanted) reached();
    return reply;
  };
  return (more: number): Promise<void> => {
    wanted = seen + more;
    return new Promise((resolve) => reached = resolve);
  };
};

const start = (url: string, folder: string) =>
  new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--allow-net=127.0.0.1", `--allow-read=${folder}`, `--allow-write=${folder}`],
      ...["--allow-env", "--allow-sys", program, url, folder, String(count)],
    ],
    stdout: "piped",
    stderr: "piped",
  }).spawn();

const faults: ReadonlyArray<Fault> = [
  { kind: "cut", at: "before-headers", created: true },
  { kind: "cut", at: "body", created: true },
  { kind: "status", status: 503, created: false },
];

Deno.test("an import that is killed again and again creates every customer exactly once", async () => {
  // KILL_SEED=<seed> repeats a run, as far as the timing of the processes allows.
  const seed = Number(Deno.env.get("KILL_SEED") ?? crypto.getRandomValues(new Uint32Array(1))[0]);
  console.log(`seed ${seed}`);
  let kills = 0;
  const routes = new Routes({ faults: { seed, rate: 0.2, faults } });
  const reach = batches(routes);
  const served = await serve(routes);
  const folder = await Deno.makeTempDir();
  try {
    for (const more of [1 + seed % 2, 2 + seed % 3, 1 + seed % 4, 1 + seed % 5]) {
      const reached = reach(more);
      const child = start(served.url, folder);
      const ended = child.output();
      const end = await Promise.race([reached.then(() => "kill"), ended.then(() => "ended")]);
      if (end === "kill") {
        child.kill("SIGKILL");
        kills++;
      }
      await ended;
    }
    routes.setFaults({ script: [] });
    const { code, stderr, stdout } = await start(served.url, folder).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    const tags: ReadonlyArray<string> = JSON.parse(new TextDecoder().decode(stdout));
    assertEquals(tags, Array(count).fill("Created"));
    const stored = routes.customers.map(({ fields }) => Number(fields.identifier)).sort((a, b) =>
      a - b
    );
    assertEquals(stored, Array.from({ length: count }, (_, i) => i));
    assertEquals(kills, 4);
  } finally {
    await served.close();
    await Deno.remove(folder, { recursive: true });
  }
});
