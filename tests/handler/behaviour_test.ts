/**
 * What the handler does, told once and seen on every host: in memory, on `deno serve`, and in real workerd
 * from the bundle, with the sandbox as Thulium and its faults on.
 */
import { allFaults, type Fault } from "../../src/sandbox/mod.ts";
import type { Routes } from "../../src/sandbox/routes.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../support/assert.ts";
import { answerFits, documentIsValid } from "./contract.ts";
import type { Env } from "../support/child_server.ts";
import { hosts, type Running, startSandbox } from "./hosts.ts";

interface Given {
  readonly handler: Running;
  readonly thulium: Routes;
  readonly host: string;
}
type Case = (given: Given) => Promise<void>;
type Cases = { readonly [sentence: string]: Case };

const path = "/api/batch/customers";
const basic = (user: string, password: string) => ({
  authorization: `Basic ${btoa(`${user}:${password}`)}`,
});
const credentials = basic("api_user", "api_pass");
const json = { "content-type": "application/json" };

const post = (
  { handler }: Given,
  body: BodyInit,
  headers: { readonly [name: string]: string } = {},
  init: RequestInit = {},
) =>
  handler.fetch(path, {
    method: "POST",
    body,
    headers: { ...credentials, ...json, ...headers },
    ...init,
  });

const add = async (given: Given, customers: ReadonlyArray<unknown>) => {
  const response = await post(given, JSON.stringify({ customers }));
  const answer = await response.json();
  if (response.status === 200) answerFits("Answer", answer);
  return { response, answer, statuses: statusesOf(answer) };
};
const statusesOf = (answer: { readonly [key: string]: { readonly http_status?: number } }) =>
  Object.values(answer).map(({ http_status }) => http_status);

const people = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ surname: `K${i}`, identifier: String(i) }));

/** The message of an answer that says no, which is JSON and nothing but a message. */
const refusal = async (response: Response, status: number): Promise<string> => {
  assertEquals(response.status, status);
  assertMatch(response.headers.get("content-type") ?? "", /^application\/json/);
  const body = await response.json();
  assertEquals(Object.keys(body), ["message"]);
  answerFits("Problem", body);
  return body.message;
};

const script = ({ thulium }: Given, ...faults: ReadonlyArray<Fault | null>) =>
  thulium.setFaults({ script: faults });
const posts = ({ thulium }: Given) =>
  thulium.requests.filter(({ method }) => method === "POST").length;

const lines = async (response: Response) => {
  assertEquals(response.status, 200);
  const answers = (await response.text()).trimEnd().split("\n").map((line) => JSON.parse(line));
  answers.forEach((line, i) =>
    answerFits(i < answers.length - 1 ? "AnswerLine" : "LastLine", line)
  );
  return answers;
};

/** A body that comes in parts, each one when it is asked for. */
const inParts = (parts: ReadonlyArray<string>, end: "close" | "stall" = "close") => {
  const encoder = new TextEncoder();
  let next = 0;
  return new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (next < parts.length) controller.enqueue(encoder.encode(parts[next++]));
      else if (end === "close") controller.close();
      else return new Promise(() => {});
    },
  });
};

