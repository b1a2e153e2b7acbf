/** The sandbox against the contract, by hand-written requests: nothing here uses the client. */
import type { SandboxOptions, ServeOptions } from "../../src/sandbox/mod.ts";
import { Routes } from "../../src/sandbox/routes.ts";
import { ListenError, serve } from "../../src/sandbox/serve.ts";
import {
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "../support/assert.ts";

const authorization = `Basic ${btoa("api_user:api_pass")}`;
const path = "/api/batch/customers";

type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

const withSandbox = async (
  body: (fetch: Fetch, url: string) => Promise<void>,
  options?: SandboxOptions & ServeOptions,
) => {
  const served = await serve(new Routes(options), options);
  try {
    await body(
      (path, init) =>
        fetch(served.url + path, { ...init, headers: { authorization, ...init?.headers } }),
      served.url,
    );
  } finally {
    await served.close();
  }
};

const json = { "content-type": "application/json" };
const post = (fetch: Fetch, body: unknown) =>
  fetch(path, { method: "POST", headers: json, body: JSON.stringify(body) });
const add = async (fetch: Fetch, ...customers: ReadonlyArray<unknown>) =>
  await (await post(fetch, { customers })).json();
const messageOf = async (response: Response) => [response.status, (await response.json()).message];

Deno.test("the vendor's sample request gets the vendor's sample answer, but for the reason", () =>
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
  Deno.test(`the vendor's ${name} sample, with the headers that it sends, is answered`, () =>
    withSandbox(async (fetch) => {
      // HTTPie sends what `echo` gave it, the line feed included.
      const body = name === "HTTPie" ? `${vendorBody}\n` : vendorBody;
      const answer = await (await fetch(path, { method: "POST", headers, body })).json();
      assertEquals([answer[0].http_status, answer[1].http_status], [201, 400]);
    }));
}

Deno.test("a customer_id that was sent does not hide the system's own", () =>
  withSandbox(async (fetch) => {
    await add(fetch, { surname: "A", customer_id: 999 });
    assertEquals((await (await fetch("/api/customers")).json())[0].customer_id, 13);
  }));

Deno.test("a customer is refused for what the contract asks and for what is not defined", () =>
  withSandbox(async (fetch) => {
    const reasons = Object.values(
      await add(
        fetch,
        { surname: "K", phone_number: ["600-100-200", "abc"] },
        { surname: " " },
        { surname: "K", type: "nie ma" },
        { surname: "K", group: "nie ma" },
        { surname: "K", account_manager: "nie ma" },
        { surname: "K", company_id: 100000 },
        { surname: "K", vip: "tak" },
        { surname: "K", address: { city: 1 } },
        "Kowalski",
      ),
    ).map((item) => (item as { message: string }).message);
    assertEquals(reasons, [
      "Phone number must be numeric.",
      "Surname is required.",
      "Customer type does not exist.",
      "Customer group does not exist.",
      "Account manager does not exist.",
      "Company does not exist.",
      "Field vip must be a boolean.",
      "Field address.city must be a string.",
      "Customer must be an object.",
    ]);
  }));

Deno.test("what is defined in the system can be chosen", () =>
  withSandbox(async (fetch) => {
    const customer = { surname: "K", type: "T", group: "G", account_manager: "M", company_id: 7 };
    assertEquals(await add(fetch, customer), { 0: { http_status: 201, customer_id: "1" } });
  }, { firstId: 1, types: ["T"], groups: ["G"], accountManagers: ["M"], companies: ["7"] }));

Deno.test("custom fields are created when missing and cleared when empty; READ ONLY ones need the flag", () =>
  withSandbox(async (fetch) => {
    const custom_fields = { Kampania: "FB", Puste: "", Saldo: "5" };
    await add(fetch, { surname: "A", custom_fields }, {
      surname: "B",
      custom_fields,
      fill_read_only_custom_fields: true,
    });
    const stored = await (await fetch("/sandbox/customers")).json();
    assertEquals(stored[0].custom_fields, { Kampania: "FB" });
    assertEquals(stored[1].custom_fields, { Kampania: "FB", Saldo: "5" });
    const fields = await (await fetch("/sandbox/custom_fields")).json();
    assertEquals(fields.sort(), ["Kampania", "Puste", "Saldo"]);
  }));

Deno.test("customers are found by identifier, email, phone number and NIP, page by page", () =>
  withSandbox(async (fetch) => {
    await add(
      fetch,
      { surname: "A", identifier: "1", email: ["a@x.pl", "b@x.pl"], phone_number: "600" },
      { surname: "B", identifier: "2", nip: "6783144527", phone_number: ["601", "602"] },
      { surname: "C", identifier: "2" },
    );
    const found = async (query: string) =>
      (await (await fetch(`/api/customers?${query}`)).json()).map((c: { surname: string }) =>
        c.surname
      ).join("");
    assertEquals(await found("identifier=2"), "BC");
    assertEquals(await found("email=b@x.pl"), "A");
    assertEquals(await found("phone_number=602"), "B");
    assertEquals(await found("nip=6783144527&identifier=2"), "B");
    assertEquals(await found("identifier=3"), "");
    assertEquals(await found(""), "ABC");
    assertEquals(await found("limit=1&offset=1"), "B");
    assertEquals((await (await fetch("/api/customers?identifier=1")).json())[0], {
      customer_id: 13,
      surname: "A",
      identifier: "1",
      email: "a@x.pl",
      emails: ["a@x.pl", "b@x.pl"],
      phone_number: "600",
      phone_numbers: ["600"],
      custom_fields: {},
    });
    for (const query of ["limit=0", "limit=1001", "limit=x", "offset=-1"]) {
      assertEquals((await messageOf(await fetch(`/api/customers?${query}`)))[0], 400);
    }
  }));

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
    assertEquals(refused.headers.get("allow"), "POST");
  }, { maxBodyBytes: 1000, maxCustomers: 2 }));

