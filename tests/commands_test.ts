/** The commands as people run them: child processes, real HTTP, the vendor's own cURL sample. */
import { handlerVariables } from "../src/handler/mod.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "./support/assert.ts";
import { isInstalled } from "./support/installed.ts";
import { manifest, root } from "./support/manifest.ts";

/** A task's own command line, out of `deno.json`. */
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
    env: { NO_COLOR: "1" },
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

/** Runs the sandbox until `body` is done with its URL. */
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

Deno.test("deno task sandbox takes user, password and faults", () =>
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

Deno.test("deno task sandbox --help explains the flags, and a wrong flag ends with status 2", async () => {
  const help = await output("sandbox", "--help");
  assertEquals(help.code, 0);
  for (const flag of ["--port", "--user", "--password", "--fault-rate", "--seed"]) {
    assertStringIncludes(help.stdout, flag);
  }
  for (
    const args of [["--prot", "1"], ["--port", "x"], ["--port", "70000"], ["--fault-rate", "2"]]
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

Deno.test("deno task serve explains its flags and variables, and names what is missing", async () => {
  const help = await output("serve", "--help");
  assertEquals(help.code, 0);
  for (const name of ["--port", ...handlerVariables]) assertStringIncludes(help.stdout, name);
  const missing = await output("serve");
  assertEquals(missing.code, 2);
  assertStringIncludes(missing.stderr, "HANDLER_AUTH must be passthrough or token");
  assertEquals((await output("serve", "--port", "x")).code, 2);
});
