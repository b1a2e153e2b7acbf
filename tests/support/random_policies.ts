/** Every policy, with short limits, for random stacks of policies. */
import {
  type BatchCall,
  CircuitBreaker,
  Concurrency,
  type CustomerLookup,
  Journal,
  type JournalStore,
  type Policy,
  RateLimit,
  Reconcile,
  Retry,
  Split,
  stack,
  Timeout,
} from "../../mod.ts";
import { policy } from "../../src/policy/mod.ts";
import { Sandbox } from "../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";

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
  reconcilingJournal: (place: number) => Journal.layerReconcile({ name: `journal-${place}` }),
};

export type PolicyName = keyof typeof policies;
export const policyNames = Object.keys(policies) as [PolicyName, ...Array<PolicyName>];

type Needs = CustomerLookup | JournalStore;

/** The named policies. The first name is the innermost policy. */
export const policiesOf = (names: ReadonlyArray<PolicyName>): Policy<Needs> => {
  const through: Policy<Needs> = policy((next) => Effect.succeed(next));
  const layers: ReadonlyArray<Policy<Needs>> = names.map((name, place) => policies[name](place));
  return stack(through, ...layers);
};

/** A `BatchCall` to the sandbox through the named policies. */
export const layerThrough = (
  names: ReadonlyArray<PolicyName>,
): Layer.Layer<BatchCall, never, Sandbox | JournalStore> =>
  policiesOf(names).pipe(Layer.provide([Sandbox.layerBatchCall(), Sandbox.layerLookup()]));
