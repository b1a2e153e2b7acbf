/** The configuration from variables: complete, with defaults, and with every problem by name. */
import { type HandlerConfig, readHandlerConfig } from "../../src/handler/config.ts";
import { makeHandler } from "../../src/handler/mod.ts";
import * as Redacted from "effect/Redacted";
import { assert, assertEquals, assertStringIncludes } from "../support/assert.ts";

const passthrough = { HANDLER_AUTH: "passthrough", THULIUM_SYSTEM: "acme" };
const token = {
  HANDLER_AUTH: "token",
  HANDLER_TOKENS: "a-token-that-is-long-enough",
  THULIUM_URL: "https://acme.thulium.com/",
  THULIUM_USER: "api_user",
  THULIUM_PASSWORD: "tajne",
};
const problemsOf = (env: { readonly [name: string]: unknown }) => {
  const config = readHandlerConfig(env);
  return "problems" in config ? config.problems : [];
};

Deno.test("each mode needs its own variables and no others", () => {
  assertEquals(problemsOf(passthrough), []);
  assertEquals(problemsOf(token), []);
  const { access, batchSize, maxCalls } = readHandlerConfig(passthrough) as HandlerConfig;
  assertEquals(access, { mode: "passthrough", url: "https://acme.thulium.com" });
  assertEquals([batchSize, maxCalls], [100, undefined]);
});

Deno.test("an empty environment names what is required", () => {
  assertEquals(problemsOf({}), [
    "HANDLER_AUTH must be passthrough or token",
    "give either THULIUM_URL or THULIUM_SYSTEM",
  ]);
});

Deno.test("an incomplete mode and a mix of both modes are refused", () => {
  assertEquals(problemsOf({ HANDLER_AUTH: "token", THULIUM_SYSTEM: "acme" }), [
    "THULIUM_USER must be given",
    "THULIUM_PASSWORD must be given",
    "HANDLER_TOKENS must hold a token",
  ]);
  assertEquals(problemsOf({ ...token, HANDLER_AUTH: "passthrough" }), [
    "HANDLER_TOKENS must not be given in passthrough mode",
  ]);
});

Deno.test("variables of another program do no harm where they are not needed", () => {
  for (const THULIUM_USER of ["api_user", "with:colon", "\n", { a: "binding" }]) {
    const config = readHandlerConfig({ ...passthrough, THULIUM_USER, THULIUM_PASSWORD: "\0" });
    assertEquals(config, readHandlerConfig(passthrough));
  }
});

Deno.test("all problems are reported at once, by the variable's name and without its value", () => {
  const problems = problemsOf({
    HANDLER_AUTH: "tajne",
    THULIUM_URL: "http://tajne.example.com",
    HANDLER_TOKENS: "tajne",
    HANDLER_PROFILE: "tajne",
    HANDLER_BATCH_SIZE: "tajne",
    HANDLER_CONCURRENCY: "0",
    HANDLER_ORIGINS: "https://tajne.example.com/path",
    HANDLER_CALL_SECONDS: "60",
    OTEL_EXPORTER_OTLP_ENDPOINT: "tajne",
    HANDLER_LOG_LEVEL: "tajne",
    THULIUM_ALLOW_INSECURE_HTTP: "tajne",
  });
  const named = problems.map((problem) => /\b(?:HANDLER|THULIUM|OTEL)_\w+/.exec(problem)?.[0]);
  assertEquals(
    new Set(named),
    new Set([
      "HANDLER_AUTH",
      "THULIUM_URL",
      "HANDLER_TOKENS",
      "HANDLER_PROFILE",
      "HANDLER_BATCH_SIZE",
      "HANDLER_CONCURRENCY",
      "HANDLER_ORIGINS",
      "HANDLER_DEADLINE_SECONDS",
      "OTEL_EXPORTER_OTLP_ENDPOINT",
      "HANDLER_LOG_LEVEL",
      "THULIUM_ALLOW_INSECURE_HTTP",
    ]),
  );
  assert(!problems.join().includes("tajne"));
});

Deno.test("a variable overrides the platform's own limit", () => {
  const maxCalls = (env: object) =>
    (readHandlerConfig({ ...passthrough, ...env }, { maxCalls: 45 }) as HandlerConfig).maxCalls;
  assertEquals(maxCalls({}), 45);
  assertEquals(maxCalls({ HANDLER_MAX_CALLS: "900" }), 900);
});

Deno.test("a blank variable counts as not given", () => {
  assertEquals(problemsOf({ ...passthrough, HANDLER_TOKENS: " " }), []);
});

Deno.test("a number or a boolean counts as its text, and a value of another type is refused", () => {
  const numbers = { ...passthrough, HANDLER_BATCH_SIZE: 7, THULIUM_ALLOW_INSECURE_HTTP: true };
  assertEquals((readHandlerConfig(numbers) as HandlerConfig).batchSize, 7);
  assertEquals(problemsOf({ ...passthrough, HANDLER_ORIGINS: ["https://a.example.com"] }), [
    "HANDLER_ORIGINS must be a string, a number or a boolean",
  ]);
});