const served: Cases = {
  "answers the page's sample as Thulium does": async (given) => {
    const { answer } = await add(given, [{ surname: "Kowalski" }, { phone_number: "333444555" }]);
    assertEquals(answer, {
      0: { http_status: 201, customer_id: "13" },
      1: { http_status: 400, message: "surname: is required" },
    });
  },
  "passes fields on that the contract does not know": async (given) => {
    await add(given, [{ surname: "K", favourite_colour: "zielony" }]);
    assertEquals(given.thulium.customers[0].fields.favourite_colour, "zielony");
  },
  "rejects a bad customer and adds its neighbours": async (given) => {
    const { statuses } = await add(given, [{ surname: "A" }, 5, null, { surname: "" }, {
      surname: "B",
    }]);
    assertEquals(statuses, [201, 400, 400, 400, 201]);
  },
  "answers an empty list with nothing": async (given) => {
    assertEquals((await add(given, [])).answer, {});
  },
  "sends again what Thulium put off, and answers 201": async (given) => {
    script(given, { kind: "status", status: 503, created: false });
    assertEquals((await add(given, people(3))).statuses, [201, 201, 201]);
    assertEquals(posts(given), 2);
  },
  "splits a batch that is too large for Thulium": async (given) => {
    script(given, { kind: "status", status: 413, created: false });
    assertEquals((await add(given, people(4))).statuses, [201, 201, 201, 201]);
    assertEquals(posts(given), 3);
  },
  "says 504 of customers that may exist, and never sends them again": async (given) => {
    script(given, { kind: "cut", at: "body", created: true });
    const { answer, statuses } = await add(given, people(2));
    assertEquals(statuses, [504, 504]);
    assertStringIncludes(answer[0].message, "may have been created");
    assertEquals([posts(given), given.thulium.customers.length], [1, 2]);
  },
  "fails as a whole with Retry-After when nothing was created": async (given) => {
    script(given, { kind: "status", status: 429, created: false, retryAfter: "7200" });
    const { response } = await add(given, people(2));
    assertEquals([response.status, response.headers.get("retry-after")], [503, "7200"]);
    assertEquals(given.thulium.customers.length, 0);
  },
  "fails with 502 when Thulium refuses the request for good": async (given) => {
    script(given, { kind: "status", status: 400, created: false });
    await refusal(await post(given, JSON.stringify({ customers: people(1) })), 502);
  },
  "lets nobody in whom Thulium does not, and stops": async (given) => {
    const response = await post(given, JSON.stringify({ customers: people(250) }), basic("a", "b"));
    assertStringIncludes(response.headers.get("www-authenticate") ?? "", "Basic");
    await refusal(response, 401);
    assert(given.thulium.requests.length <= 4);
  },
  "asks for a user when there is none, and calls nobody": async (given) => {
    for (const authorization of ["", "Basic", "Basic !", "Basic bm9jb2xvbg==", "Bearer abc"]) {
      const response = await post(given, "{}", { authorization });
      assertStringIncludes(response.headers.get("www-authenticate") ?? "", "Basic");
      await refusal(response, 401);
    }
    assertEquals(given.thulium.requests, []);
  },
  "refuses malformed JSON with the place and without the text": async (given) => {
    const body = '{"customers":[{"surname":"Tajna"},{"surname":tajne}]}';
    const message = await refusal(await post(given, body), 400);
    assertStringIncludes(message, "character 35");
    assert(!/tajn/i.test(message));
    await refusal(await post(given, ""), 400);
    await refusal(await post(given, new Uint8Array([0x22, 0xff, 0x22])), 400);
  },
  "refuses a body of another shape": async (given) => {
    for (const body of ["[]", "5", "null", "{}", '{"customers":{}}', '{"customers":null}']) {
      await refusal(await post(given, body), 422);
    }
  },
  "refuses other media types, charsets and codings": async (given) => {
    const types = ["text/plain", "application/json; charset=iso-8859-2", "application/xml"];
    for (const type of types) await refusal(await post(given, "{}", { "content-type": type }), 415);
    await refusal(await post(given, "{}", { "content-encoding": "gzip" }), 415);
  },
  "takes the media types of the page's samples": async (given) => {
    for (
      const type of ["application/json", "application/json; charset=utf-8", "Application/JSON"]
    ) {
      const body = JSON.stringify({ customers: people(1) });
      assertEquals((await post(given, body, { "content-type": type })).status, 200);
    }
  },
  "looks at Accept": async (given) => {
    const status = async (accept: string) => {
      const response = await post(given, '{"customers":[]}', { accept });
      await response.body?.cancel();
      return response.status;
    };
    assertEquals(await status("application/json, */*;q=0.5"), 200);
    assertEquals(await status("application/*"), 200);
    assertEquals(await status("text/html"), 406);
    assertEquals(await status("application/json;q=0, */*"), 406);
  },
  "refuses other methods and names those that are allowed": async (given) => {
    for (const method of ["GET", "PUT", "DELETE", "HEAD"]) {
      const response = await given.handler.fetch(path, { method });
      assertEquals([response.status, response.headers.get("allow")], [405, "POST, OPTIONS"]);
      await response.body?.cancel();
    }
    const response = await given.handler.fetch("/health", { method: "POST" });
    assertEquals(response.headers.get("allow"), "GET, HEAD, OPTIONS");
    await refusal(response, 405);
  },
  "answers OPTIONS with the methods, and no CORS": async (given) => {
    const headers = { origin: "https://app.example.com", "access-control-request-method": "POST" };
    const response = await given.handler.fetch(path, { method: "OPTIONS", headers });
    assertEquals([response.status, response.headers.get("allow")], [204, "POST, OPTIONS"]);
    assertEquals(response.headers.get("access-control-allow-origin"), null);
  },
  "knows no other paths": async (given) => {
    for (const other of ["/", "/api", "/api/batch/customers/", "/__proto__", "/toString"]) {
      await refusal(await given.handler.fetch(other), 404);
    }
  },
  "hands the request's id back, or makes one": async (given) => {
    const idOf = async (headers: HeadersInit) => {
      const response = await given.handler.fetch("/health", { headers });
      await response.body?.cancel();
      return response.headers.get("x-request-id") ?? "";
    };
    assertEquals(await idOf({ "x-request-id": "abc-1" }), "abc-1");
    assertMatch(await idOf({}), /^[0-9a-f-]{36}$/);
    assertMatch(await idOf({ "x-request-id": "not an id" }), /^[0-9a-f-]{36}$/);
  },
  "sends security headers with every answer": async (given) => {
    for (const other of ["/health", "/docs", "/nothing"]) {
      const { body, headers } = await given.handler.fetch(other);
      await body?.cancel();
      assertEquals(headers.get("x-content-type-options"), "nosniff");
      assertEquals(headers.get("cache-control"), "no-store");
      assertStringIncludes(headers.get("content-security-policy") ?? "", "default-src 'none'");
    }
  },
  "describes itself in valid OpenAPI, for people, and says that it is alive": async (given) => {
    await documentIsValid(await (await given.handler.fetch("/openapi.json")).json());
    const docs = await given.handler.fetch("/docs");
    assertMatch(docs.headers.get("content-type") ?? "", /^text\/html/);
    assertStringIncludes(await docs.text(), "customers");
    assertEquals(await (await given.handler.fetch("/health")).json(), { status: "ok" });
    const head = await given.handler.fetch("/health", { method: "HEAD" });
    assertEquals([head.status, await head.text()], [200, ""]);
    assertEquals(given.thulium.requests, []);
  },
  "is ready when Thulium can be reached": async (given) => {
    assertEquals(await (await given.handler.fetch("/ready")).json(), { status: "ready" });
  },
  "answers NDJSON line by line, bad lines among good ones": async (given) => {
    const body = '{"surname":"A"}\r\nnot json\n\n{"name":"B"}\n{"surname":"C"}';
    const type = { "content-type": "application/x-ndjson" };
    const answers = await lines(await post(given, body, type));
    assertEquals(answers, [
      { index: 0, http_status: 201, customer_id: "13" },
      { index: 1, http_status: 400, message: "line 2 is not valid JSON" },
      { index: 2, http_status: 400, message: "surname: is required" },
      { index: 3, http_status: 201, customer_id: "14" },
      { total: 4, created: 2, rejected: 2, unknown: 0, not_sent: 0 },
    ]);
  },
  "answers the first lines before the last ones are sent": async (given) => {
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
    const encoder = new TextEncoder();
    const line = (i: number) => encoder.encode(`{"surname":"K${i}"}\n`);
    const body = new ReadableStream<Uint8Array>({
      start: async (controller) => {
        for (let i = 0; i < 100; i++) controller.enqueue(line(i));
        await mayEnd;
        controller.enqueue(line(100));
        controller.close();
      },
    });
    const type = { "content-type": "application/x-ndjson" };
    const response = await post(given, body, type);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = (await reader?.read())?.value ?? "";
    assertStringIncludes(seen, '"http_status":201');
    assert(!seen.includes('"total"'));
    end();
    for (let next; !(next = await reader?.read())?.done;) seen += next?.value;
    assertStringIncludes(seen, '{"total":101,"created":101');
  },
  "takes CSV with a header": async (given) => {
    const body = "\uFEFFsurname;phone_number;address.city;vip\r\n" +
      '"Kowalska; Anna";600 100 200|600100201;Łódź;tak\r\nNowak\r\n';
    const answers = await lines(await post(given, body, { "content-type": "text/csv" }));
    assertEquals(answers.map(({ http_status }) => http_status), [201, 400, undefined]);
    const { fields } = given.thulium.customers[0];
    assertEquals(fields.surname, "Kowalska; Anna");
    assertEquals([fields.address, fields.vip], [{ city: "Łódź" }, true]);
  },
  "says in the last line why rows were not read": async (given) => {
    const body = "Kowalski;Jan\nNowak;Ewa\n";
    const answers = await lines(await post(given, body, { "content-type": "text/csv" }));
    assertEquals(answers.length, 1);
    assertStringIncludes(answers[0].message, "no column is named surname");
  },
  "sends nothing more when the caller of a stream goes away": async (given) => {
    const abort = new AbortController();
    const encoder = new TextEncoder();
    let more = true;
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (more) controller.enqueue(encoder.encode('{"surname":"K"}\n'.repeat(100)));
      },
      cancel: () => {
        more = false;
      },
    });
    const type = { "content-type": "application/x-ndjson" };
    const headers = { ...type, "x-request-id": "goes-away" };
    const response = await post(given, body, headers, { signal: abort.signal });
    await response.body?.getReader().read();
    abort.abort();
    more = false;
    await until(() => isQuiet(given));
    await until(() => Promise.resolve(given.handler.log().includes("goes-away")));
    // Calls under way were finished, not cut off.
    const counted = /"goes-away".*"created":(\d+),"rejected":0,"unknown":0/.exec(
      given.handler.log(),
    );
    assertEquals(Number(counted?.[1]), given.thulium.customers.length);
  },
  "stops when the caller of a JSON request goes away": async (given) => {
    // Miniflare does not tell a Worker that a client is gone before the answer has begun.
    if (given.host === "on workerd") return;
    script(given, { kind: "status", status: 429, created: false, retryAfter: "2" });
    const abort = new AbortController();
    const body = JSON.stringify({ customers: people(3) });
    const response = post(given, body, { "x-request-id": "json-gone" }, { signal: abort.signal });
    await until(() => Promise.resolve(posts(given) === 1));
    abort.abort();
    await response.then(({ body }) => body?.cancel()).catch(() => {});
    // It waits for no Retry-After any more.
    await until(() => Promise.resolve(given.handler.log().includes("json-gone")));
    assertMatch(
      given.handler.log(),
      /"json-gone".*"created":0,"rejected":0,"unknown":0,"not_sent":3/,
    );
    assertEquals(posts(given), 1);
  },
  "asks Thulium once though many ask whether it is ready": async (given) => {
    const asked = Array.from({ length: 20 }, () => given.handler.fetch("/ready"));
    for (const response of await Promise.all(asked)) await response.body?.cancel();
    assert(given.thulium.requests.length <= 1);
  },
  "keeps the laws under every fault": async (given) => {
    const faults = allFaults.filter(({ kind }) => kind !== "stall");
    for (let seed = 0; seed < 15; seed++) {
      given.thulium.reset();
      given.thulium.setFaults({ seed, rate: 0.5, faults });
      const { answer, response } = await add(given, [...people(12), { name: "bad" }]);
      const stored = new Map(
        given.thulium.customers.map(({ customer_id, fields }) => [fields.identifier, customer_id]),
      );
      assertEquals(stored.size, given.thulium.customers.length, `seed ${seed}: created twice`);
      if (response.status !== 200) {
        assertEquals(stored.size, 0, `seed ${seed}: failed, though customers were created`);
        continue;
      }
      assertEquals(Object.keys(answer).length, 13);
      people(12).forEach(({ identifier }, i) => {
        const { customer_id, http_status } = answer[i];
        const id = stored.get(identifier);
        if (http_status === 201) assertEquals(customer_id, String(id), `seed ${seed}`);
        else if (http_status !== 504) assertEquals(id, undefined, `seed ${seed}`);
      });
    }
  },
  "logs each request, and nothing of customers or credentials": async (given) => {
    await add(given, [{ surname: "Tajemnicka", email: "tajna@example.com" }]);
    await refusalOf(given, "/tajna-sciezka?pesel=44051401359");
    await until(() => Promise.resolve(given.handler.log().includes('"route":"other"')));
    const log = given.handler.log();
    assertStringIncludes(log, '"route":"/api/batch/customers"');
    assertStringIncludes(log, '"created":1');
    for (const secret of ["Tajemnicka", "tajna", "44051401359", "api_pass", btoa("api_user:")]) {
      assert(!log.includes(secret), secret);
    }
  },
};

