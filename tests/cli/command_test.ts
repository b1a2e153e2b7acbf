/** The importer as people run it: a child process, a file, the sandbox over HTTP. */
import { allFaults, type Fault } from "../../src/sandbox/mod.ts";
import { Routes } from "../../src/sandbox/routes.ts";
import { serve } from "../../src/sandbox/serve.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../support/assert.ts";
import { isInstalled } from "../support/installed.ts";

const root = new URL("../../", import.meta.url).pathname;
const { tasks, version } = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
const [, run, ...task]: ReadonlyArray<string> = tasks.import.command.split(" ");
// Each test runs it in a folder of its own.
const inRoot = task.map((arg) => arg.endsWith(".ts") ? root + arg : arg);
const command = [run, "--no-check", "--quiet", ...inRoot];

interface Bench {
  readonly thulium: Routes;
  readonly url: string;
  /** Path of a file in a folder of the test's own. */
  readonly path: (name: string) => string;
  readonly write: (name: string, content: string | Uint8Array) => Promise<string>;
  readonly spawn: (args: ReadonlyArray<string>, options?: RunOptions) => Deno.ChildProcess;
  readonly run: (args: ReadonlyArray<string>, options?: RunOptions) => Promise<Ran>;
}
interface RunOptions {
  /** Whether the program may do anything: Deno asks for that before it opens a device. */
  readonly mayAll?: boolean;
  readonly stdin?: string;
  readonly env?: { readonly [name: string]: string };
}
interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A test with a sandbox and a folder of its own. */
const test = (
  name: string,
  body: (bench: Bench) => Promise<void>,
  options: { readonly ignore?: boolean } = {},
): void =>
  Deno.test({
    name,
    ...options,
    fn: async () => {
      const thulium = new Routes();
      const served = await serve(thulium);
      const folder = await Deno.makeTempDir();
      const path = (name: string) => `${folder}/${name}`;
      const defaults = {
        THULIUM_URL: served.url,
        THULIUM_USER: "api_user",
        THULIUM_PASSWORD: "api_pass",
        NO_COLOR: "1",
      };
      const spawn: Bench["spawn"] = (args, { env, mayAll = false, stdin } = {}) =>
        new Deno.Command(Deno.execPath(), {
          args: [
            ...(mayAll
              ? command.filter((arg) => !arg.startsWith("--allow")).toSpliced(1, 0, "-A")
              : command),
            ...args,
          ],
          env: { ...defaults, ...env },
          cwd: folder,
          stdin: stdin === undefined ? "null" : "piped",
          stdout: "piped",
          stderr: "piped",
        }).spawn();
      const run: Bench["run"] = async (args, options = {}) => {
        const child = spawn(args, options);
        if (options.stdin !== undefined) {
          const writer = child.stdin.getWriter();
          await writer.write(new TextEncoder().encode(options.stdin));
          await writer.close();
        }
        return await ran(child);
      };
      const write: Bench["write"] = async (name, content) => {
        const text = typeof content === "string" ? new TextEncoder().encode(content) : content;
        await Deno.writeFile(path(name), text);
        return path(name);
      };
      try {
        await body({ thulium, url: served.url, path, write, spawn, run });
      } finally {
        await served.close();
        await Deno.remove(folder, { recursive: true });
      }
    },
  });

const ran = async (child: Deno.ChildProcess): Promise<Ran> => {
  const { code, stderr, stdout } = await child.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
};

const surnames = ({ customers }: Routes) => customers.map(({ fields }) => fields.surname);
const linesOf = async (file: string) =>
  (await Deno.readTextFile(file)).trimEnd().split("\n").map((line) => JSON.parse(line));
const ndjson = (rows: ReadonlyArray<object>) =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const people = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ surname: `K${i}`, identifier: String(i) }));
const posts = ({ requests }: Routes) => requests.filter(({ method }) => method === "POST");

/** Windows-1250 for the letters that the tests use. */
const windows1250 = (text: string): Uint8Array => {
  const codes: { readonly [letter: string]: number } = {
    Ł: 0xa3,
    ó: 0xf3,
    ź: 0x9f,
    ę: 0xea,
    ł: 0xb3,
  };
  return Uint8Array.from(text, (letter) => codes[letter] ?? letter.charCodeAt(0));
};

