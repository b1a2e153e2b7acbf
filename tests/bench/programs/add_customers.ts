// A minimal program with the standard policies. The size of its bundle is measured.
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import { addCustomers, BatchCall, standardPolicies } from "../../../mod.ts";

const Thulium = standardPolicies().pipe(Layer.provide(
  BatchCall.layer({ system: "acme", user: "api_user", password: Redacted.make("api_pass") }),
));

const program = addCustomers([{ surname: "Kowalska" }]).pipe(Effect.provide(Thulium));

console.log((await Effect.runPromise(program)).created);
