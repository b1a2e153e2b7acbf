/**
 * Turns `Unknown` into the truth: after a call whose result is in doubt, each of its customers is looked
 * up by its key.
 *
 * | found                                        | outcome                                        |
 * |----------------------------------------------|------------------------------------------------|
 * | exactly one                                  | `Created`, with its id                         |
 * | none                                         | `NotSent`: it may be sent again                |
 * | several, another surname, or a failed lookup | `Unknown`, with the reason                     |
 * | not looked up: no key, or its key twice on its way  | `Unknown`, as before                   |
 *
 * The truth is as good as the key: it must be the caller's own and belong to one customer only. A
 * customer that existed with the same key before counts as the one that was sent. A request that has not
 * arrived yet could still create a customer that is not found; the settling delay lets it arrive.
 *
 * @module
 */
import * as Cause from "effect/Cause";
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Option from "effect/Option";
import * as Result from "effect/Result";
import { beforeCall, CurrentRun, ImportRun, sleepUnlessStopped, stopOnAuth } from "../call/run.ts";
import type { Batch } from "../batch/model.ts";
import type { BatchItem } from "../batch/item.ts";
import { BoundedMap } from "../internal/bounded_map.ts";
import type { Send } from "../call/service.ts";
import type { BatchError } from "../outcome/error.ts";
import { batchErrorOf } from "../outcome/error_of.ts";
import { outcomesOf } from "../call/settle.ts";
import { checkDuration, checkInteger } from "../internal/check_option.ts";
import type { Customer } from "../customer/model.ts";
import {
  CustomerLookup,
  type FoundCustomer,
  type Lookup,
  type LookupError,
} from "../call/lookup.ts";
import { LookupOnly, provenAbsent } from "../call/lookup_only.ts";
import { Outcome } from "../outcome/model.ts";
import { type Policy, policy } from "./layer.ts";
import { placesOf, replaceAt } from "./parts.ts";

/** Options of {@linkcode layer}. */
export interface ReconcileOptions {
  /**
   * What a customer is looked up by; `undefined` for one that can't be.
   *
   * @default its identifier, unless blank or with white space at its ends
   */
  readonly key?: ((customer: Customer) => Lookup | undefined) | undefined;
  /**
   * How long to wait before a batch is looked up.
   *
   * @default "2 seconds"
   */
  readonly settleFor?: Duration.Input | undefined;
  /**
   * Most lookups of one batch at a time.
   *
   * @default 4
   */
  readonly concurrency?: number | undefined;
}

/** Looks a customer up by its identifier. */
export const byIdentifier = ({ identifier }: Customer): Lookup | undefined => {
  const value = String(identifier ?? "");
  // Thulium may trim what it stores, so a value with white space at its ends proves nothing.
  return value === "" || value !== value.trim() ? undefined : { by: "identifier", value };
};

/**
 * The policy. Needs a `CustomerLookup`.
 *
 * @throws {RangeError} If an option is not positive and finite.
 */
export const layer = (options: ReconcileOptions = {}): Policy<CustomerLookup> => {
  const { concurrency = 4, key = byIdentifier } = options;
  checkInteger("concurrency", concurrency);
  const settleFor = checkDuration("settleFor", options.settleFor ?? "2 seconds");
  return policy((next) =>
    Effect.map(CustomerLookup, ({ find }) => {
      const underWay = new UnderWay();
      const imports = new WeakMap<ImportRun, Owners>();
      const reconciled = (batch: Batch, lookups: Lookups, owners: Owners) =>
        Effect.flatMap(firstAnswer(next, batch), (answer) => {
          if (Result.isFailure(answer) && answer.failure.delivery !== "unknown") {
            return Effect.fail(answer.failure);
          }
          const outcomes = Result.isSuccess(answer)
            ? answer.success
            : outcomesOf(answer.failure, batch);
          const places = placesOf(outcomes, ({ _tag }) => _tag === "Unknown")
            .filter((place) => underWay.onlyOne(lookups[place]) !== undefined);
          owners.note(batch.items, outcomes);
          if (places.length === 0) return Effect.fromResult(answer);
          // Once the import has stopped nothing is asked any more, and the doubt stays.
          const settled = Effect.forEach(
            places,
            (place) =>
              Effect.suspend(() => {
                const asBefore = Effect.succeed(outcomes[place]);
                const lookup = underWay.onlyOne(lookups[place]);
                return lookup === undefined ? asBefore : Effect.catch(
                  settle(find, batch.items[place], lookup, owners),
                  () => asBefore,
                );
              }),
            { concurrency },
          );
          return sleepUnlessStopped(settleFor).pipe(
            Effect.andThen(settled),
            Effect.map((settled) => replaceAt(outcomes, places, settled)),
            Effect.catch(() => Effect.succeed(outcomes)),
          );
        });
      return (batch) =>
        Effect.flatMap(CurrentRun, (run = new ImportRun()) => {
          const owners = imports.get(run) ?? new Owners();
          imports.set(run, owners);
          const lookups = lookupsOf(batch.items, key);
          underWay.begin(lookups);
          return Effect.ensuring(
            reconciled(batch, lookups, owners),
            Effect.sync(() => underWay.end(lookups)),
          );
        });
    })
  );
};

