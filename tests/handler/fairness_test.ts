/** Callers of passthrough mode: who invents credentials costs little, and nobody waits for them. */
import { makeHandler } from "../../src/handler/mod.ts";
import { assert, assertEquals, assertStringIncludes } from "../support/assert.ts";
import { basic, path, people, refusal, until } from "./given.ts";

/** A request that Thulium has not answered yet. */
interface Held {
  readonly authorization: string;
  readonly customers: number;
  readonly answer: () => void;
}

const honest = basic("api_user", "api_pass");
const invented = (i: number) => basic("api_user", `invented-${i}`);

/** A handler before a Thulium that answers when it is told to, and then accepts the honest alone. */
const given = (env: { readonly [name: string]: string } = {}) => {
  const held: Array<Held> = [];
  const calls: Array<Held> = [];
  let holds = false;
  const fetch = async (_: unknown, init?: RequestInit): Promise<Response> => {
    const authorization = new Headers(init?.headers).get("authorization") ?? "";
    const { customers } = JSON.parse(await new Response(init?.body).text());
    const { promise, resolve } = Promise.withResolvers<void>();
    const call = { authorization, customers: customers.length, answer: resolve };
    calls.push(call);
    if (holds) {
      held.push(call);
      await promise;
      held.splice(held.indexOf(call), 1);
    }
    if (authorization !== honest.authorization) return new Response(null, { status: 401 });
    const created = customers.map((_: unknown, i: number) => ({
      http_status: 201,
      customer_id: String(i + 1),
    }));
    return Response.json({ ...created });
  };
  const handler = makeHandler({
    env: {
      HANDLER_AUTH: "passthrough",
      THULIUM_SYSTEM: "acme",
      HANDLER_LOG_LEVEL: "none",
      ...env,
    },
    fetch,
  });
  const post = (
    headers: { readonly authorization: string },
    count = 1,
    type = "application/json",
  ) =>
    handler(
      new Request(`https://handler.example${path}`, {
        method: "POST",
        headers: { ...headers, "content-type": type },
        body: type === "application/json"
          ? JSON.stringify({ customers: people(count) })
          : people(count).map((customer) => `${JSON.stringify(customer)}\n`).join(""),
      }),
    );
  const hold = () => {
    calls.length = 0;
    holds = true;
  };
  /** Lets Thulium answer everything. */
  const letGo = () => {
    holds = false;
    for (const { answer } of held) answer();
  };
  return { post, held, calls, hold, letGo };
};

const statusOf = async (response: Promise<Response>): Promise<number> => {
  const { body, status } = await response;
  await body?.cancel();
  return status;
};

for (const type of ["application/json", "application/x-ndjson"]) {
  Deno.test(`a wrong password costs one call with one customer (${type})`, async () => {
    const { calls, post } = given();
    await refusal(await post(invented(1), 350, type), 401);
    assertEquals(calls.map(({ customers }) => customers), [1]);
  });

  Deno.test(`the first call of a new caller is small, and the next ones are not (${type})`, async () => {
    const { calls, post } = given();
    assertEquals(await statusOf(post(honest, 250, type).then(readAll)), 200);
    assertEquals(calls.map(({ customers }) => customers).sort(byNumber), [1, 50, 99, 100]);
    calls.length = 0;
    assertEquals(await statusOf(post(honest, 200, type).then(readAll)), 200);
    assertEquals(calls.map(({ customers }) => customers), [100, 100]);
  });
}

const byNumber = (a: number, b: number) => a - b;
const readAll = async (response: Response) => {
  await response.text();
  return new Response(null, { status: response.status });
};

Deno.test("a caller whom Thulium knows does not wait for a hundred invented ones", async () => {
  const { held, hold, letGo, post } = given();
  assertEquals(await statusOf(post(honest)), 200);
  hold();
  const others = Array.from({ length: 100 }, (_, i) => statusOf(post(invented(i))));
  await until(() => held.length === 4);
  const answer = statusOf(post(honest));
  await until(() => held.length === 5);
  assertEquals(held[4].authorization, honest.authorization);
  held[4].answer();
  assertEquals(await answer, 200);
  letGo();
  assertEquals(new Set(await Promise.all(others)), new Set([401]));
});

Deno.test("a caller who was just refused waits alone", async () => {
  const { held, hold, letGo, post } = given();
  assertEquals(await statusOf(post(invented(1))), 401);
  hold();
  const again = Array.from({ length: 10 }, () => statusOf(post(invented(1))));
  await until(() => held.length === 1);
  const others = [2, 3, 4, 5].map((i) => statusOf(post(invented(i))));
  await until(() => held.length === 5);
  const counts = held.filter(({ authorization }) => authorization === invented(1).authorization);
  assertEquals(counts.length, 1);
  letGo();
  assertEquals(new Set(await Promise.all([...again, ...others])), new Set([401]));
});

Deno.test("a caller has so many requests at a time, and is told when to come again", async () => {
  const { held, hold, letGo, post } = given({ HANDLER_MAX_REQUESTS_PER_CALLER: "3" });
  assertEquals(await statusOf(post(honest)), 200);
  hold();
  const answers = [1, 2, 3].map(() => statusOf(post(honest)));
  await until(() => held.length === 3);
  const response = await post(honest);
  assertEquals(response.headers.get("retry-after"), "1");
  assertStringIncludes(await refusal(response, 429), "3 requests");
  // The other callers have places of their own.
  const other = statusOf(post(invented(1)));
  await until(() => held.length === 4);
  letGo();
  assertEquals(await Promise.all([...answers, other]), [200, 200, 200, 401]);
  assertEquals(await statusOf(post(honest)), 200);
});

Deno.test("a streamed request is under way until its answer was read or given up", async () => {
  const { post } = given({ HANDLER_MAX_REQUESTS_PER_CALLER: "1" });
  const ndjson = "application/x-ndjson";
  const response = await post(honest, 1000, ndjson);
  assertEquals(response.status, 200);
  await refusal(await post(honest), 429);
  await response.body?.cancel();
  await until(async () => await statusOf(post(honest)) === 200);
  assert((await (await post(honest, 1000, ndjson)).text()).includes('"total":1000'));
  await until(async () => await statusOf(post(honest)) === 200);
});
