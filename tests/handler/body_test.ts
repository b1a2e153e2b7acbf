/** What a JSON or NDJSON body says is what Thulium gets: no number is changed, and one customer costs only itself. */
import { makeHandler } from "../../src/handler/mod.ts";
import { assert, assertEquals } from "../support/assert.ts";

const sent: Array<string> = [];

const handler = makeHandler({
  env: { HANDLER_AUTH: "passthrough", THULIUM_SYSTEM: "acme", HANDLER_LOG_LEVEL: "none" },
  fetch: async (_, init) => {
    const body = await new Response(init?.body).text();
    sent.push(body);
    const { customers } = JSON.parse(body);
    return Response.json(customers.map((_: unknown, i: number) => ({
      http_status: 201,
      customer_id: String(i + 1),
    })));
  },
});

const post = async (body: string, type = "application/json"): Promise<string> => {
  sent.length = 0;
  const response = await handler(
    new Request("https://handler.example/api/batch/customers", {
      method: "POST",
      headers: { authorization: `Basic ${btoa("user:pass")}`, "content-type": type },
      body,
    }),
  );
  assertEquals(response.status, 200);
  return await response.text();
};

// Thulium knows the caller from now on, so that no first call is small.
await post('{"customers":[{"surname":"A"}]}');

const statuses = (answer: string): ReadonlyArray<number> =>
  Object.values(JSON.parse(answer) as { [position: string]: { http_status: number } })
    .map(({ http_status }) => http_status);

const rule = "must be text or a number that is held exactly: write it in quotes";
const rows = [
  '{"surname": "A", "identifier": 12345678901234567890}',
  '{"surname": "B", "identifier": 1234567890123456789.5}',
  '{"surname": "C", "identifier": 9007199254740992}',
  '{"surname": "D", "custom_fields": {"a": 0.1, "b": 1e3, "c": 900719925474099.31}}',
  '{"surname": "E", "ref": {"a": [1e400]}}',
  '{"surname": "F", "ref": {"a": [1.50, "12345678901234567890"]}}',
];
const messages = [
  undefined,
  `identifier: ${rule}`,
  undefined,
  `custom_fields.*: ${rule}`,
  `ref: ${rule}`,
  undefined,
];
const good = '{"customers":[{"surname":"A","identifier":"12345678901234567890"},' +
  '{"surname":"C","identifier":9007199254740992},' +
  '{"surname":"F","ref":{"a":[1.5,"12345678901234567890"]}}]}';

Deno.test("a number of a JSON body is passed on to its last digit, or its customer is refused", async () => {
  const answer = JSON.parse(await post(`{"customers": [${rows}]}`));
  assertEquals(rows.map((_, i) => answer[i].message), messages);
  assertEquals(sent, [good]);
});

Deno.test("a number of an NDJSON body is passed on to its last digit, or its customer is refused", async () => {
  const lines = (await post(rows.join("\n"), "application/x-ndjson")).trimEnd().split("\n");
  assertEquals(lines.slice(0, -1).map((line) => JSON.parse(line).message), messages);
  assertEquals(sent, [good]);
});

Deno.test("a body that is nested very deep costs little time, and its other customers nothing", async () => {
  const deep = `{"surname":"A","ref":${"[".repeat(5000)}${"]".repeat(5000)}}`;
  const began = performance.now();
  const body = `{"customers":[${`${deep},`.repeat(500)}{"surname": "B"}]}`;
  const answer = await post(body);
  assert(performance.now() - began < 10_000);
  assertEquals(statuses(answer), [...new Array(500).fill(400), 201]);
  assertEquals(JSON.parse(answer)[0].message, "ref: must not be nested deeper than 100 levels");
  assertEquals(sent, ['{"customers":[{"surname":"B"}]}']);
});

Deno.test("the same, with a number that a double does not hold", async () => {
  const deep = `{"surname":"A","ref":${'{"a":'.repeat(5000)}1e400${"}".repeat(5000)}}`;
  const answer = await post(`{"customers":[${deep},{"surname": "B", "identifier": 1e0}]}`);
  assertEquals(statuses(answer), [400, 201]);
  assertEquals(JSON.parse(answer)[0].message, "ref: must not be nested deeper than 100 levels");
  assertEquals(sent, ['{"customers":[{"surname":"B","identifier":1}]}']);
});