/** The call's answer; without a call, all customers are in doubt. */
const firstAnswer = (next: Send, batch: Batch) =>
  Effect.flatMap(
    LookupOnly,
    (lookupOnly) =>
      lookupOnly
        ? Effect.succeed(Result.succeed(batch.items.map(() => inDoubt)))
        : Effect.result(next(batch)),
  );

/** Looks one customer up. A lookup that dies is one that failed. */
const settle = (
  find: CustomerLookup["Service"]["find"],
  item: BatchItem,
  lookup: Lookup,
  owners: Owners,
): Effect.Effect<Outcome, BatchError> =>
  Effect.andThen(
    beforeCall,
    Effect.exit(Effect.suspend(() => find(lookup, 2))).pipe(
      Effect.tap(stopIfRefused),
      Effect.map((found) => verdict(item, lookup, found, owners)),
    ),
  );

/** A user whom Thulium refuses to look customers up may add none, either. */
const stopIfRefused = (found: Exit.Exit<unknown, LookupError>): Effect.Effect<void> => {
  const status = Exit.isFailure(found)
    ? Option.getOrUndefined(Cause.findErrorOption(found.cause))?.status
    : undefined;
  return status === 401 || status === 403
    ? stopOnAuth(batchErrorOf({ at: "status", status }))
    : Effect.void;
};

/** How many customers back an id is known to be another row's. */
const rememberedIds = 10_000;

/** Which row of an import an id was given to lately: a lookup must not give it to another one. */
class Owners {
  readonly #rows = new BoundedMap<string, number>(rememberedIds);

  /** Notes what was created. */
  note(items: ReadonlyArray<BatchItem>, outcomes: ReadonlyArray<Outcome>): void {
    items.forEach(({ index }, place) => {
      const outcome = outcomes[place];
      if (outcome?._tag === "Created") this.#rows.set(outcome.customerId, index);
    });
  }

  /** Gives an id to a row, unless it is another one's. */
  claim(id: string, row: number): boolean {
    const isFree = (this.#rows.get(id) ?? row) === row;
    if (isFree) this.#rows.set(id, row);
    return isFree;
  }
}

/** How many customers with a key are on their way, in all imports. */
class UnderWay {
  readonly #counts = new Map<string, number>();

  begin(lookups: Lookups): void {
    for (const lookup of lookups) this.#count(lookup, 1);
  }

  end(lookups: Lookups): void {
    for (const lookup of lookups) this.#count(lookup, -1);
  }

  /** The lookup, unless another customer with its key is on its way: whose would the found one be? */
  onlyOne(lookup: Lookup | undefined): Lookup | undefined {
    return lookup !== undefined && this.#counts.get(nameOf(lookup)) === 1 ? lookup : undefined;
  }

  #count(lookup: Lookup | undefined, change: number): void {
    if (lookup === undefined) return;
    const name = nameOf(lookup);
    const count = (this.#counts.get(name) ?? 0) + change;
    if (count > 0) this.#counts.set(name, count);
    else this.#counts.delete(name);
  }
}

const inDoubt = Outcome.unknown("may have been created before; it has no key to be looked up by");

type Lookups = ReadonlyArray<Lookup | undefined>;

const nameOf = ({ by, value }: Lookup): string => `${by}=${value}`;

/** The lookup of each item, if it has one. */
const lookupsOf = (
  items: ReadonlyArray<BatchItem>,
  key: (customer: Customer) => Lookup | undefined,
): Lookups =>
  items.map(({ customer }) => {
    try {
      return key(customer);
    } catch {
      return undefined;
    }
  });

const isSame = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase();

const verdict = (
  { customer, index }: BatchItem,
  { by, value }: Lookup,
  found: Exit.Exit<ReadonlyArray<FoundCustomer>, LookupError>,
  owners: Owners,
): Outcome => {
  if (Exit.isFailure(found)) return Outcome.unknown("may have been created; the lookup failed");
  // A server that matches parts of an identifier must not be believed.
  const matches = found.value.filter(({ identifier }) =>
    by !== "identifier" || identifier === undefined || identifier === value
  );
  const [match, other] = matches;
  if (other !== undefined) {
    return Outcome.unknown(
      "may have been created; the lookup found several customers with its key",
    );
  }
  if (match === undefined) {
    return found.value.length === 0
      ? provenAbsent
      : Outcome.unknown("may have been created; the lookup found other customers only");
  }
  if (match.surname !== undefined && !isSame(match.surname, customer.surname)) {
    return Outcome.unknown("may have been created; the customer with its key has another surname");
  }
  return owners.claim(match.customerId, index)
    ? Outcome.created(match.customerId)
    : Outcome.unknown("may have been created; the customer with its key is another row");
};
