/**
 * Tests of your own without Effect, here with the test runner of Node: the sandbox stands in for Thulium, and fails as it is
 * told. There are no sockets, no account and no mocks.
 *
 * Run it with: deno test examples/promise
 */
import { connect } from "@thulium-effect/batch-customers/promise";
import { makeSandbox } from "@thulium-effect/batch-customers/sandbox";
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeForm } from "./form.ts";

const sent = (fields: Record<string, string>) =>
  new Request("https://example.com", { method: "POST", body: new URLSearchParams(fields) });

/** A form in front of a new sandbox. Retries wait a thousandth of a second at most, and the log is quiet. */
const setUp = () => {
  const sandbox = makeSandbox();
  const policies = { retry: { baseWait: 1, maxWait: 1 } };
  const thulium = connect({ ...sandbox.connection, policies, log: false });
  return { sandbox, thulium, answer: makeForm(thulium) };
};

test("a form becomes a customer, without the fields that are empty", async () => {
  const { answer, sandbox, thulium } = setUp();
  await using _ = thulium;
  const response = await answer(sent({ surname: "Kowalska", name: "" }));
  assert.deepEqual(await response.json(), { id: "13" });
  assert.deepEqual(sandbox.customers().map(({ fields }) => fields), [{ surname: "Kowalska" }]);
});

test("what is wrong is said field by field, and nothing is sent", async () => {
  const { answer, sandbox, thulium } = setUp();
  await using _ = thulium;
  const response = await answer(sent({ surname: "" }));
  assert.equal(response.status, 400);
  assert.deepEqual(await response.json(), {
    issues: [{ path: "surname", message: "is required" }],
  });
  assert.equal(sandbox.requests().length, 0);
});

test("a customer is added although Thulium was busy at first", async () => {
  const { answer, sandbox, thulium } = setUp();
  await using _ = thulium;
  sandbox.setFaults({ script: [{ kind: "status", status: 429, created: false }] });
  assert.equal((await answer(sent({ surname: "Nowak" }))).status, 201);
});

test("after a lost answer nobody is asked to send the form again", async () => {
  const { answer, sandbox, thulium } = setUp();
  await using _ = thulium;
  sandbox.setFaults({ script: [{ kind: "cut", at: "before-headers", created: true }] });
  const response = await answer(sent({ surname: "Nowak" }));
  assert.match(await response.text(), /do not send it again/);
  assert.equal(sandbox.customers().length, 1);
});
