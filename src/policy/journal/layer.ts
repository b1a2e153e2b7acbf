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
 * | that it was created                               | `Unchanged`: not sent, even if its row was edited since; or `Updated`, with `whenChanged: "update"` |
 * | that it was on its way when a run was cut off     | it is looked up (`layerReconcile`), and sent once it is proved that it was not created; without lookups it stays `Unknown` |
 * | that another run is sending it now                | waits for that run, and tells what became of it               |
 *
 * **The same list every night.** With `whenChanged: "update"` only the fields go out whose values differ from what was sent
 * last, and unchanged customers cost nothing but a look into the journal. With `whenNew: "lookup"` customers are found that
 * exist already. `syncPolicies` has both.
 *
 * Updates of the program's own pass through it: they create nobody. The journal does not know what they change.
 *
 * Put it outermost: then it sees a customer once per run, and not each attempt. Elsewhere nobody is created twice either,
 * but a `Reconcile` around it may say `Created` of what another run created.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import * as Stream from "effect/Stream";
import { CustomerLookup } from "../../call/lookup.ts";
import type { AddBatch } from "../../batch/model.ts";
import type { Call, Send } from "../../call/send.ts";
import type { Customer } from "../../customer/model.ts";
import type { Lookup } from "../../call/lookup.ts";
import { checkChoice, checkDuration, checkInteger } from "../../internal/check_option.ts";
import { type Policy, policy } from "../layer.ts";
import { byIdentifier } from "../reconcile/keys.ts";
import { OwnersByRun } from "../reconcile/id_owners.ts";
import type { ReconcileOptions } from "../reconcile/layer.ts";
import { Lookups } from "../reconcile/lookups.ts";
import type { Journal } from "./terms.ts";
import { sendOnce } from "./send_once.ts";
import { sendThrough } from "./through.ts";
import { KeysByRun } from "./run_keys.ts";
import { JournalStore, type JournalStoreError } from "./store.ts";
import { toItsEnd } from "./store_call.ts";

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
  /**
   * What happens to a customer whose row differs from what was sent for it last.
   *
   * `keep`: nothing. It is `Unchanged`, and `differs` says so. `update`: the fields that differ are sent as an update, and
   * the customer is `Updated`. Rows without a key are then `Rejected`, because a changed one would be created again, and so
   * is the second of two rows of one import that have the same key and other values.
   *
   * @default "keep"
   */
  readonly whenChanged?: "keep" | "update" | undefined;
  /**
   * What an update does with fields that were sent before and that the row does not have any more: `keep` leaves them as
   * they are in Thulium, `clear` empties them. A value that is there and empty is sent in any case.
   *
   * @default "keep"
   */
  readonly whenEmpty?: "keep" | "clear" | undefined;
  /**
   * The time of the list that is imported, in milliseconds since 1970: `Date.now()` when the import begins. The journal then
   * notes whom the list has, so that {@linkcode missing} can tell afterwards who was not in it.
   *
   * @default none: nothing is noted
   */
  readonly listedAt?: number | undefined;
  /**
   * Most customers that are sent at once. Which rows of a batch are as they were is found out for all of them together; the
   * others are sent in parts, one after the other. So large batches suit lists of which little changes: they take less time,
   * and fewer calls.
   *
   * @default as many as the batch has
   */
  readonly maxSent?: number | undefined;
}

/**
 * Options of {@linkcode layerReconcile}.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `name` | required | The journal's name: one for all runs that must not create the same customers, and another name for others. |
 * | `key` | its identifier | What makes a customer the same one in two runs, and what it is looked up by. |
 * | `absentAfter` | "1 minute" | How long Thulium may work on a request that was given up. |
 * | `whenChanged` | "keep" | What happens to a customer whose row differs from what was sent for it last. |
 * | `whenEmpty` | "keep" | What an update does with fields that were sent before and that the row does not have any more: `keep` leaves them as they are in Thulium, `clear` empties them. |
 * | `listedAt` | none: nothing is noted | The time of the list that is imported, in milliseconds since 1970: `Date.now()` when the import begins. |
 * | `maxSent` | as many as the batch has | Most customers that are sent at once. |
 * | `settleFor` | "2 seconds" | How long after the call the customers in doubt are looked up for the first time. |
 * | `resends` | 2 | How often a customer that was proved absent is sent again by the same import. |
 * | `concurrency` | 4 | The most lookups at a time for one batch. |
 * | `checkPermission` | true | Whether an import makes a lookup before its first call, to see whether the user may make any. |
 */