const refusalOf = async (given: Given, path: string) =>
  await refusal(await given.handler.fetch(path), 404);

/** Waits for something that another process does. */
const until = async (isTrue: () => Promise<boolean>): Promise<void> => {
  while (!await isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
};

/** Whether Thulium hears nothing any more. */
const isQuiet = async (given: Given): Promise<boolean> => {
  const before = posts(given);
  await new Promise((resolve) => setTimeout(resolve, 100));
  return posts(given) === before;
};

const token = "a-token-of-thirty-two-characters";
const bearer = { authorization: `Bearer ${token}` };
const withToken: Cases = {
  "lets holders of a token in, as bearer or as a password": async (given) => {
    const body = JSON.stringify({ customers: people(1) });
    assertEquals((await post(given, body, bearer)).status, 200);
    assertEquals((await post(given, body, basic("anybody", token))).status, 200);
    assertEquals(given.thulium.customers.length, 2);
  },
  "lets nobody else in, and calls nobody": async (given) => {
    const wrong = [basic("api_user", "api_pass"), basic(token, ""), { authorization: "Bearer x" }];
    for (const headers of [...wrong, { authorization: `Bearer ${token}x` }]) {
      await refusal(await post(given, JSON.stringify({ customers: people(1) }), headers), 401);
    }
    assertEquals(given.thulium.requests, []);
  },
  "does not blame the caller when Thulium refuses its own user": async (given) => {
    script(given, { kind: "status", status: 401, created: false });
    const response = await post(given, JSON.stringify({ customers: people(1) }), bearer);
    assertStringIncludes(await refusal(response, 502), "service's own user");
  },
  "opens CORS to the origins that are named": async (given) => {
    const ask = (origin: string) =>
      given.handler.fetch(path, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST" },
      });
    const allowed = await ask("https://app.example.com");
    assertEquals(allowed.status, 204);
    assertEquals(allowed.headers.get("access-control-allow-origin"), "https://app.example.com");
    assertStringIncludes(
      allowed.headers.get("access-control-allow-headers") ?? "",
      "authorization",
    );
    const other = await ask("https://evil.example.com");
    assertEquals(other.headers.get("access-control-allow-origin"), null);
  },
  "looks customers up whose answer was lost, with the user of the request": async (given) => {
    script(given, { kind: "cut", at: "body", created: true });
    const response = await post(given, JSON.stringify({ customers: people(2) }), bearer);
    assertEquals(statusesOf(await response.json()), [201, 201]);
    assertEquals([posts(given), given.thulium.customers.length], [1, 2]);
    const type = { ...bearer, "content-type": "application/x-ndjson" };
    script(given, { kind: "cut", at: "body", created: false });
    const answers = await lines(await post(given, '{"surname":"X","identifier":"x"}', type));
    assertEquals(answers[0].http_status, 503);
  },
  "describes its tokens in OpenAPI": async (given) => {
    const document = await (await given.handler.fetch("/openapi.json")).json();
    await documentIsValid(document);
    assertEquals(Object.keys(document.components.securitySchemes), ["token", "password"]);
  },
};

