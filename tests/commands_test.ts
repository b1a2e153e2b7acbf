/** The tasks as users run them: in child processes, over real HTTP, with the vendor's cURL sample. */
import { handlerVariables } from "../src/handler/mod.ts";
import { Routes } from "../src/sandbox/routes.ts";
import { serve } from "../src/sandbox/serve.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "./support/assert.ts";
import { inTempFolder } from "./support/files.ts";
import { isInstalled } from "./support/installed.ts";
import { manifest, root } from "./support/manifest.ts";

/** The arguments of `deno` in a task of `deno.json`. */
const task = (name: string): ReadonlyArray<string> => {
  const [deno, ...args] = manifest.tasks[name].command.split(" ");
  assertEquals(deno, "deno");
  return args;
};

const command = (name: string, ...args: ReadonlyArray<string>) =>
  new Deno.Command(Deno.execPath(), {
    args: [...task(name), ...args],
    cwd: root,
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1", LC_ALL: "C" },
  });

const output = async (name: string, ...args: ReadonlyArray<string>) => {
  const { code, stderr, stdout } = await command(name, ...args).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
};

Deno.test("deno task demo imports the sample customers and reports on them", async () => {
  const { code, stderr, stdout } = await output("demo");
  assertEquals(code, 0, stderr);
  assertStringIncludes(stderr, "1000 of 1000 customers");
  const count = (word: string) => Number(new RegExp(`${word} +(\\d+)`).exec(stdout)?.[1]);
  assertEquals([count("created"), count("rejected"), count("unknown"), count("not sent")], [
    937,
    63,
    0,
    0,
  ]);
  assertMatch(stdout, /row +42 +surname +is required/);
  assertMatch(stdout, /row +34 +phone +is not a field of the contract/);
  assertMatch(stdout, /row +91 +Thulium: Phone number must be numeric\./);
});

/** Starts the sandbox, calls `body` with its URL, and stops the sandbox. */
const withSandboxCommand = async (
  args: ReadonlyArray<string>,
  body: (url: string) => Promise<void>,
) => {
  const child = command("sandbox", "--port", "0", ...args).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  try {
    let printed = "";
    while (!printed.includes("Stored customers")) {
      const { done, value } = await lines.read();
      assert(!done, "the sandbox ended");
      printed += value;
    }
    await body(/http:\/\/\S+/.exec(printed)?.[0] ?? "");
  } finally {
    child.kill("SIGTERM");
    await Promise.all([child.status, lines.cancel(), child.stderr.cancel()]);
  }
};

const hasCurl = await isInstalled("curl");

Deno.test({
  name: "deno task sandbox prints its URL and answers the vendor's cURL sample",
  ignore: !hasCurl,
  fn: () =>
    withSandboxCommand([], async (url) => {
      const { code, stdout } = await new Deno.Command("curl", {
        args: [
          ...[
            "-s",
            "-u",
            "api_user:api_pass",
            "-k",
            "-X",
            "POST",
            "-H",
            "Content-type: application/json",
            "-d",
          ],
          '{"customers":[{"surname":"Kowalski"},{"phone_number":"333444555"}]}',
          `${url}/api/batch/customers`,
        ],
      }).output();
      assertEquals(code, 0);
      assertEquals(JSON.parse(new TextDecoder().decode(stdout)), {
        0: { http_status: 201, customer_id: "13" },
        1: { http_status: 400, message: "Surname is required." },
      });
    }),
});

Deno.test("deno task sandbox has options for user, password and faults", () =>
  withSandboxCommand(
    ["--user", "u", "--password", "p", "--fault-rate", "1", "--seed", "3"],
    async (url) => {
      const headers = { authorization: `Basic ${btoa("u:p")}`, "content-type": "application/json" };
      const request = { method: "POST", headers, body: '{"customers":[{"surname":"K"}]}' };
      await fetch(`${url}/api/batch/customers`, { ...request, signal: AbortSignal.timeout(1000) })
        .then((response) => response.text()).catch(() => {});
      const [seen] = await (await fetch(`${url}/sandbox/requests`)).json();
      assert(seen.fault !== undefined);
    },
  ));

Deno.test("deno task sandbox can refuse customers who exist, and lookups", () =>
  withSandboxCommand(["--unique-identifiers", "yes", "--may-look-up", "no"], async (url) => {
    const headers = {
      authorization: `Basic ${btoa("api_user:api_pass")}`,
      "content-type": "application/json",
    };
    const body =
      '{"customers":[{"surname":"K","identifier":"1"},{"surname":"K","identifier":"1"}]}';
    const added = await fetch(`${url}/api/batch/customers`, { method: "POST", headers, body });
    const answer = await added.json();
    assertEquals([answer[0].http_status, answer[1].http_status], [201, 400]);
    const lookup = await fetch(`${url}/api/customers`, { headers });
    await lookup.body?.cancel();
    assertEquals(lookup.status, 403);
  }));