Deno.test("a password keeps the white space around it", () => {
  const { access } = readHandlerConfig({ ...token, THULIUM_PASSWORD: " tajne " }) as HandlerConfig;
  assert(access.mode === "token");
  assertEquals(Redacted.value(access.connection.password), " tajne ");
});

Deno.test("a token that can't be sent as bearer, and a collector with credentials, are refused", () => {
  assertEquals(problemsOf({ ...token, HANDLER_TOKENS: "a token that is long enough" }), [
    "HANDLER_TOKENS: a token must not contain spaces",
  ]);
  const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: "https://user:tajne@example.com" };
  assertEquals(problemsOf({ ...passthrough, ...collector }), [
    "OTEL_EXPORTER_OTLP_ENDPOINT must be a URL without user, query and fragment",
  ]);
});

/** The defaults in a text, by variable. "required", "none" and "no limit" say that there is no default. */
const defaultsIn = (text: string, line: RegExp): ReadonlyArray<readonly [string, string]> =>
  [...text.matchAll(line)]
    .map(([, name, written]) => [name, written.replaceAll(/[ `,]/g, "")] as const)
    .filter(([, value]) => !/^(?:|required|none|nolimit)$/.test(value))
    .sort();

Deno.test("a time is at most a week, so that no timer overflows", () => {
  for (const name of ["CALL", "DEADLINE", "STREAM_DEADLINE", "BODY"]) {
    const variable = `HANDLER_${name}_SECONDS`;
    assertEquals(
      problemsOf({ ...passthrough, [variable]: "604801" })[0],
      `${variable} must be a whole number of at least 1 and at most 604800`,
    );
  }
  assertEquals(
    problemsOf({
      ...passthrough,
      HANDLER_STREAM_DEADLINE_SECONDS: "604800",
      HANDLER_BODY_SECONDS: "604800",
    }),
    [],
  );
});

Deno.test("a deadline that does not fit says both times, which may be defaults", () => {
  assertEquals(problemsOf({ ...passthrough, HANDLER_CALL_SECONDS: "30" }), [
    "HANDLER_DEADLINE_SECONDS (28) must be more than HANDLER_CALL_SECONDS (30)",
  ]);
});

Deno.test("--host is --hostname", async () => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--allow-net=nowhere.invalid", "--allow-env", "src/handler/main.ts"]
      .concat("--host=nowhere.invalid", "--port=0"),
    cwd: new URL("../../", import.meta.url),
    env: passthrough,
  }).output();
  assertEquals(code, 2);
  assertStringIncludes(new TextDecoder().decode(stderr), "Can't listen on nowhere.invalid");
});

Deno.test("a wrong word is answered with the words of the page", () => {
  assertEquals(problemsOf({ ...passthrough, HANDLER_LOG_LEVEL: "trace" }), [
    "HANDLER_LOG_LEVEL must be debug or info or warn or error or none",
  ]);
});

Deno.test("the room for bodies must hold the largest one", () => {
  assertEquals(problemsOf({ ...passthrough, HANDLER_MAX_BUFFERED_BYTES: "10485759" }), [
    "HANDLER_MAX_BUFFERED_BYTES must not be less than HANDLER_MAX_BODY_BYTES",
  ]);
});

Deno.test("the page and --help give the defaults that apply", async () => {
  const root = new URL("../../", import.meta.url);
  const page = await Deno.readTextFile(new URL("src/handler/README.md", root));
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--allow-env", "src/handler/main.ts", "--help"],
    cwd: root,
  }).output();
  const help = new TextDecoder().decode(stdout);
  const defaults = defaultsIn(page, /^\| `([A-Z_]+)` *\|([^|]*)\|/gm);
  assertEquals(defaults, defaultsIn(help, /^ {2}([A-Z_]+) .*\((.*)\)$/gm));
  assert(defaults.length > 10);
  for (const [name, value] of defaults) {
    const config = readHandlerConfig({ ...passthrough, [name]: value });
    assertEquals(config, readHandlerConfig(passthrough), name);
  }
});

Deno.test("a misspelt variable is a warning with its name, unless warnings are not logged", () => {
  const told = (env: { readonly [name: string]: string | undefined }) => {
    const lines: Array<string> = [];
    const { log } = console;
    console.log = (line) => lines.push(String(line));
    try {
      makeHandler({ env: { ...passthrough, ...env } });
    } finally {
      console.log = log;
    }
    return lines.map((line) => JSON.parse(line)).map(({ annotations, level }) => [
      level,
      annotations.variables,
    ]);
  };
  const misspelt = { HANDLER_CONCURENCY: "tajne", OTHER_CONCURENCY: "1", HANDLER_X: undefined };
  assertEquals(told(misspelt), [["WARN", ["HANDLER_CONCURENCY"]]]);
  assertEquals(told({ ...misspelt, HANDLER_LOG_LEVEL: "error" }), []);
  assertEquals(told({ HANDLER_CONCURRENCY: "4" }), []);
});