const withLimits: Cases = {
  "refuses a body that is too large": async (given) => {
    const body = JSON.stringify({ customers: [{ surname: "K", note: "x".repeat(3000) }] });
    assertStringIncludes(await refusal(await post(given, body), 413), "2000 bytes");
    const parts = inParts(['{"customers":[', '{"surname":"K"},'.repeat(500)], "stall");
    assertStringIncludes(await refusal(await post(given, parts), 413), "2000 bytes");
  },
  "refuses too many customers": async (given) => {
    const message = await refusal(
      await post(given, JSON.stringify({ customers: people(11) })),
      413,
    );
    assertStringIncludes(message, "at most 10");
    assertEquals(given.thulium.requests, []);
  },
  "gives a body up that comes too slowly": async (given) => {
    assertStringIncludes(
      await refusal(await post(given, inParts(["{"], "stall")), 408),
      "1 second",
    );
  },
  "gives a stream up that comes too slowly, after what came": async (given) => {
    const body = inParts(['{"surname":"A"}\n'], "stall");
    const answers = await lines(
      await post(given, body, { "content-type": "application/x-ndjson" }),
    );
    assertEquals(answers.map(({ http_status }) => http_status), [201, undefined]);
    assertStringIncludes(answers[1].message, "no more of the body came within 1 second");
  },
  "ends a stream whose caller takes no answers": async (given) => {
    const type = { "content-type": "application/x-ndjson", "x-request-id": "takes-nothing" };
    const body = '{"surname":"K"}\n'.repeat(20_000);
    const response = await post(given, body, type);
    const reader = response.body?.getReader();
    await reader?.read();
    await until(() => Promise.resolve(given.handler.log().includes("takes-nothing")));
    await reader?.cancel().catch(() => {});
  },
  "makes no more calls than its budget, and says 503 of the rest": async (given) => {
    const { statuses } = await add(given, people(5));
    assertEquals(statuses.filter((status) => status === 201).length, 3);
    assertEquals(statuses.filter((status) => status === 503).length, 2);
    assertEquals(posts(given), 3);
  },
  "answers in time though Thulium does not": async (given) => {
    script(given, ...Array(5).fill({ kind: "stall", at: "body", created: true }));
    const began = performance.now();
    const { statuses } = await add(given, people(5));
    assert(performance.now() - began < 5000);
    assertEquals(new Set(statuses), new Set([504, 503]));
  },
  "checks with the strict profile, if told to": async (given) => {
    assertEquals((await add(given, [{ surname: "K", nip: "1234567890" }])).statuses, [400]);
  },
};

