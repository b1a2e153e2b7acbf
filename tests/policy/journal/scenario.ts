/** Imports with a journal over one sandbox and one store, in virtual time. */
import {
  addCustomers,
  type AddCustomersOptions,
  type CustomerLookup,
  Journal,
  JournalMemory,
  type JournalStore,
  type Policy,
  type Report,
} from "../../../mod.ts";
import { type Fault, Sandbox } from "../../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as TestClock from "effect/testing/TestClock";

export const person = (i: number) => ({ surname: `K${i}`, identifier: `id-${i}` });
export const people = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => person(from + i));
export const tags = ({ outcomes }: Report) => outcomes.map(({ _tag }) => _tag).join(" ");

export type Needs = JournalStore | CustomerLookup;

/** Journals of one name, each of a program of its own. */
export const journal = (): Policy<Needs> => Journal.layer({ name: "spring" });
export const reconciling = (
  options: Omit<Journal.JournalReconcileOptions, "name"> = {},
): Policy<Needs> => Journal.layerReconcile({ name: "spring", ...options });

/** A program over one sandbox and one store. */
export const scenario = <E>(
  body: Effect.Effect<unknown, E, Sandbox | Needs>,
  store: Layer.Layer<JournalStore> = JournalMemory.layer,
): Effect.Effect<unknown, E> =>
  Effect.provide(
    body,
    Layer.mergeAll(Layer.provideMerge(Sandbox.layerLookup(), Sandbox.layer()), store),
  );

/** Starts an import. */
export const starting = (
  customers: ReadonlyArray<unknown>,
  through: Policy<Needs> = journal(),
  options: AddCustomersOptions = {},
  call: Parameters<typeof Sandbox.layerBatchCall>[0] = {},
) =>
  Effect.forkChild(
    addCustomers<unknown>(customers, { maxCustomers: 2, concurrency: 1, ...options }).pipe(
      Effect.provide(Layer.provide(through, Sandbox.layerBatchCall(call))),
    ),
  );

/** Imports, with time for whatever it waits for. */
export const importing = (
  customers: ReadonlyArray<unknown>,
  through?: Policy<Needs>,
  faults: ReadonlyArray<Fault | null> = [],
) =>
  Effect.gen(function* () {
    yield* (yield* Sandbox).setFaults({ script: faults });
    const fiber = yield* starting(customers, through);
    yield* TestClock.adjust("20 minutes");
    return yield* Fiber.join(fiber);
  });

/** The surnames that the sandbox stored. */
export const stored = Effect.flatMap(
  Sandbox,
  ({ customers }) =>
    Effect.map(customers, (all) => all.map(({ fields }) => String(fields.surname)).sort()),
);

/** The number of requests with this method. */
export const requests = (method: string) =>
  Effect.flatMap(
    Sandbox,
    ({ requests }) =>
      Effect.map(requests, (all) => all.filter((request) => request.method === method).length),
  );
export const posts = requests("POST");

export const cut = (created: boolean): Fault => ({ kind: "cut", at: "body", created });
export const late = (seconds: number): Fault => ({ kind: "late", seconds });
