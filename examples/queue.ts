/**
 * A consumer of a queue that may deliver a message twice. A message is acknowledged only after its customer has an outcome,
 * so none is lost; and the journal knows who was created, so none is added twice. Here the first delivery loses an answer,
 * and the consumer ends before it acknowledges anything.
 *
 * Run it with: deno run examples/queue.ts
 */
import {
  durablePolicies,
  importCustomers,
  type ImportedCustomer,
  JournalMemory,
  ReferencedRow,
} from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Stream from "effect/Stream";

/** Stands for SQS, RabbitMQ and the like: what is not acknowledged is delivered again. */
const queue = new Map<string, unknown>([
  ["m-1", { identifier: "lead-1", surname: "Kowalska" }],
  ["m-2", { identifier: "lead-2", surname: "" }],
  ["m-3", { identifier: "lead-3", surname: "Nowak" }],
  ["m-4", { identifier: "lead-3", surname: "Nowak" }], // the producer sent it twice
]);
const acknowledge = (message: string) => Effect.sync(() => queue.delete(message));
const deadLetters: Array<string> = [];

/** Only what is over is acknowledged. The rest comes again: the journal then looks up who is in doubt. */
const settle = ({ outcome, reference }: ImportedCustomer) =>
  Effect.gen(function* () {
    const message = String(reference);
    console.log(`${message}: ${outcome._tag}`);
    if (outcome._tag === "Unknown" || outcome._tag === "NotSent") return;
    if (outcome._tag === "Rejected") deadLetters.push(message);
    yield* acknowledge(message);
  });

/** One delivery of the queue. The reference says which message a row came in. */
const consume = (each: (customer: ImportedCustomer) => Effect.Effect<void>) => {
  const messages = Stream.fromIterable(queue);
  const rows = Stream.map(messages, ([message, row]) => new ReferencedRow(row, message));
  return Stream.runForEach(importCustomers(rows), each);
};

const program = Effect.gen(function* () {
  const { customers, setFaults } = yield* Sandbox;
  yield* setFaults({ script: [{ kind: "cut", at: "before-headers", created: true }] });
  yield* consume(() => Effect.interrupt).pipe(Effect.exit);
  yield* consume(settle);
  console.log(`${(yield* customers).length} stored, ${queue.size} left, rejected: ${deadLetters}`);
});

const Thulium = durablePolicies({ journal: { name: "leads", settleFor: "10 millis" } }).pipe(
  // A journal that outlives the program is `JournalFile` of `./sqlite`, or `JournalSql` in a database.
  Layer.provide([Sandbox.layerBatchCall(), Sandbox.layerLookup(), JournalMemory.layer]),
  Layer.provideMerge(Sandbox.layer()),
);
await Effect.runPromise(Effect.provide(program, Thulium));