export interface JournalReconcileOptions
  extends JournalOptions, Omit<ReconcileOptions, keyof JournalOptions> {
  /**
   * What happens to a customer of which the journal knows nothing.
   *
   * `create`: it is created. `lookup`: it is looked up first. If Thulium has one customer with its key, the journal knows it
   * from then on, and `whenChanged` says what happens to it. If it has several, the row is `Rejected`.
   *
   * @default "create"
   */
  readonly whenNew?: "create" | "lookup" | undefined;
}

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
        ...terms.shared(),
        next,
        entries: open(options.name),
        lookups: undefined,
        doubts: { settleMillis: 0, patienceMillis, resends: 0, updates: terms.updates },
        sync: { ...terms.sync(), lookups: undefined },
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
  const {
    checkPermission = true,
    concurrency = 4,
    resends = 2,
    settleFor = "2 seconds",
    whenNew = "create",
  } = options;
  checkInteger("concurrency", concurrency);
  checkInteger("resends", resends, 0);
  checkChoice("whenNew", whenNew, ["create", "lookup"]);
  const settleMillis = Duration.toMillis(checkDuration("settleFor", settleFor));
  return policy((next) =>
    Effect.gen(function* () {
      const { open } = yield* JournalStore;
      const { find } = yield* CustomerLookup;
      const lookups = new Lookups(find, { key: options.key ?? byIdentifier, concurrency });
      const first = checkPermission ? lookups.checkPermission : Effect.void;
      const journal: Journal = {
        ...terms.shared(),
        next,
        entries: open(options.name),
        lookups,
        doubts: { settleMillis, patienceMillis, resends, updates: terms.updates },
        sync: { ...terms.sync(), lookups: whenNew === "lookup" ? lookups : undefined },
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

const checkOptions = (options: JournalOptions) => {
  const { absentAfter = "1 minute", key = byIdentifier, listedAt = 0, name } = options;
  const { maxSent, whenChanged = "keep", whenEmpty = "keep" } = options;
  if (name === "") throw new RangeError("name must not be empty");
  checkChoice("whenChanged", whenChanged, ["keep", "update"]);
  checkChoice("whenEmpty", whenEmpty, ["keep", "clear"]);
  checkInteger("listedAt", listedAt, 0);
  if (maxSent !== undefined) checkInteger("maxSent", maxSent);
  const absentMillis = Duration.toMillis(checkDuration("absentAfter", absentAfter));
  const updates = whenChanged === "update";
  return {
    updates,
    // What is learned of the timeouts, of ids and of keys belongs to one program.
    shared: () => ({ key, claims: { absentMillis }, owners: new OwnersByRun() }),
    sync: () => ({
      listedAt,
      whenEmpty,
      maxSent: maxSent ?? Infinity,
      keys: updates ? new KeysByRun() : undefined,
    }),
  };
};

/** Options of {@linkcode missing}. */
export interface MissingOptions {
  /** The journal's name. */
  readonly name: string;
  /** The time of the list, as it was given to the journal. */
  readonly listedAt: number;
}

/**
 * The ids of the customers that the journal knows, and that no list of this time or a later one had: customers that are
 * gone from the source, perhaps. Ask only if the list was read to its end.
 *
 * A row that was invalid, and so never reached the journal, counts as missing. Nothing is deleted.
 *
 * @throws {RangeError} If the time is no whole number, or negative.
 *
 * @example
 * ```ts
 * import * as Effect from "effect/Effect";
 * import * as Stream from "effect/Stream";
 * import { Journal } from "@thulium-effect/batch-customers";
 *
 * const printMissing = (listedAt: number) =>
 *   Journal.missing({ name: "customers", listedAt }).pipe(
 *     Stream.runForEach((customerId) => Effect.logInfo(`not in the list: ${customerId}`)),
 *   );
 * ```
 */
export const missing = (
  { listedAt, name }: MissingOptions,
): Stream.Stream<string, JournalStoreError, JournalStore> => {
  checkInteger("listedAt", listedAt, 0);
  return Stream.unwrap(Effect.map(JournalStore, ({ open }) => {
    const entries = open(name);
    return Stream.paginate(
      "",
      (after) =>
        Effect.map(toItsEnd("read", [], entries.missing(listedAt, after, perPage)), (found) => [
          found.map(({ customerId }) => customerId),
          found.length < perPage ? Option.none() : Option.fromNullishOr(found.at(-1)?.key),
        ]),
    );
  }));
};

const perPage = 1000;
