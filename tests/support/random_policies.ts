/** Every policy, with short limits, for random stacks of policies. */
import {
  type BatchCall,
  CircuitBreaker,
  Concurrency,
  type CustomerLookup,
  Journal,
  RateLimit,
  Reconcile,
  Retry,
  Split,
  stack,
  Timeout,
} from "../../mod.ts";
import { Sandbox } from "../../src/sandbox/mod.ts";
import * as Layer from "effect/Layer";
import type * as KeyValueStore from "effect/persistence/KeyValueStore";

/** A layer by name. A journal is named after its place in the stack, so that two journals share nothing. */
const policies = {
  retry: () => Retry.layer({ attempts: 3, baseWait: "1 second" }),
  concurrency: () => Concurrency.layer({ limit: 2 }),
  adaptive: () => Concurrency.layerAdaptive({ initial: 2, max: 3 }),
  rateLimit: () =>
    RateLimit.layer({
      requests: { limit: 4, per: "2 seconds" },
      customers: { limit: 20, per: "5 seconds" },
    }),
  timeout: () => Timeout.layer({ duration: "15 seconds" }),
  breaker: () => CircuitBreaker.layer({ opensAt: { failures: 2 }, openFor: "5 seconds" }),
  waitingBreaker: () =>
    CircuitBreaker.layer({ opensAt: { failures: 2 }, openFor: "5 seconds", whileOpen: "wait" }),
  split: () => Split.layer({ statuses: [413] }),
  reconcile: () => Reconcile.layer(),
  journal: (place: number) => Journal.layer({ name: `journal-${place}` }),
};

export type PolicyName = keyof typeof policies;
export const policyNames = Object.keys(policies) as [PolicyName, ...Array<PolicyName>];

/** A `BatchCall` to the sandbox through the named policies. The first name is the innermost policy. */
export const layerThrough = (
  names: ReadonlyArray<PolicyName>,
): Layer.Layer<BatchCall, never, Sandbox | KeyValueStore.KeyValueStore> => {
  const layers: ReadonlyArray<
    Layer.Layer<BatchCall, never, BatchCall | CustomerLookup | KeyValueStore.KeyValueStore>
  > = names.map((name, place) => policies[name](place));
  return stack(Sandbox.layerBatchCall(), ...layers).pipe(
    Layer.provide(Sandbox.layerLookup()),
  );
};
