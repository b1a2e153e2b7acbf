/**
 * `deno task soak`: 100,000 requests under faults against the handler in a process of its own, with the sandbox in
 * another one. It fails unless memory and descriptors are as flat at the end as before, and nobody was stored twice.
 * `--requests N` makes fewer.
 */
import { parseArgs } from "node:util";
import { asChild } from "../support/child_server.ts";
import { callRaw, headOf } from "../support/raw_caller.ts";
import { basic, path } from "../handler/given.ts";
import { bounds } from "./bounds.ts";
import { Draw } from "./draw.ts";

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
  },
});
const total = Number(values.requests);
/** After each round the sandbox forgets, so that only the handler's memory can grow. */
const rounds = 40;
const together = 40;

const sandbox = await asChild(
  ["run", "--no-check", "--allow-net=127.0.0.1", "src/sandbox/main.ts", "--port", "0"],
  {},
  "SIGKILL",
);
const handler = await asChild(
  [
    "serve",
    "--v8-flags=--expose-gc",
    "--no-check",
    "--host=127.0.0.1",
    "--port=0",
    "--allow-net=127.0.0.1",
    "--allow-env",
    "tests/attack/soak_server.ts",
  ],
  {
    HANDLER_AUTH: "passthrough",
    THULIUM_URL: sandbox.url,
    HANDLER_LOG_LEVEL: "none",
    HANDLER_ATTEMPTS: "2",
    HANDLER_CALL_SECONDS: "1",
    HANDLER_DEADLINE_SECONDS: "3",
    HANDLER_BODY_SECONDS: "1",
    HANDLER_MAX_REQUESTS_PER_CALLER: String(2 * together),
  },
  "SIGKILL",
);

const formats = {
  "application/json": (rows: ReadonlyArray<object>) => JSON.stringify({ customers: rows }),
  "application/x-ndjson": (rows: ReadonlyArray<object>) =>
    rows.map((row) => `${JSON.stringify(row)}\n`).join(""),
  "text/csv": (rows: ReadonlyArray<object>) =>
    ["surname;identifier", ...rows.map((row) => Object.values(row).join(";"))].join("\n") + "\n",
};
type Type = keyof typeof formats;

const post = async (
  body: string,
  type: Type,
  password: string,
  signal?: AbortSignal,
): Promise<number> => {
  const response = await handler.fetch(path, {
    method: "POST",
    headers: { ...basic("api_user", password), "content-type": type },
    body,
    signal,
  });
  await response.text();
  return response.status;
};

const bodyOf = (draw: Draw, name: string, type: Type): string =>
  formats[type](
    Array.from({ length: draw.integer(1, 5) }, (_, i) => ({
      surname: draw.chance(0.05) ? "" : "Kowal",
      identifier: `${name}-${i}.`,
    })),
  );

/** One request, as good or bad callers make it. Gives its status, or what happened instead. */
const request = (draw: Draw, name: string): Promise<number | string> => {
  const type = draw.one(Object.keys(formats) as Array<Type>);
  const body = bodyOf(draw, name, type);
  return draw.weighted<() => Promise<number | string>>([
    [80, () => () => post(body, type, "api_pass")],
    [5, () => () => post(body.slice(0, draw.integer(0, body.length)), type, "api_pass")],
    [3, () => () => post(body, type, `wrong-${draw.integer(0, 1e6)}`)],
    [4, () => () => {
      const abort = new AbortController();
      setTimeout(() => abort.abort(), draw.integer(0, 20));
      return post(body, type, "api_pass", abort.signal);
    }],
    [4, () => () => leaveEarly(draw, body, type)],
    [4, () => async () => {
      const response = await handler.fetch(draw.one(["/health", "/openapi.json", "/x"]));
      await response.text();
      return response.status;
    }],
  ])();
};

/** A caller on a socket leaves somewhere in its request, or right after it. */
const leaveEarly = async (draw: Draw, body: string, type: Type): Promise<string> => {
  const caller = await callRaw(handler.url);
  const text = `${headOf("left", type, `content-length: ${body.length}`)}${body}`;
  await caller.write(text.slice(0, draw.integer(1, text.length)));
  caller.leave();
  return "left";
};

const descriptors = async (): Promise<number> => {
  // Deno itself reads `/proc` only with all permissions.
  const { stdout } = await new Deno.Command("ls", { args: [`/proc/${handler.pid}/fd`] }).output();
  return new TextDecoder().decode(stdout).trim().split("\n").length;
};

const memory = (): { readonly rss: number; readonly heap: number } =>
  JSON.parse(/.*memory (\{.*\})/s.exec(handler.log())?.[1] ?? '{"rss":0,"heap":0}');

const checkDoubles = async (): Promise<number> => {
  const stored = await sandbox.fetch("/sandbox/customers").then((response) => response.json());
  const ids = stored.map(({ fields }: { fields: { identifier?: string } }) => fields.identifier)
    // A body may be cut in the middle of one.
    .filter((id: string | undefined) => id?.endsWith("."));
  if (new Set(ids).size < ids.length) throw new Error("a customer was stored twice");
  return ids.length;
};

const playRound = async (round: number, counts: Map<number | string, number>): Promise<number> => {
  await sandbox.fetch("/sandbox", { method: "DELETE" }).then((response) => response.text());
  const plan = { seed: `${values.seed}/${round}`, rate: 0.03 };
  await sandbox.fetch("/sandbox/faults", { method: "PUT", body: JSON.stringify(plan) })
    .then((response) => response.text());
  let left = Math.ceil(total / rounds);
  const next = async () => {
    while (left-- > 0) {
      const name = `${round}-${left}`;
      const told = await request(new Draw(`${values.seed}/${name}`), name)
        .catch((error) => error instanceof Error ? error.name : "?");
      counts.set(told, (counts.get(told) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: together }, next));
  return await checkDoubles();
};

const mega = (bytes: number): string => (bytes / 1e6).toFixed(1);
const average = (values: ReadonlyArray<number>): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const samples: Array<{ readonly rss: number; readonly heap: number; readonly files: number }> = [];
const counts = new Map<number | string, number>();
const began = performance.now();
try {
  for (let round = 0; round < rounds; round++) {
    const stored = await playRound(round, counts);
    const sample = { ...memory(), files: await descriptors() };
    samples.push(sample);
    const requests = Math.ceil(total / rounds) * (round + 1);
    console.log(
      `${requests} requests, ${((performance.now() - began) / 1000).toFixed()} s: RSS ${
        mega(sample.rss)
      } MB, heap ${mega(sample.heap)} MB, ${sample.files} descriptors, ${stored} stored`,
    );
  }
} finally {
  await handler.close();
  await sandbox.close();
}
console.log(`answers: ${[...counts].map(([told, count]) => `${told}: ${count}`).join(", ")}`);

const quarter = (which: number) =>
  samples.slice((which - 1) * samples.length / 4, which * samples.length / 4);
const grown = (["rss", "heap", "files"] as const).map((what) => {
  const [before, after] = [2, 4].map((which) =>
    average(quarter(which).map((sample) => sample[what]))
  );
  console.log(`${what}: ${before.toFixed()} in the second quarter, ${after.toFixed()} in the last`);
  return after - before;
});
const [rss, heap, files] = grown;
const isFlat = rss < bounds.soakRssBytes && heap < bounds.soakHeapBytes &&
  files < bounds.soakDescriptors;
console.log(isFlat ? "flat" : "NOT FLAT");
Deno.exit(isFlat ? 0 : 1);
