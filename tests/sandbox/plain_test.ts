/** The sandbox without Effect: plain values, reached by `connect` of `./promise`. */
import { connect } from "@thulium-effect/batch-customers/promise";
import { ListenError, makeSandbox, serveSandbox } from "@thulium-effect/batch-customers/sandbox";
import { assertEquals, assertRejects, assertThrows } from "../support/assert.ts";

Deno.test("a sandbox without sockets is reached by its connection, and says what it stored", async () => {
  await using sandbox = makeSandbox({ user: "anna", password: "p" });
  await using thulium = connect(sandbox.connection);
  await thulium.add([{ surname: "Kowalska" }]);
  assertEquals(sandbox.customers().map(({ fields }) => fields.surname), ["Kowalska"]);
  assertEquals(sandbox.requests().map(({ method, status }) => [method, status]), [["POST", 200]]);
  sandbox.reset();
  assertEquals([sandbox.customers(), sandbox.requests()], [[], []]);
});

Deno.test("it fails as it is told", async () => {
  await using sandbox = makeSandbox();
  await using thulium = connect({ ...sandbox.connection, log: false });
  sandbox.setFaults({ script: [{ kind: "cut", at: "body", created: true }] });
  const { unknown } = await thulium.add([{ surname: "Kowalska" }]);
  assertEquals([unknown, sandbox.customers().length], [1, 1]);
  assertThrows(() => makeSandbox({ faults: { seed: 1, rate: 2 } }), RangeError);
});

Deno.test("a sandbox over HTTP listens until it is closed", async () => {
  const sandbox = await serveSandbox();
  const { url } = sandbox.connection;
  await using thulium = connect({ ...sandbox.connection, policies: { retry: false } });
  await thulium.addOne({ surname: "Kowalska" });
  assertEquals(sandbox.customers().length, 1);
  const port = Number(new URL(url).port);
  await assertRejects(() => serveSandbox({ port }), ListenError);
  await sandbox[Symbol.asyncDispose]();
  await assertRejects(() => fetch(url), TypeError);
});