const inputs: {
  readonly [what: string]: {
    readonly name: string;
    readonly content: string | Uint8Array;
    readonly args?: ReadonlyArray<string>;
    readonly stored: ReadonlyArray<object>;
  };
} = {
  "CSV with semicolons and Polish headers": {
    name: "k.csv",
    content: "Nazwisko;Imię;Telefon;Miasto;VIP\r\nKowalska;Anna;600 100 200|600100201;Łódź;tak\r\n",
    stored: [{
      surname: "Kowalska",
      name: "Anna",
      phone_number: ["600 100 200", "600100201"],
      address: { city: "Łódź" },
      vip: true,
    }],
  },
  "CSV with commas, quotes and line breaks, and a byte order mark": {
    name: "k.csv",
    content: '\uFEFFsurname,note\n"Nowak, Jan","line 1\nline ""2"""\n',
    stored: [{ surname: "Nowak, Jan", note: 'line 1\nline "2"' }],
  },
  "CSV with tabs": {
    name: "k.tsv",
    content: "surname\tname\nA\tB\n",
    stored: [{ surname: "A", name: "B" }],
  },
  "CSV in Windows-1250, as Polish Excel writes it": {
    name: "k.csv",
    content: windows1250("nazwisko;miasto\r\nWęgłowska;Łódź\r\n"),
    stored: [{ surname: "Węgłowska", address: { city: "Łódź" } }],
  },
  "CSV in Windows-1250 whose only Polish letter comes late": {
    name: "k.csv",
    content: windows1250(`surname;note\nA;${"x".repeat(300_000)}\nŁ;\n`),
    stored: [{ surname: "A", note: "x".repeat(300_000) }, { surname: "Ł" }],
  },
  "CSV whose columns are named by --map": {
    name: "k.csv",
    content: "Kto;Dział;name\nA;Sprzedaż;B\n",
    args: ["--map", "Kto=surname", "--map", "Dział=custom_fields.Dział"],
    stored: [{ surname: "A", custom_fields: { Dział: "Sprzedaż" }, name: "B" }],
  },
  "CSV with another delimiter": {
    name: "k.csv",
    content: "surname|name\nA;1|B,2\n",
    args: ["--delimiter", "|"],
    stored: [{ surname: "A;1", name: "B,2" }],
  },
  "NDJSON": {
    name: "k.ndjson",
    content: '{"surname":"A"}\r\n\n{"surname":"B","vip":true}',
    stored: [{ surname: "A" }, { surname: "B", vip: true }],
  },
  "a JSON list": {
    name: "k.json",
    content: ' [ {"surname":"A"},\n{"surname":"B"} ]\n',
    stored: [{ surname: "A" }, { surname: "B" }],
  },
  "a JSON object with customers": {
    name: "k.json",
    content: '{"customers":[{"surname":"A"}],"more":[1]}',
    stored: [{ surname: "A" }],
  },
  "a file whose name does not tell": {
    name: "klienci",
    content: '{"surname":"A"}',
    args: ["--format", "ndjson"],
    stored: [{ surname: "A" }],
  },
};

for (const [what, { args = [], content, name, stored }] of Object.entries(inputs)) {
  test(`imports ${what}`, async ({ run, thulium, write }) => {
    const file = await write(name, content);
    const { code, stderr, stdout } = await run([file, ...args]);
    assertEquals(code, 0, stderr + stdout);
    const fields = thulium.customers.map(({ custom_fields, fields }) =>
      Object.keys(custom_fields).length === 0 ? fields : { ...fields, custom_fields }
    );
    assertEquals(fields, stored as typeof fields);
    assertStringIncludes(stdout, `created   ${stored.length}`);
  });
}

test("imports standard input", async ({ run, thulium }) => {
  const { code } = await run(["-", "--format", "csv"], { stdin: "surname\nA\nB\n" });
  assertEquals(code, 0);
  assertEquals(surnames(thulium), ["A", "B"]);
});

test("rejects bad rows by number and rule, shows no value, and imports the rest", async ({ path, run, thulium, write }) => {
  const rows = "surname;pesel;Tajne pole\nA;;\nB\n;tajny;\nC;;tajna\n";
  const { code, stderr, stdout } = await run([
    await write("k.csv", rows),
    "--report",
    path("report"),
  ]);
  assertEquals(code, 1);
  assertEquals(surnames(thulium), ["A"]);
  const report = await linesOf(path("report"));
  assertEquals(report[0], { index: 0, outcome: "created", customer_id: "13" });
  assertEquals(report[1], {
    index: 1,
    outcome: "rejected",
    status: 400,
    message: "row 2 has 1 cells, the header 3",
  });
  assertEquals(report.map(({ index }) => index), [0, 1, 2, 3]);
  assertStringIncludes(stdout, "row 3: surname: is required");
  assert(!`${stdout}${stderr}`.includes("tajn"));
});

