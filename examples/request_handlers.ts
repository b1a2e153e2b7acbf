/**
 * A web server whose POST handler adds one customer. Concurrent requests share calls to Thulium, and each of them
 * gets its own answer.
 *
 * Run it with: deno run --allow-net=127.0.0.1 examples/request_handlers.ts
 */
import { type Customer, makeAddCustomer } from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";
import * as ManagedRuntime from "effect/ManagedRuntime";

const runtime = ManagedRuntime.make(Sandbox.layerTest());

// One function for the whole server. `addCustomer` is the same with the defaults: 100 customers, 10 milliseconds.
// The window is long so that this example makes the same calls on a slow machine. A full batch does not wait.
const addCustomer = await runtime.runPromise(
  makeAddCustomer({ maxCustomers: 25, window: "2 seconds" }),
);

const answer = (customer: Customer) =>
  addCustomer(customer).pipe(
    Effect.map((customerId) => Response.json({ customerId }, { status: 201 })),
    Effect.catchReason(
      "AddCustomerError",
      "Rejected",
      ({ issues, message }) => Effect.succeed(Response.json({ message, issues }, { status: 422 })),
    ),
    // Thulium is unavailable, or it may have created the customer.
    Effect.catch(({ _tag }) => Effect.succeed(Response.json({ error: _tag }, { status: 502 }))),
  );

const server = Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen: () => {} },
  async (request) => await runtime.runPromise(answer(await request.json())),
);

const statuses = await Promise.all(
  Array.from({ length: 101 }, async (_, i) => {
    const customer = i === 7 ? { surname: "" } : { surname: `K${i}` };
    const response = await fetch(`http://127.0.0.1:${server.addr.port}`, {
      method: "POST",
      body: JSON.stringify(customer),
    });
    await response.body?.cancel();
    return response.status;
  }),
);
const calls = await runtime.runPromise(Effect.flatMap(Sandbox, ({ requests }) => requests));
const count = (status: number) => statuses.filter((one) => one === status).length;
console.log(`${count(201)} created, ${count(422)} refused, in ${calls.length} calls to Thulium`);

await server.shutdown();
await runtime.dispose();
