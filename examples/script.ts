/**
 * A plain script: one function that gives a promise, and the rest knows nothing of Effect. A list goes in, and
 * each customer comes out as created, or with the reason why not.
 *
 * Run it with: deno run --allow-net=127.0.0.1 examples/script.ts
 */
import { addCustomers, AuthError, type Report } from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";

// For a real system: `const Thulium = BatchCall.layerConfig()`, and nothing of the sandbox.
const Thulium = Sandbox.layerBatchCall().pipe(Layer.provide(Sandbox.layerServer()));

const add = (customers: ReadonlyArray<unknown>): Promise<Report> =>
  Effect.runPromise(Effect.provide(addCustomers(customers), Thulium));

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
    const text = outcome._tag === "Created" ? `id ${outcome.customerId}` : outcome.message;
    console.log(`${i + 1}. ${outcome._tag}: ${text}`);
  });
} catch (error) {
  // A promise is rejected only if nothing was created.
  if (!(error instanceof AuthError)) throw error;
  console.error("Check the user and the password");
  Deno.exitCode = 1;
}