test("what Thulium says of a customer is in the report and not on the screen", async ({ path, run, write }) => {
  const file = await write("k.ndjson", ndjson([{ surname: "A", group: "Tajna grupa" }]));
  const { stderr, stdout } = await run([file, "--report", path("report")]);
  const [{ message }] = await linesOf(path("report"));
  assert(message.length > 0 && !stdout.includes(message));
  assertStringIncludes(stdout, "row 1: rejected by Thulium (status 400): see the report");
  assert(!`${stdout}${stderr}`.includes("Tajna"));
});

const unreadable: {
  readonly [what: string]: readonly [name: string, content: string, message: string];
} = {
  "a column without a name": ["k.csv", "surname;\nA;B\n", "column 2 has no name"],
  "two columns for a field": [
    "k.csv",
    "surname;Nazwisko\nA;B\n",
    "column 2 names the same field as column 1",
  ],
  "a table without a header": ["k.csv", "Kowalska;Anna\nNowak;Ewa\n", "no column is named surname"],
  "JSON that breaks off": ["k.json", '[{"surname":"A"},{"surna', "not valid JSON"],
  "JSON of another shape": ["k.json", '{"people":[]}', "must be a list of customers"],
};
for (const [what, [name, content, message]] of Object.entries(unreadable)) {
  test(`ends with status 2 at ${what}, and says where`, async ({ run, write }) => {
    const { code, stderr, stdout } = await run([await write(name, content)]);
    assertEquals(code, 2, stdout);
    assertStringIncludes(stderr, message);
    assert(!`${stdout}${stderr}`.includes("Kowalska"));
  });
}

test("a bad line of CSV costs itself, and stays bad until it is corrected", async ({ path, run, thulium, write }) => {
  const file = await write("k.csv", 'surname;name;note\nA;1;x\n"B;2\nC;3\nD;4;y\n');
  const { code, stdout } = await run([file, "--rejects", path("r1.csv")]);
  assertEquals(code, 1);
  assertEquals(surnames(thulium), ["A", "D"]);
  assertStringIncludes(stdout, "row 2: is no CSV");
  assertEquals((await run([path("r1.csv"), "--rejects", path("r2.csv")])).code, 1);
  assertEquals((await run([path("r2.csv")])).code, 1);
  assertEquals(surnames(thulium), ["A", "D"]);
});

test("the advice never leads to doubles", async ({ path, run, thulium, write }) => {
  const file = await write("k.ndjson", ndjson([...people(2), {}]));
  const mixed = await run([file]);
  assertStringIncludes(mixed.stderr, "Do NOT import this file again as it is");
  thulium.reset();
  const withJournal = [file, "--journal", path("journal")];
  assertStringIncludes((await run(withJournal)).stderr, "Start the same command again");
  await run(withJournal);
  assertEquals(thulium.customers.length, 2);
});

test("what could not be reported is still told, and nothing more is sent", async ({ run, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(500)));
  const args = [file, "--report", "/dev/full", "--batch-size", "5"];
  const { code, stderr, stdout } = await run(args, { mayAll: true });
  assertEquals(code, 2);
  assertStringIncludes(stderr, "/dev/full: can't be written");
  assertStringIncludes(stderr, "Do NOT import this file again");
  assertStringIncludes(stdout, `created   ${thulium.customers.length}`);
  assert(thulium.customers.length < 500);
});

test("stops at a pipe that goes on for ever", async ({ path, spawn, thulium }) => {
  const child = spawn(["-", "--format", "csv", "--report", path("report")], { stdin: "" });
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(`surname\n${"K\n".repeat(150)}`));
  while (thulium.customers.length < 100) await new Promise((resolve) => setTimeout(resolve, 5));
  const ended = ran(child);
  child.kill("SIGINT");
  const { code, stdout } = await ended;
  await writer.close().catch(() => {});
  assertEquals(code, 130);
  assertStringIncludes(stdout, "not sent  50");
  assertEquals((await linesOf(path("report"))).length, 150);
});

test("a damaged byte does not make another encoding of UTF-8", async ({ run, thulium, write }) => {
  const text = new TextEncoder().encode("surname\nŻółć\nX?\n");
  text[text.lastIndexOf(0x3f)] = 0xff;
  const { code, stderr } = await run([await write("k.csv", text)]);
  assertEquals(code, 2);
  assertStringIncludes(stderr, "not UTF-8");
  assert(surnames(thulium).every((surname) => surname === "Żółć"));
});

