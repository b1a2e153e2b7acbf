// The importer and the validation next to what a team would write, in the same run, in alternation: medians
// and ratios. Prints a table, and JSON with --json FILE. --quick takes fewer rows and rounds.
// deno run -A tests/bench/compare.ts
import { parseArgs } from "node:util";
import { validateCustomer } from "../../mod.ts";
import { ZodCustomer } from "./peers/zod_customer.ts";
import { customerAt, writeRows } from "./rows.ts";

const { values: { json, quick } } = parseArgs({
  options: { quick: { type: "boolean", default: false }, json: { type: "string" } },
});
const rounds = quick ? 1 : 5;
const rowCount = quick ? 50_000 : 200_000;

interface Figure {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  readonly peers: { readonly [name: string]: number };
}

const median = (values: ReadonlyArray<number>): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const here = (path: string): string => new URL(path, import.meta.url).pathname;
const deno = (args: ReadonlyArray<string>, options: Deno.CommandOptions = {}) =>
  new Deno.Command(Deno.execPath(), { args: ["run", "-A", "--no-check", ...args], ...options });

interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

/** Runs a program to its end under time(1). */
const measure = async (args: ReadonlyArray<string>, env: Record<string, string>): Promise<Run> => {
  const { code, stderr } = await new Deno.Command("/usr/bin/time", {
    args: ["-f", "%e %U %S %M", Deno.execPath(), "run", "-A", "--no-check", ...args],
    env,
    stdout: "null",
    stderr: "piped",
  }).output();
  const text = new TextDecoder().decode(stderr).trim();
  if (code !== 0) throw new Error(text);
  const [seconds, user, system, kilobytes] = text.split("\n").at(-1)?.split(" ").map(Number) ?? [];
  return { seconds, cpuSeconds: user + system, megabytes: kilobytes / 1024 };
};

const compareImports = async (): Promise<ReadonlyArray<Figure>> => {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/rows.ndjson`;
  await writeRows(file, rowCount);
  const server = deno([here("./answering_server.ts")], { stdout: "piped", stderr: "null" }).spawn();
  const reader = server.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const port = (await reader.read()).value?.trim();
  const url = `http://127.0.0.1:${port}`;
  const env = { THULIUM_URL: url, THULIUM_USER: "api_user", THULIUM_PASSWORD: "api_pass" };
  const report = `${folder}/report`;
  const peer = (name: string) => [here(`./peers/${name}.ts`), file, url, "100", "4", report];
  const importer = here("../../src/cli/main.ts");
  const programs = {
    ours: [importer, "import", file, "--report", report, "--no-progress", "--json"],
    raw: peer("raw"),
    stack: peer("stack"),
  };
  const runs: { [name in keyof typeof programs]: Array<Run> } = { ours: [], raw: [], stack: [] };
  try {
    for (let round = 0; round < rounds; round++) {
      for (const name of ["ours", "raw", "stack"] as const) {
        runs[name].push(await measure(programs[name], env));
      }
    }
  } finally {
    server.kill("SIGTERM");
    await Promise.all([server.status, reader.cancel()]);
    await Deno.remove(folder, { recursive: true });
  }
  const figure = (what: string, unit: string, of: keyof Run): Figure => {
    const value = (name: keyof typeof runs) => median(runs[name].map((run) => run[of]));
    return { what, unit, ours: value("ours"), peers: { raw: value("raw"), stack: value("stack") } };
  };
  const what = `import of ${rowCount.toLocaleString("en")} rows`;
  return [
    figure(`${what}, wall time`, "s", "seconds"),
    figure(`${what}, CPU time`, "s", "cpuSeconds"),
    figure(`${what}, peak memory`, "MB", "megabytes"),
  ];
};

/** Microseconds for one customer. */
const cost = (check: (input: unknown) => unknown, inputs: ReadonlyArray<unknown>): number => {
  const until = performance.now() + (quick ? 100 : 500);
  const began = performance.now();
  let count = 0;
  while (performance.now() < until) {
    for (const input of inputs) check(input);
    count += inputs.length;
  }
  return (performance.now() - began) * 1000 / count;
};

const compareValidation = (
  what: string,
  inputs: ReadonlyArray<unknown>,
): Figure => {
  const ours: Array<number> = [];
  const zod: Array<number> = [];
  for (let round = 0; round <= rounds; round++) {
    const one = cost((input) => validateCustomer(input), inputs);
    const other = cost((input) => ZodCustomer.safeParse(input), inputs);
    // The first round warms up.
    if (round === 0) continue;
    ours.push(one);
    zod.push(other);
  }
  return { what, unit: "µs", ours: median(ours), peers: { zod: median(zod) } };
};

const valid = Array.from({ length: 1000 }, (_, i) => customerAt(i));
const invalid = valid.map((customer) => ({
  ...customer,
  surname: "",
  phone_number: 5,
  vip: "tak",
  address: { street: 5 },
}));

const figures: ReadonlyArray<Figure> = [
  ...await compareImports(),
  compareValidation("validation, a valid customer with all fields", valid),
  compareValidation("validation, a customer with four faults, all told", invalid),
];

const rows = figures.flatMap(({ ours, peers, unit, what }) =>
  Object.entries(peers).map(([peer, value]) =>
    `| ${what} | ${ours.toFixed(2)} ${unit} | ${peer} ${value.toFixed(2)} ${unit} | ${
      (ours / value).toFixed(2)
    } |`
  )
);
console.log([
  `Deno ${Deno.version.deno}, ${navigator.hardwareConcurrency} cores, median of ${rounds}`,
  "",
  "| what | ours | peer | ours ÷ peer |",
  "| --- | ---: | ---: | ---: |",
  ...rows,
].join("\n"));
if (json !== undefined) await Deno.writeTextFile(json, JSON.stringify(figures, undefined, 2));
