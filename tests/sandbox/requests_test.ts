/** Requests to the sandbox: the vendor's samples, and requests that are refused. */
import { Routes } from "../../src/sandbox/routes.ts";
import { ListenError, serve } from "../../src/sandbox/serve.ts";
import { assertEquals, assertRejects, assertStringIncludes } from "../support/assert.ts";
import { add, json, messageOf, path, withSandbox } from "./served.ts";

Deno.test("the vendor's sample request gets the vendor's sample answer, except for the reason", () =>
  withSandbox(async (fetch) => {
    assertEquals(await add(fetch, { surname: "Kowalski" }, { phone_number: "333444555" }), {
      0: { http_status: 201, customer_id: "13" },
      1: { http_status: 400, message: "Surname is required." },
    });
  }));

const vendorBody = '{"customers":[{"surname":"Kowalski"},{"phone_number":"333444555"}]}';
const clients: { readonly [name: string]: HeadersInit } = {
  cURL: { "user-agent": "curl/7.88.1", accept: "*/*", "content-type": "application/json" },
  PHP: { accept: "*/*", "content-type": "application/json; charset=utf-8" },
  HTTPie: {
    "user-agent": "HTTPie/3.2.1",
    accept: "application/json, */*;q=0.5",
    "accept-encoding": "gzip, deflate",
    "content-type": "application/json",
  },
};

for (const [name, headers] of Object.entries(clients)) {
  Deno.test(`the vendor's ${name} sample is answered, with the headers that it sends`, () =>
    withSandbox(async (fetch) => {
      // HTTPie sends the output of `echo`, with its line feed.
      const body = name === "HTTPie" ? `${vendorBody}\n` : vendorBody;
      const answer = await (await fetch(path, { method: "POST", headers, body })).json();
      assertEquals([answer[0].http_status, answer[1].http_status], [201, 400]);
    }));
}

Deno.test("a wrong request is answered with a status and a message in JSON", () =>
  withSandbox(async (fetch) => {
    const wrong: ReadonlyArray<
      readonly [status: number, message: string, path: string, init: RequestInit]
    > = [
      [401, "Unauthorized", path, { method: "POST", headers: { authorization: "Basic eDp5" } }],
      [404, "Not found", "/api/nothing", {}],
      [405, "Method not allowed", path, { method: "GET" }],
      [405, "Method not allowed", "/api/customers", { method: "POST" }],
      [415, "Content-Type", path, { method: "POST", body: "{}" }],
      [400, "not valid JSON", path, { method: "POST", headers: json, body: "{" }],
      [400, "not valid JSON", path, {
        method: "POST",
        headers: json,
        body: new Uint8Array([0xff]),
      }],
      [400, "must be a list", path, { method: "POST", headers: json, body: "{}" }],
      [400, "must be a list", path, { method: "POST", headers: json, body: "null" }],
      [413, "too large", path, { method: "POST", headers: json, body: "x".repeat(2000) }],
      [413, "Too many", path, { method: "POST", headers: json, body: '{"customers":[1,2,3]}' }],
    ];
    for (const [status, message, where, init] of wrong) {
      const [gotStatus, gotMessage] = await messageOf(await fetch(where, init));
      assertEquals(gotStatus, status);
      assertStringIncludes(gotMessage, message);
    }
    const refused = await fetch(path);
    await refused.body?.cancel();
    assertEquals(refused.headers.get("allow"), "POST, PUT");
  }, { maxBodyBytes: 1000, maxCustomers: 2 }));

Deno.test("a request with wrong credentials stores nothing", () =>
  withSandbox(async (fetch) => {
    await (await fetch(path, {
      method: "POST",
      headers: { ...json, authorization: "x" },
      body: '{"customers":[{"surname":"K"}]}',
    })).text();
    assertEquals(await (await fetch("/sandbox/customers")).json(), []);
  }));

Deno.test("an empty batch is answered with an empty object", () =>
  withSandbox(async (fetch) => assertEquals(await add(fetch), {})));

Deno.test("a sandbox can't be served on a port that is taken", () =>
  withSandbox(async (_, url) => {
    const port = Number(new URL(url).port);
    await assertRejects(
      () => serve(new Routes(), { port }),
      ListenError,
      `can't listen on 127.0.0.1, port ${port}`,
    );
  }));