Deno.test("nothing of a wrong request is stored", () =>
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

Deno.test("faults are scripted over HTTP, seen in the list of requests, and gone after a reset", () =>
  withSandbox(async (fetch) => {
    const script = [{ kind: "status", status: 503, created: true, retryAfter: "7" }, {
      kind: "array",
    }];
    await (await fetch("/sandbox/faults", { method: "PUT", body: JSON.stringify({ script }) }))
      .text();
    const first = await post(fetch, { customers: [{ surname: "A" }] });
    assertEquals([first.status, first.headers.get("retry-after")], [503, "7"]);
    await first.text();
    assertEquals(await add(fetch, { surname: "B" }), [{ http_status: 201, customer_id: "14" }]);
    const requests = await (await fetch("/sandbox/requests")).json();
    assertEquals(
      requests.map((seen: { fault: string; status: number }) => `${seen.fault} ${seen.status}`),
      ["status 503", "array 200"],
    );
    await (await fetch("/sandbox", { method: "DELETE" })).text();
    assertEquals(await (await fetch("/sandbox/customers")).json(), []);
    assertEquals(await add(fetch, { surname: "C" }), {
      0: { http_status: 201, customer_id: "13" },
    });
    const wrong = [
      [],
      { script: [{ kind: "bogus" }] },
      { script: [{ kind: "status", status: "503", created: true }] },
      { seed: 1, rate: "high" },
    ];
    for (const plan of wrong) {
      const body = JSON.stringify(plan);
      const [status, message] = await messageOf(
        await fetch("/sandbox/faults", { method: "PUT", body }),
      );
      assertEquals(status, 400);
      assertStringIncludes(message, "No plan of faults");
    }
  }));

Deno.test("the same seed makes the same faults", async () => {
  const statuses = async (seed: number) => {
    let seen: ReadonlyArray<string> = [];
    await withSandbox(async (fetch) => {
      for (let i = 0; i < 20; i++) {
        await (await post(fetch, { customers: [{ surname: "A" }] })).text();
      }
      seen = (await (await fetch("/sandbox/requests")).json()).map((
        { fault, status }: { fault: string; status: number },
      ) => `${fault} ${status}`);
    }, {
      faults: {
        seed,
        rate: 0.5,
        faults: [429, 500, 503].map((status) => ({ kind: "status", status, created: false })),
      },
    });
    return seen.join();
  };
  assertEquals(await statuses(1), await statuses(1));
  assertMatch(await statuses(1), /undefined 200.*status/);
});

Deno.test("a port that is taken is refused", () =>
  withSandbox(async (_, url) => {
    const port = Number(new URL(url).port);
    await assertRejects(
      () => serve(new Routes(), { port }),
      ListenError,
      `can't listen on 127.0.0.1, port ${port}`,
    );
  }));
