/** What the handler passes on between its caller and Thulium: the language, and what questions to Thulium need. */
import { makeHandler } from "../../src/handler/mod.ts";
import { assertEquals, assertMatch } from "../support/assert.ts";

const env = {
  HANDLER_AUTH: "passthrough",
  THULIUM_SYSTEM: "acme",
  HANDLER_LOG_LEVEL: "none",
  HANDLER_ATTEMPTS: "1",
};

/** A request of a caller, what Thulium was asked, and the answer. */
const passedOn = async (
  status: number,
  body: unknown,
  headers: { [name: string]: string } = {},
) => {
  let asked = new Headers();
  const handler = makeHandler({
    env,
    fetch: (_, init) => {
      asked = new Headers(init?.headers);
      return Promise.resolve(Response.json(body, { status }));
    },
  });
  const response = await handler(
    new Request("https://handler.example/api/batch/customers", {
      method: "POST",
      headers: {
        authorization: `Basic ${btoa("api_user:api_pass")}`,
        "content-type": "application/json",
        ...headers,
      },
      body: JSON.stringify({ customers: [{ surname: "Nowak" }] }),
    }),
  );
  return { asked, status: response.status, answer: await response.json() };
};

const created = { 0: { http_status: 201, customer_id: "13" } };

Deno.test("the caller's language is passed on if it has the form of one", async () => {
  const cases = [["pl", "pl"], ["pl-PL,pl;q=0.9", "pl-PL,pl;q=0.9"], [
    "Anna Kowalska",
    null,
  ]] as const;
  for (const [given, expected] of cases) {
    const { asked, status } = await passedOn(200, created, { "accept-language": given });
    assertEquals([status, asked.get("accept-language")], [200, expected]);
  }
  assertEquals((await passedOn(200, created)).asked.get("accept-language"), null);
});

Deno.test("a customer in doubt has the id of the request to Thulium", async () => {
  const { answer, asked } = await passedOn(200, {});
  assertEquals(answer[0].http_status, 504);
  assertMatch(answer[0].request_id, /^[\da-f-]{36}$/);
  assertEquals(answer[0].request_id, asked.get("x-request-id"));
});

Deno.test("a problem has the code and the request_id of Thulium's own error", async () => {
  const { answer, status } = await passedOn(403, {
    request_id: "7f0c",
    errors: [{ message: "Kowalska", code: 111111 }],
  });
  assertEquals([status, answer.errors[0].code, answer.errors[0].thulium_request_id], [
    403,
    111111,
    "7f0c",
  ]);
  assertEquals(JSON.stringify(answer).includes("Kowalska"), false);
});
