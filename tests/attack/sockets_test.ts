/** Generated cases over real sockets: on Deno, and in workerd from the bundle that users deploy. */
import { allFaults } from "../../src/sandbox/mod.ts";
import { assert } from "../support/assert.ts";
import { passthrough } from "../handler/given.ts";
import { hosts, startSandbox } from "../handler/hosts.ts";
import { send } from "./connection.ts";
import { Draw } from "./draw.ts";
import { drawBody } from "./generated.ts";
import { personal } from "./rows.ts";
import { isTrue } from "./truth.ts";

const seed = Deno.env.get("ATTACK_SEED") ?? Date.now();
const share = Number(Deno.env.get("ATTACK_CASES") ?? 1500) / 1500;
const together = 16;

/** Faults that end at once. Those that stall or come late would take the time of this test. */
const faults = allFaults.filter(({ kind }) => kind !== "stall" && kind !== "late");

const env = (url: string) => ({
  ...passthrough(url),
  HANDLER_BODY_SECONDS: "1",
  HANDLER_ATTEMPTS: "1",
  HANDLER_BATCH_SIZE: "20",
  HANDLER_MAX_REQUESTS_PER_CALLER: String(2 * together),
});

const counts = { "on deno serve": 200, "on workerd": 100 };

for (const [host, count] of Object.entries(counts)) {
  Deno.test(`${host}, ${count} generated attacks, from seed ${seed}`, async () => {
    const sandbox = await startSandbox();
    const handler = await hosts[host](env(sandbox.url));
    const play = async (token: string) => {
      const draw = new Draw(token);
      const name = `c${token.replaceAll(/\W/g, "_")}`;
      const body = drawBody(draw, name);
      const { answer, sent } = await send(draw, handler.url ?? "", name, body);
      const stored = sandbox.routes.customers.filter(({ fields }) =>
        String(fields.identifier).startsWith(`${name}-`)
      );
      // Customers without an identifier can't be told from those of other cases.
      const told = body.rows?.every((row) => row !== "") ? answer : { ...answer, isWhole: false };
      isTrue(body, told, stored, sent < 0 ? Infinity : sent);
    };
    try {
      sandbox.routes.setFaults({ seed: `${seed}`, rate: 0.2, faults });
      let next = 0;
      const playNext = async () => {
        while (next < count * share) {
          const token = `${seed}/${host}/${next++}`;
          await play(token).catch((cause) => {
            throw new Error(`the case ${token}`, { cause });
          });
        }
      };
      await Promise.all(Array.from({ length: together }, playNext));
      const health = await handler.fetch("/health");
      assert((await health.text()).includes("ok"));
    } finally {
      await handler.close();
      await sandbox.close();
    }
    assert(!handler.log().includes(personal), "a customer's value is in the log");
    assert(!/api_pass|wrong-/.test(handler.log()), "a password is in the log");
    assert(!handler.log().includes('"message":"defect"'), "a defect");
  });
}
