/**
 * Creates nobody twice over several runs: an import can be cut off anywhere and started again, begun twice at the
 * same time, or shared by several machines.
 *
 * A journal knows customers **by key**: by their identifiers, or by their whole content if they have none. Rows may
 * move, come again in another list, or be sent by another program. Before a customer is sent, its key is claimed in a
 * store; what became of it is written after the call. `passage.ts` says what happens to a customer, `format.md` what is
 * stored.
 *
 * | the journal knows of the customer                 | what happens                                                  |
 * |---------------------------------------------------|---------------------------------------------------------------|
 * | nothing, or that it was rejected or not sent      | it is sent                                                    |
 * | that it was created                               | `Unchanged`: not sent, even if its row was edited since       |
 * | that it was on its way when a run was cut off     | it is looked up (`layerReconcile`), and sent once it is proved that it was not created; without lookups it stays `Unknown` |
 * | that another run is sending it now                | waits for that run, and tells what became of it               |
 *
 * Updates pass through it: they create nobody.
 *
 * Put it outermost: then it sees a customer once per run, and not each attempt. Elsewhere nobody is created twice either,
 * but a `Reconcile` around it may say `Created` of what another run created.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import { CustomerLookup } from "../../call/lookup.ts";
import { CurrentRun, type ImportRun } from "../../call/run.ts";
import type { AddBatch } from "../../batch/model.ts";
import type { Call, Send } from "../../call/send.ts";
import type { Customer } from "../../customer/model.ts";
import type { Lookup } from "../../call/lookup.ts";
import { checkDuration, checkInteger } from "../../internal/check_option.ts";
import { type Policy, policy } from "../layer.ts";
import { byIdentifier } from "../reconcile/keys.ts";
import { OwnersByRun } from "../reconcile/id_owners.ts";
import type { ReconcileOptions } from "../reconcile/layer.ts";
import { Lookups } from "../reconcile/lookups.ts";
import { type Journal, sendThrough } from "./passage.ts";
import { JournalStore } from "./store.ts";

/** Options of {@linkcode layer}. */
export interface JournalOptions {
  /** The journal's name: one for all runs that must not create the same customers, and another name for others. */
  readonly name: string;
  /**
   * What makes a customer the same one in two runs, and what it is looked up by. Where it gives `undefined`, the
   * customer is known by its whole content. Do not change it while the journal is in use.
   *
   * @default its identifier
   */
  readonly key?: ((customer: Customer) => Lookup | undefined) | undefined;
  /**
   * How long Thulium may work on a request that was given up. Only after that time a lookup that does not find a
   * customer proves that it was not created. Thulium does not say how long it works on such a request, so this is an
   * assumption. With less time customers may be created twice.
   *
   * @default "1 minute"
   */
  readonly absentAfter?: Duration.Input | undefined;
}

/** Options of {@linkcode layerReconcile}. */
export interface JournalReconcileOptions
  extends JournalOptions, Omit<ReconcileOptions, keyof JournalOptions> {}

/** How long a customer is waited for that another run goes on sending. */
const patienceMillis = 600_000;

/**
 * The policy without lookups: customers in doubt stay `Unknown`, in this run and in later ones. Needs a
 * `JournalStore`.
 *
 * @throws {RangeError} If the name is empty, or the duration not positive and finite.
 */
export const layer = (options: JournalOptions): Policy<JournalStore> => {
  const terms = checkOptions(options);
  return policy((next) =>
    Effect.map(JournalStore, ({ open }) => {
      const journal: Journal = {
        ...terms(),
        next,
        entries: open(options.name),
        lookups: undefined,
        doubts: { settleMillis: 0, patienceMillis, resends: 0 },
      };
      const place = { open, name: options.name };
      return creations(next, (batch) =>
        sendOnce(place, next, batch, () => sendThrough(journal, batch)));
    })
  );
};

/**
 * The policy with lookups: customers in doubt, of this run and of earlier ones, are looked up and then settled, or
 * sent again. It needs a `CustomerLookup` as well, and no `Reconcile` inside.
 *
 * @throws {RangeError} If the name is empty, or another option invalid.
 */
export const layerReconcile = (
  options: JournalReconcileOptions,
): Policy<JournalStore | CustomerLookup> => {
  const terms = checkOptions(options);
  const { checkPermission = true, concurrency = 4, resends = 2, settleFor = "2 seconds" } = options;
  checkInteger("concurrency", concurrency);
  checkInteger("resends", resends, 0);
  const settleMillis = Duration.toMillis(checkDuration("settleFor", settleFor));
  return policy((next) =>
    Effect.gen(function* () {
      const { open } = yield* JournalStore;
      const { find } = yield* CustomerLookup;
      const lookups = new Lookups(find, { key: options.key ?? byIdentifier, concurrency });
      const first = checkPermission ? lookups.checkPermission : Effect.void;
      const journal: Journal = {
        ...terms(),
        next,
        entries: open(options.name),
        lookups,
        doubts: { settleMillis, patienceMillis, resends },
      };
      const place = { open, name: options.name };
      return creations(next, (batch) =>
        sendOnce(
          place,
          next,
          batch,
          () => Effect.andThen(first, sendThrough(journal, batch)),
        ));
    })
  );
};

/** Updates create nobody: they pass, and are not written down. */
const creations = (next: Send, through: (batch: AddBatch) => Call): Send => (batch) =>
  batch.operation === "update" ? next(batch) : through(batch);

const checkOptions = ({ absentAfter = "1 minute", key = byIdentifier, name }: JournalOptions) => {
  if (name === "") throw new RangeError("name must not be empty");
  const absentMillis = Duration.toMillis(checkDuration("absentAfter", absentAfter));
  // What is learned of the timeouts, and of ids, belongs to one program.
  return () => ({ key, claims: { absentMillis }, owners: new OwnersByRun() });
};

/** Which journal of which store. */
interface Place {
  readonly open: JournalStore["Service"]["open"];
  readonly name: string;
}

/** A journal that is put on twice would wait for itself. An import that a policy inside makes is another matter. */
const sendOnce = (
  { name, open }: Place,
  next: Send,
  batch: AddBatch,
  through: () => Call,
): Call =>
  Effect.gen(function* () {
    const run = yield* CurrentRun;
    const outer = yield* OuterJournals;
    const isOuter = outer.some((one) => one.open === open && one.name === name && one.run === run);
    return yield* isOuter ? next(batch) : Effect.provideService(
      Effect.suspend(through),
      OuterJournals,
      [...outer, { open, name, run }],
    );
  });

/** The journals that a call has passed, and the import that it belongs to. */
const OuterJournals = /* @__PURE__ */ Context.Reference<
  ReadonlyArray<Place & { readonly run: ImportRun | undefined }>
>(
  "@thulium-effect/batch-customers/OuterJournals",
  { defaultValue: () => [] },
);
