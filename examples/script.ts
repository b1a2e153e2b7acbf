/**
 * A script in which only one function uses Effect: it takes a list of customers and returns a promise of a report.
 * The report says of each customer that it was created, or why not.
 *
 * Run it with: deno run --allow-net=127.0.0.1 examples/script.ts
 */
import { addCustomers, AuthError, type Report } from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";

// For a real system: `const Thulium = BatchCall.layerEnv()`, without the sandbox.
const Thulium = Sandbox.layerBatchCall().pipe(Layer.provide(Sandbox.layerServer()));

const add = (customers: ReadonlyArray<unknown>): Promise<Report> =>
  Effect.runPromise(Effect.provide(addCustomers<unknown>(customers), Thulium));

const customers = [
  { surname: "Kowalska", email: "anna@example.com" },
  { surname: "Nowak", phone_number: ["600 100 200", "600 100 201"] },
  { name: "Jan" },
  { surname: "Wiśniewska", e_mail: "ewa@example.com" },
];

try {
  const { created, outcomes, total } = await add(customers);
  console.log(`${created} of ${total} created`);
  outcomes.forEach((outcome, i) => {
    const text = "customerId" in outcome ? `id ${outcome.customerId}` : outcome.message;
    console.log(`${i + 1}. ${outcome._tag}: ${text}`);
  });
} catch (error) {
  // The promise is rejected only if no customer was created.
  if (!(error instanceof AuthError)) throw error;
  console.error("Check the user and the password");
  Deno.exitCode = 1;
}