const withoutThulium: Cases = {
  "says that nothing was created, or that it can't know": async (given) => {
    const { response, statuses } = await add(given, people(2));
    // Only Deno tells a refused connection from a lost one.
    if (given.host === "on workerd") assertEquals([response.status, ...statuses], [200, 504, 504]);
    else assertEquals(response.status, 502);
  },
  "is alive, but not ready": async (given) => {
    assertEquals((await given.handler.fetch("/health")).status, 200);
    const ready = await given.handler.fetch("/ready");
    assertEquals(ready.status, 503);
    assertEquals(await ready.json(), {
      status: "not ready",
      message: "Thulium can't be reached",
    });
  },
};

const unconfigured: Cases = {
  "answers 500 to everything, says what is missing in its log, and calls nobody": async (given) => {
    for (const other of [path, "/health", "/ready", "/openapi.json", "/nothing"]) {
      assertStringIncludes(await refusal(await given.handler.fetch(other), 500), "not configured");
    }
    await refusal(await post(given, JSON.stringify({ customers: people(1) })), 500);
    await until(() => Promise.resolve(given.handler.log().includes("THULIUM_PASSWORD")));
    const log = given.handler.log();
    for (const name of ["HANDLER_TOKENS", "THULIUM_USER"]) assertStringIncludes(log, name);
    assert(!log.includes("short-token"));
    assertEquals(given.thulium.requests, []);
  },
};