Deno.test("deno task sandbox --help explains the options, and a wrong option ends with status 2", async () => {
  const help = await output("sandbox", "--help");
  assertEquals(help.code, 0);
  const flags = ["--port", "--user", "--password", "--fault-rate", "--seed"];
  for (const flag of [...flags, "--unique-identifiers", "--may-look-up"]) {
    assertStringIncludes(help.stdout, flag);
  }
  for (
    const args of [
      ["--prot", "1"],
      ["--port", "x"],
      ["--port", "70000"],
      ["--fault-rate", "2"],
      ["--may-look-up", "perhaps"],
    ]
  ) {
    const { code, stderr } = await output("sandbox", ...args);
    assertEquals(code, 2);
    assertStringIncludes(stderr, "--help");
  }
});

Deno.test("deno task serve prints its URL and serves the handler", async () => {
  const spawned = new Deno.Command(Deno.execPath(), {
    args: [...task("serve"), "--port", "0"],
    cwd: root,
    stdout: "piped",
    stderr: "null",
    env: { NO_COLOR: "1", HANDLER_AUTH: "passthrough", THULIUM_SYSTEM: "acme" },
  }).spawn();
  const lines = spawned.stdout.pipeThrough(new TextDecoderStream()).getReader();
  try {
    const { value = "" } = await lines.read();
    const url = /http:\/\/\S+/.exec(value)?.[0] ?? "";
    assertEquals(await (await fetch(`${url}/health`)).json(), { status: "ok" });
  } finally {
    spawned.kill("SIGKILL");
    await Promise.all([spawned.status, lines.cancel()]);
  }
});

Deno.test("deno task serve --help explains the options and variables, and an error names what is missing", async () => {
  const help = await output("serve", "--help");
  assertEquals(help.code, 0);
  for (const name of ["--port", ...handlerVariables]) assertStringIncludes(help.stdout, name);
  const missing = await output("serve");
  assertEquals(missing.code, 2);
  assertStringIncludes(missing.stderr, "HANDLER_AUTH must be passthrough or token");
  assertEquals((await output("serve", "--port", "x")).code, 2);
});

/** The variables that a task may read. */
const allowedVariables = (name: string): ReadonlyArray<string> =>
  task(name).flatMap((arg) => /^--allow-env=(.*)$/.exec(arg)?.[1].split(",") ?? []).sort();

Deno.test("deno task serve may read the handler's variables, and no others", () => {
  assertEquals(allowedVariables("serve"), [...handlerVariables].sort());
});

/** What Deno says of a permission that a program used. */
interface Used {
  readonly permission: string;
  readonly value: string;
}

/** Runs a task and gives the permissions that it used. */
const permissionsOf = (
  name: string,
  args: ReadonlyArray<string>,
  env: { readonly [name: string]: string },
): Promise<ReadonlyArray<Used>> =>
  inTempFolder(async (folder) => {
    const audit = `${folder}/audit`;
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [...task(name), ...args],
      cwd: root,
      stdin: "null",
      env: { ...env, DENO_AUDIT_PERMISSIONS: audit },
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    const lines = (await Deno.readTextFile(audit)).trimEnd().split("\n");
    return lines.map((line): Used => JSON.parse(line));
  });

Deno.test("deno task import may read the variables that the importer reads, and no others", () =>
  inTempFolder(async (folder) => {
    const thulium = await serve(new Routes());
    try {
      const env = {
        THULIUM_URL: thulium.url,
        THULIUM_USER: "api_user",
        THULIUM_PASSWORD: "api_pass",
      };
      const file = `${folder}/customers.ndjson`;
      await Deno.writeTextFile(file, '{"surname":"Kowalska"}\n');
      const args = [
        file,
        "--journal",
        `${folder}/journal`,
        "--reconcile",
        "--report",
        `${folder}/report`,
      ];
      const used = [
        ...await permissionsOf("import", args, env),
        ...await permissionsOf("import", ["--help"], env),
      ];
      const variables = used.filter(({ permission }) => permission === "env");
      const names = new Set(variables.map(({ value }) => value));
      assertEquals([...names].sort(), allowedVariables("import"));
      const kinds = new Set(used.map(({ permission }) => permission));
      assertEquals([...kinds].sort(), ["env", "net", "read", "write"]);
    } finally {
      await thulium.close();
    }
  }));