test("an empty file and a header alone are imports of nothing", async ({ run, write }) => {
  for (const content of ["", "surname;name\n"]) {
    const { code, stdout } = await run([await write("k.csv", content), "--json"]);
    assertEquals([code, stdout], [
      0,
      '{"total":0,"created":0,"rejected":0,"unknown":0,"not_sent":0}\n',
    ]);
  }
});

test("writes the rows that failed, to be corrected and imported again", async ({ path, run, thulium, write }) => {
  const forms = [
    ["k.csv", 'Nazwisko;Uwagi\nA;\n;"a;""b"""\nC;\n'],
    ["k.ndjson", '{"surname":"A"}\n{"note":"x"}\n{"surname":"C"}\n'],
    ["k.json", '[{"surname":"A"},{"note":"x"},{"surname":"C"}]'],
  ] as const;
  for (const [name, content] of forms) {
    thulium.reset();
    const rejects = path(`rejects-${name}`);
    assertEquals((await run([await write(name, content), "--rejects", rejects])).code, 1);
    const text = await Deno.readTextFile(rejects);
    assertStringIncludes(text, "import_reason");
    assertStringIncludes(text, "surname: is required");
    // Corrected by hand: the reason stays where it is, and is passed over.
    const corrected = name === "k.csv"
      ? text.replace("is required;;", "is required;B;")
      : text.replace('{"note"', '{"surname":"B","note"');
    const again = await run([await write(`again-${name}`, corrected)]);
    assertEquals(again.code, 0, again.stdout + again.stderr + corrected);
    assertEquals(surnames(thulium), ["A", "C", "B"]);
  }
});

test("what may exist is not among the rejects", async ({ path, run, thulium, write }) => {
  thulium.setFaults({ script: [{ kind: "cut", at: "body", created: true }] });
  const file = await write("k.ndjson", ndjson([{ surname: "A" }, { surname: "B" }, {}]));
  await run([file, "--batch-size", "2", "--concurrency", "1", "--rejects", path("rejects")]);
  assertEquals(await linesOf(path("rejects")), [{ import_reason: "surname: is required" }]);
});

test("a dry run checks and plans, and calls nothing", async ({ run, thulium, write }) => {
  const file = await write(
    "k.ndjson",
    ndjson([...people(5), {}, { surname: "K0", identifier: "0" }]),
  );
  const { code, stdout } = await run([file, "--dry-run", "--batch-size", "4"], {
    env: { THULIUM_PASSWORD: "", THULIUM_USER: "" },
  });
  assertEquals(code, 1);
  for (
    const line of [
      "7 rows; nothing was sent",
      "valid      6, in 2 requests",
      "row 6: surname",
      "row 7 repeats row 1",
    ]
  ) {
    assertStringIncludes(stdout, line);
  }
  assertEquals(thulium.requests, []);
  const clean = await run([await write("k2.ndjson", ndjson(people(2))), "--dry-run", "--json"]);
  assertEquals([clean.code, JSON.parse(clean.stdout).valid], [0, 2]);
});

test("keeps to --batch-size, and checks with --strict", async ({ run, thulium, write }) => {
  await run([await write("k.ndjson", ndjson(people(5))), "--batch-size", "2"]);
  assertEquals(posts(thulium).map(({ customers }) => customers).sort(), [1, 2, 2]);
  const strict = await run([
    await write("s.ndjson", '{"surname":"A","nip":"1234567890"}'),
    "--strict",
  ]);
  assertEquals(strict.code, 1);
  assertStringIncludes(strict.stdout, "row 1: nip");
});

test("tries as often as --retries says", async ({ run, thulium, write }) => {
  const refused: Fault = { kind: "status", status: 503, created: false };
  thulium.setFaults({ script: Array(9).fill(refused) });
  const { code, stderr } = await run([
    await write("k.ndjson", ndjson(people(1))),
    "--retries",
    "1",
  ]);
  assertEquals([code, posts(thulium).length], [1, 2]);
  assertStringIncludes(stderr, "start it again when that is settled");
});

test("gives a request up after --timeout", async ({ run, thulium, write }) => {
  thulium.setFaults({ script: [{ kind: "stall", at: "body", created: true }] });
  const { code, stderr, stdout } = await run([
    await write("k.ndjson", ndjson(people(1))),
    "--timeout",
    "1",
  ]);
  assertEquals(code, 1);
  assertStringIncludes(stdout, "row 1: may have been created");
  assertStringIncludes(stderr, "1 rows may exist in Thulium");
});

