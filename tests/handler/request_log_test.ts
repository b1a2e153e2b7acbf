/** The line of a request says why it failed, and with which ids Thulium can be asked about it. */
import { makeHandler } from "../../src/handler/mod.ts";
import type { Fault } from "../../src/sandbox/fault.ts";
import { makeFetch } from "../../src/sandbox/fetch.ts";
import { Routes } from "../../src/sandbox/routes.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../support/assert.ts";
import { basic, path } from "./given.ts";

const passthrough = { HANDLER_AUTH: "passthrough", THULIUM_SYSTEM: "acme" };
const token = {
  HANDLER_AUTH: "token",
  HANDLER_TOKENS: "a-token-that-is-long-enough",
  THULIUM_SYSTEM: "acme",
  THULIUM_USER: "api_user",
  THULIUM_PASSWORD: "another",
};

interface Sent {
  readonly env?: { readonly [name: string]: string };
  readonly fault?: Fault;
  readonly fetch?: typeof globalThis.fetch;
  readonly body?: string;
  readonly type?: string;
}

/** Sends a request; gives its line in the log, and the ids of the calls that Thulium saw. */
const lineOf = async (
  { body = '{"customers":[{"surname":"K"}]}', env = passthrough, fault, fetch, type }: Sent,
) => {
  const thulium = new Routes();
  if (fault !== undefined) thulium.setFaults({ script: [fault] });
  const ids: Array<string> = [];
  const answer = makeFetch(thulium);
  const seen: typeof globalThis.fetch = (input, init) => {
    ids.push(new Request(input, init).headers.get("x-request-id") ?? "");
    return answer(input, init);
  };
  const lines: Array<string> = [];
  const { log } = console;
  console.log = (line) => lines.push(String(line));
  try {
    const handler = makeHandler({
      env: { ...env, HANDLER_ATTEMPTS: "1" },
      fetch: fetch ?? seen,
    });
    const headers = "HANDLER_TOKENS" in env
      ? { authorization: `Bearer ${env.HANDLER_TOKENS}` }
      : basic("api_user", "api_pass");
    const response = await handler(
      new Request(`https://handler.example${path}`, {
        method: "POST",
        headers: { ...headers, "content-type": type ?? "application/json" },
        body,
      }),
    );
    const answered = await response.text();
    const { annotations, level } = lines.map((line) => JSON.parse(line))
      .find(({ message }) => message === "request");
    return { answered, ids, level, line: annotations };
  } finally {
    console.log = log;
  }
};

const cut: Fault = { kind: "cut", at: "body", created: true };

for (const type of ["application/json", "application/x-ndjson"]) {
  const body = type === "application/json" ? undefined : '{"surname":"K"}\n';
  Deno.test(`${type}: a customer in doubt is a warning, with the reason and the id of the call`, async () => {
    const { ids, level, line } = await lineOf({ fault: cut, type, ...(body && { body }) });
    assertEquals([level, line.status, line.unknown], ["WARN", 200, 1]);
    assertMatch(line.error, /answer broke off|connection to Thulium was lost/);
    assertEquals(line.calls, ids[0]);
  });
}

Deno.test("a request that Thulium refused has the reason of its answer, and the id of the call", async () => {
  const fault: Fault = { kind: "status", status: 404, created: false };
  const { answered, ids, level, line } = await lineOf({ fault });
  assertEquals([level, line.status, line.calls], ["WARN", 502, ids[0]]);
  assertStringIncludes(line.error, "there is no such address at Thulium");
  assertStringIncludes(answered, line.error);
});

Deno.test("a request without a connection has the reason", async () => {
  const fetch = () => Promise.reject(new TypeError("tajne", { cause: { code: "ECONNREFUSED" } }));
  const { level, line } = await lineOf({ fetch });
  assertEquals(level, "WARN");
  assert(line.error.length > 10 && !line.error.includes("tajne"), line.error);
});

Deno.test("a user of the handler whom Thulium refuses is an error, and one of a caller is not", async () => {
  const own = await lineOf({ env: token });
  assertEquals([own.level, own.line.status], ["ERROR", 502]);
  assertEquals(own.line.error, "Thulium refused this service's own user");
  assertEquals(own.line.calls, own.ids[0]);
  const fault: Fault = { kind: "status", status: 401, created: false };
  const caller = await lineOf({ fault });
  assertEquals([caller.level, caller.line.status], ["INFO", 401]);
});

Deno.test("a line has no reason if nothing failed, or if the body is wrong, whose columns it could name", async () => {
  const { level, line } = await lineOf({});
  assertEquals([level, line.created, "error" in line, "calls" in line], ["INFO", 1, false, false]);
  const wrong = await lineOf({ type: "text/csv", body: "Tajna,Kolumna\r\nTajemnicka,K\r\n" });
  assertEquals([wrong.line.status, "error" in wrong.line], [400, false]);
});

Deno.test("with HANDLER_LOG_LEVEL=error only errors are logged, and with warn also warnings", async () => {
  const error = { ...token, HANDLER_LOG_LEVEL: "error" };
  assertEquals((await lineOf({ env: error })).level, "ERROR");
  assertEquals((await lineOf({ env: { ...token, HANDLER_LOG_LEVEL: "warn" } })).level, "ERROR");
});
