/**
 * One submission of the form, as a Durable Object that keeps a journal: a customer is created at most once, however often
 * the form is sent. A customer in doubt stays in doubt; with `durablePolicies` and a `CustomerLookup` it would be looked up,
 * but the visitor would wait for a minute.
 */
import {
  addCustomers,
  BatchCall,
  Journal,
  JournalDurableObject,
  Retry,
  stack,
} from "@thulium-effect/batch-customers";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import { answerFor, later } from "./answer.ts";

type Storage = Parameters<typeof JournalDurableObject.layer>[0] & {
  readonly setAlarm: (time: number) => Promise<void>;
  readonly deleteAll: () => Promise<void>;
};

type Variable = "THULIUM_URL" | "THULIUM_USER" | "THULIUM_PASSWORD";

const week = 7 * 24 * 3_600_000;

/** The class of the objects. */
export class Submission {
  readonly #storage: Storage;
  readonly #call: Parameters<typeof BatchCall.layer>[0];

  constructor(
    { storage }: { readonly storage: Storage },
    { THULIUM_PASSWORD, THULIUM_URL: url, THULIUM_USER: user }: Readonly<Record<Variable, string>>,
  ) {
    this.#storage = storage;
    this.#call = { url, user, password: Redacted.make(THULIUM_PASSWORD), timeout: "10 seconds" };
  }

  /** Adds the customer, or says what became of it before. */
  async fetch(request: Request): Promise<Response> {
    await this.#storage.setAlarm(Date.now() + week);
    const thulium = stack(
      BatchCall.layer(this.#call),
      Retry.layer({ attempts: 3 }),
      Journal.layer({ name: "lead" }),
    ).pipe(Layer.provide(JournalDurableObject.layer(this.#storage)));
    return await addCustomers<unknown>([await request.json()]).pipe(
      Effect.match({ onSuccess: ({ outcomes }) => answerFor(outcomes[0]), onFailure: later }),
      Effect.provide(thulium),
      Effect.runPromise,
    );
  }

  /** Forgets the submission. */
  alarm(): Promise<void> {
    return this.#storage.deleteAll();
  }
}