test("holds --rate and --concurrency", async ({ run, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(6)));
  const began = performance.now();
  await run([file, "--batch-size", "1", "--rate", "4", "--concurrency", "1"]);
  assertEquals(thulium.customers.length, 6);
  assert(performance.now() - began > 400, "six at four a second take their time");
});

test("looks lost customers up with --reconcile", async ({ run, thulium, write }) => {
  thulium.setFaults({ script: [{ kind: "cut", at: "body", created: true }] });
  const { code } = await run([await write("k.ndjson", ndjson(people(3))), "--reconcile"]);
  assertEquals([code, thulium.customers.length, posts(thulium).length], [0, 3, 1]);
});

test("stops at a wrong password, and says so", async ({ run, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(500)));
  const { code, stdout } = await run([file], { env: { THULIUM_PASSWORD: "tajne" } });
  assertEquals(code, 1);
  assertStringIncludes(stdout, "Thulium refused the user or password");
  assert(!stdout.includes("tajne"));
  assert(posts(thulium).length <= 4);
});

test("wrong usage ends with status 2 and says what is wrong", async ({ run, write }) => {
  const file = await write("k.ndjson", ndjson(people(1)));
  const wrong: ReadonlyArray<
    readonly [args: ReadonlyArray<string>, message: string, env?: RunOptions["env"]]
  > = [
    [["--bogus", file], "--bogus"],
    [[], "file"],
    [[file, "--batch-size", "0"], "batch-size"],
    [[file, "--format", "xml"], "format"],
    [["none.csv"], "there is no such file"],
    [[await write("k.txt", "")], "give --format"],
    [["-"], "standard input needs --format"],
    [["."], "format"],
    [[file], "THULIUM_USER", { THULIUM_USER: "" }],
    [[file], "THULIUM_PASSWORD", { THULIUM_PASSWORD: "" }],
    [[file], "THULIUM_SYSTEM", { THULIUM_URL: "" }],
    [[file, "--url", "http://thulium.example.com"], "must be https"],
    [[file, "--report", "/nonexistent/report"], "can't be written"],
    [[file, "--report", file], "the input and --report must not be the same file"],
    [
      [file, "--rejects", `./../${file.split("/").slice(-2).join("/")}`],
      "must not be the same file",
    ],
    [[file, "--report", "one", "--rejects", "one"], "--report and --rejects must not be"],
    [[file, "--report", "one", "--journal", "one"], "--journal and --report must not be"],
    [[file, "--journal", ""], "must not be empty"],
    [[file, "--delimiter", '"'], "must be one sign"],
    [[file, "--retries", "9007199254740991"], "retries"],
    [[file, "--journal", "/nonexistent/journal"], "can't be used as a journal"],
  ];
  for (const [args, message, env] of wrong) {
    const { code, stderr, stdout } = await run(args, { env });
    assertEquals(code, 2, args.join(" ") + stdout + stderr);
    assertStringIncludes(stderr + stdout, message);
    assert(!stderr.includes("    at "), stderr);
  }
});

test("explains itself, names its version, and completes itself in shells", async ({ run }) => {
  const help = await run(["--help"]);
  assertEquals(help.code, 0);
  for (const flag of ["--map", "--rejects", "--journal", "THULIUM_PASSWORD", "Exit status"]) {
    assertStringIncludes(help.stdout, flag);
  }
  assertStringIncludes((await run(["--version"])).stdout, version);
  assertStringIncludes((await run(["--completions", "bash"])).stdout, "--rejects");
});

/** Resolves when the sandbox has taken so many batches. */
const batches = (thulium: Routes, count: number): Promise<void> =>
  new Promise((resolve) => {
    const answer = thulium.answer.bind(thulium);
    let seen = 0;
    thulium.answer = (request) => {
      const reply = answer(request);
      if (request.method === "POST" && ++seen === count) resolve();
      return reply;
    };
  });

const eachOnce = (thulium: Routes, count: number) =>
  assertEquals(
    thulium.customers.map(({ fields }) => Number(fields.identifier)).sort((a, b) => a - b),
    Array.from({ length: count }, (_, i) => i),
  );

