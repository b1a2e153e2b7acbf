/** Bodies that break off and callers who leave, on real sockets: what did not come as a whole is not sent. */
import { assert, assertEquals, assertStringIncludes } from "../support/assert.ts";
import { callRaw, chunk, chunked, headOf } from "../support/raw_caller.ts";
import { passthrough, until } from "./given.ts";
import { hosts, startSandbox } from "./hosts.ts";

const bodies: { readonly [type: string]: string } = {
  "text/csv": "surname;identifier;phone_number\nKowal;K-1;600100100\nNowak;K-2;6001",
  "application/x-ndjson": '{"surname":"Kowal"}\n{"surname":"Nowak"}',
};

const framings: { readonly [framing: string]: (body: string) => string } = {
  "content-length: 1000": (body) => body,
  [chunked]: chunk,
};

for (const host of ["on deno serve", "on workerd"]) {
  Deno.test(`${host}, a row that the end of a broken body cut off is never sent`, async (t) => {
    const sandbox = await startSandbox();
    const handler = await hosts[host]({ ...passthrough(sandbox.url), HANDLER_BODY_SECONDS: "1" });
    const surnames = () => sandbox.routes.customers.map(({ fields }) => fields.surname);
    try {
      for (const [type, body] of Object.entries(bodies)) {
        for (const [framing, framed] of Object.entries(framings)) {
          // To stall takes a second. What is waited for then does not depend on the framing.
          const ends = framing === chunked
            ? ["ends", "leaves", "stalls"] as const
            : ["ends", "leaves"] as const;
          for (const end of ends) {
            await t.step(`${type}, ${framing}, the caller ${end}`, async () => {
              sandbox.routes.reset();
              const before = sandbox.routes.customers.length;
              const caller = await callRaw(handler.url ?? "");
              const id = `${end}-${type}-${framing}`.replace(/[^a-z]/g, "-");
              await caller.write(headOf(id, type, framing) + framed(body));
              if (end === "ends") await caller.end();
              if (end === "leaves") caller.leave();
              // The caller who stalls is still there, and has sent one row as a whole.
              if (end === "stalls") {
                assertStringIncludes(await caller.answer('"total"'), '{"total":1,"created":1');
              }
              await until(() => handler.log().includes(id));
              caller.leave();
              assertEquals(surnames().slice(before), end === "stalls" ? ["Kowal"] : []);
            });
          }
        }
      }
    } finally {
      await handler.close();
      await sandbox.close();
    }
  });
}

Deno.test("on deno serve, nothing is sent for a caller who left when the body was read", async (t) => {
  const sandbox = await startSandbox();
  const handler = await hosts["on deno serve"]({
    ...passthrough(sandbox.url),
    HANDLER_BATCH_SIZE: "10",
    HANDLER_CUSTOMERS_PER_SECOND: "10",
  });
  const waysToLeave = (type: string) =>
    type === "application/json"
      ? [[false, 0], [true, 0], [false, 100], [true, 100]] as const
      : [[false, 0], [true, 100]] as const;
  const rows = Array.from({ length: 50 }, (_, i) => JSON.stringify({ surname: `K${i}` }));
  const requests: { readonly [type: string]: string } = {
    "application/json": `{"customers":[${rows}]}`,
    "application/x-ndjson": rows.map((row) => `${row}\n`).join(""),
  };
  try {
    for (const [type, body] of Object.entries(requests)) {
      for (const [isSplit, millis] of waysToLeave(type)) {
        const how = `${isSplit ? "head and body apart" : "all at once"}, left after ${millis} ms`;
        await t.step(`${type}, ${how}`, async () => {
          const used = await callRaw(handler.url ?? "");
          const first = `{"customers":[${rows.slice(0, 10)}]}`;
          await used.write(
            headOf("uses-the-rate-up", "application/json", `content-length: ${first.length}`),
          );
          await used.write(first);
          await used.answer('"9":');
          used.leave();
          sandbox.routes.reset();
          const caller = await callRaw(handler.url ?? "");
          const id = `leaves-${type}-${isSplit}-${millis}`.replace(/[^a-z0-9]/g, "-");
          const head = headOf(id, type, `content-length: ${body.length}`);
          if (isSplit) {
            await caller.write(head);
            await new Promise((resolve) => setTimeout(resolve, 20));
          }
          await caller.write(isSplit ? body : head + body);
          await new Promise((resolve) => setTimeout(resolve, millis));
          caller.leave();
          await until(() => handler.log().includes(id));
          assertEquals(sandbox.routes.requests, []);
        });
      }
    }
    assert(!/"level":"(?:WARN|ERROR)".*defect/.test(handler.log()));
  } finally {
    await handler.close();
    await sandbox.close();
  }
});