/** A port that nobody listens on. */
const closedPort = (): number => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return listener.addr.port;
};

interface Suite {
  readonly env: (url: string) => Env;
  readonly cases: Cases;
}

const passthrough = (url: string): Env => ({ HANDLER_AUTH: "passthrough", THULIUM_URL: url });
const suites: { readonly [name: string]: Suite } = {
  "a handler": { env: passthrough, cases: served },
  "a handler with tokens": {
    env: (url) => ({
      HANDLER_AUTH: "token",
      HANDLER_TOKENS: `another-token-of-some-length, ${token}`,
      THULIUM_URL: url,
      THULIUM_USER: "api_user",
      THULIUM_PASSWORD: "api_pass",
      HANDLER_RECONCILE: "true",
      HANDLER_ORIGINS: "https://app.example.com,https://other.example.com",
    }),
    cases: withToken,
  },
  "a handler with limits": {
    env: (url) => ({
      ...passthrough(url),
      HANDLER_MAX_BODY_BYTES: "2000",
      HANDLER_MAX_CUSTOMERS: "10",
      HANDLER_BODY_SECONDS: "1",
      HANDLER_BATCH_SIZE: "1",
      HANDLER_CONCURRENCY: "1",
      HANDLER_MAX_CALLS: "3",
      HANDLER_CALL_SECONDS: "1",
      HANDLER_DEADLINE_SECONDS: "2",
      HANDLER_STREAM_DEADLINE_SECONDS: "2",
      HANDLER_PROFILE: "strict",
    }),
    cases: withLimits,
  },
  "a handler without Thulium": {
    env: () => passthrough(`http://127.0.0.1:${closedPort()}`),
    cases: withoutThulium,
  },
  "a handler with half a configuration": {
    env: (url) => ({ HANDLER_AUTH: "token", THULIUM_URL: url, HANDLER_TOKENS: "short-token" }),
    cases: unconfigured,
  },
};

for (const [host, start] of Object.entries(hosts)) {
  for (const [name, { cases, env }] of Object.entries(suites)) {
    Deno.test(`${host}, ${name}`, async (t) => {
      const sandbox = await startSandbox();
      const handler = await start(env(sandbox.url));
      try {
        for (const [sentence, body] of Object.entries(cases)) {
          sandbox.routes.reset();
          await t.step({
            name: sentence,
            fn: () => body({ handler, thulium: sandbox.routes, host }),
            sanitizeOps: false,
            sanitizeResources: false,
          });
        }
      } finally {
        await handler.close();
        await sandbox.close();
      }
    });
  }
}