test("Ctrl-C stops at a safe boundary, and the same command goes on", async ({ path, run, spawn, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(3000)));
  const args = [
    file,
    "--journal",
    path("journal"),
    "--report",
    path("report"),
    "--batch-size",
    "10",
  ];
  const reached = batches(thulium, 20);
  const child = spawn([...args, "--json"]);
  const ended = ran(child);
  await Promise.race([reached, ended]);
  child.kill("SIGINT");
  const { code, stderr, stdout } = await ended;
  assertEquals(code, 130);
  assertStringIncludes(stderr, "Stopping");
  assertStringIncludes(stderr, "Start the same command again");
  const { created, not_sent, total, unknown } = JSON.parse(stdout);
  assertEquals([total, created + not_sent, unknown], [3000, 3000, 0]);
  assertEquals(created, thulium.customers.length);
  const report = await linesOf(path("report"));
  assertEquals(report.map(({ index }) => index), Array.from({ length: 3000 }, (_, i) => i));
  assertEquals((await run(args)).code, 0);
  eachOnce(thulium, 3000);
});

test("a second Ctrl-C leaves at once, and the journal still tells the truth", async ({ path, run, spawn, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(30)));
  const args = [file, "--journal", path("journal"), "--reconcile", "--batch-size", "10"];
  thulium.setFaults({ script: [null, { kind: "stall", at: "body", created: true }] });
  const reached = batches(thulium, 2);
  const child = spawn([...args, "--concurrency", "1"]);
  await reached;
  const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  child.kill("SIGINT");
  assertStringIncludes((await reader.read()).value ?? "", "Stopping");
  child.kill("SIGINT");
  assertEquals((await child.status).code, 130);
  await Promise.all([reader.cancel(), child.stdout.cancel()]);
  const { code, stderr, stdout } = await run(args);
  assertEquals(code, 0, stdout + stderr);
  eachOnce(thulium, 30);
});

test("killed hard and started again, every row is there once", async ({ path, run, spawn, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(2000)));
  const args = [
    ...[file, "--journal", path("journal"), "--report", path("report"), "--batch-size", "10"],
    "--reconcile",
  ];
  for (const count of [10, 30]) {
    const reached = batches(thulium, count);
    const child = spawn(args);
    const ended = ran(child);
    await Promise.race([reached, ended]);
    child.kill("SIGKILL");
    await ended;
  }
  const { code, stderr, stdout } = await run(args);
  assertEquals(code, 0, stdout + stderr);
  eachOnce(thulium, 2000);
  assertEquals((await linesOf(path("report"))).length, 2000);
});

test("the report is true under every fault", async ({ path, run, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(60)));
  for (const fault of allFaults.filter(({ kind }) => kind !== "stall")) {
    thulium.reset();
    thulium.setFaults({ script: [null, fault, null, fault] });
    const args = [file, "--report", path("report"), "--batch-size", "10", "--retries", "1"];
    const { code } = await run([...args, "--concurrency", "2", "--json"]);
    assert(code === 0 || code === 1);
    const stored = new Map(
      thulium.customers.map(({ customer_id, fields }) => [fields.identifier, customer_id]),
    );
    assertEquals(stored.size, thulium.customers.length);
    const report = await linesOf(path("report"));
    assertEquals(report.map(({ index }) => index), people(60).map((_, i) => i));
    for (const { customer_id, index, outcome } of report) {
      const id = stored.get(String(index));
      if (outcome === "created") assertEquals(customer_id, String(id));
      else if (outcome !== "unknown") assertEquals(id, undefined, JSON.stringify(fault));
    }
  }
});

const hasScript = await isInstalled("script");

test("shows a bar on a terminal, and asks there for the password", async ({ path, url, write }) => {
  const file = await write("k.ndjson", ndjson(people(500)));
  const line = [Deno.execPath(), ...command, file, "--user", "api_user", "--batch-size", "20"].join(
    " ",
  );
  const child = new Deno.Command("script", {
    args: ["--quiet", "--return", "--command", `stty cols 160; ${line}`, path("typescript")],
    env: { TERM: "xterm", THULIUM_URL: url, THULIUM_PASSWORD: "" },
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  let screen = "";
  let isAsked = false;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    screen += text;
    if (isAsked || !screen.includes("password")) continue;
    isAsked = true;
    await writer.write(new TextEncoder().encode("api_pass\r"));
  }
  await writer.close().catch(() => {});
  assertEquals((await child.status).code, 0, screen);
  assertMatch(screen, /█+\] 100%/);
  assertStringIncludes(screen, "500 created");
  assert(!screen.includes("api_pass"));
}, { ignore: !hasScript });
