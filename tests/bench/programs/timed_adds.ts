// Adds the same customers by concurrent `addCustomer` calls and as one list, in alternating rounds. Prints the
// rates in thousand customers per second: timed_adds.ts URL COUNT ROUNDS
import "../../../src/internal/no_async_context.ts";
import * as Effect from "effect/Effect";
import * as Redacted from "effect/Redacted";
import { addCustomer, addCustomers, BatchCall } from "../../../mod.ts";
import { alternate } from "../alternate.ts";
import { customerAt } from "../customers.ts";

const [url] = Deno.args;
const [count, rounds] = Deno.args.slice(1).map(Number);
const customers = Array.from({ length: count }, (_, i) => customerAt(i));
const Thulium = BatchCall.layer({ url, user: "api_user", password: Redacted.make("api_pass") });

const rate = (adding: Effect.Effect<number, unknown, BatchCall>) => async (): Promise<number> => {
  const began = performance.now();
  const created = await Effect.runPromise(Effect.provide(adding, Thulium));
  if (created !== count) throw new Error(`${created} of ${count} created`);
  return count / (performance.now() - began);
};

const ways = {
  single: rate(
    Effect.map(
      Effect.forEach(customers, addCustomer, { concurrency: "unbounded" }),
      (ids) => ids.length,
    ),
  ),
  list: rate(Effect.map(addCustomers(customers), ({ created }) => created)),
};

await alternate(ways, 1, () => {}); // warms the process up
console.log(JSON.stringify(await alternate(ways, rounds, console.error)));
