/**
 * The lookups of the customers of all imports that share a layer: which customers can be looked up, whether the user may
 * do it, and what a lookup says.
 *
 * - **Nothing here fails because of a lookup.** A lookup that fails or dies is a verdict.
 * - **Wrong credentials (401) stop the import.**
 * - **A refused lookup (403) does not:** a user who may add customers need not have the right to look them up. The import
 *   makes no more lookups.
 * - **An empty value is never looked up:** it would find everybody who has none.
 *
 * @module
 */
import * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Option from "effect/Option";
import type { BatchItem } from "../../batch/item.ts";
import { isLookable } from "../../call/lookable.ts";
import type { Find, FoundCustomer, Lookup, LookupError } from "../../call/lookup.ts";
import { count, recordEvent } from "../../call/events.ts";
import { beforeCall, CurrentRun, ImportRun, stopOnAuth, unlessStopped } from "../../call/run.ts";
import { unlessStoppedMeanwhile } from "../../call/wait.ts";
import type { Customer } from "../../customer/model.ts";
import type { BatchError } from "../../outcome/error.ts";
import { batchErrorOf } from "../../outcome/error_of.ts";
import { formsOf, type Match, matchOf } from "./match.ts";
import { LookupPermission } from "./permission.ts";
import { isPlaceholder } from "./placeholder.ts";
import { hasComparableForm } from "./same_key.ts";
import { failedLookup, type Verdict, verdictOn } from "./verdict.ts";
import { outcomeTexts } from "../../outcome/texts.ts";

/** What a customer is looked up by; `undefined` if it cannot be looked up. */
export type KeyOf = (customer: Customer) => Lookup | undefined;

/** How customers are looked up. */
export interface LookupSettings {
  readonly key: KeyOf;
  /** The most lookups at a time for one list of customers. */
  readonly concurrency: number;
}

/** Which customers of a list are looked up, and by what. */
export interface LookUpOptions {
  /**
   * What the customers are looked up by. A caller that acts on an absence gives what it found out before the customers were
   * sent: a function of the program may say something else the second time.
   *
   * @default what `keyOf` says now
   */
  readonly keys?: ReadonlyArray<Lookup | undefined> | undefined;
  /**
   * Whether a customer, by its place, was edited since it was sent: its surname then proves nothing.
   *
   * @default none was
   */
  readonly isEdited?: ((place: number) => boolean) | undefined;
  /**
   * Whether a lookup is still wanted. It is asked right before the lookup is made.
   *
   * @default all are
   */
  readonly isWanted?: ((lookup: Lookup) => boolean) | undefined;
}

/** One match is what was looked for. More are asked for, to see whether the key is unique and the answer complete. */
const maxFound = 10;

/** After so many lookups of a list that failed one after the other, the others of the list are not made. */
const maxFailures = 5;

const failedMatch: Match = /* @__PURE__ */ (() => ({
  _tag: "Failed",
  message: outcomeTexts.lookupFailed,
}))();

/** The longest time that an import waits for its first lookup, which only asks for the permission. */
const checkTime = "15 seconds";

/** What a customer is looked up by; `undefined` if it has no key, or if its key throws. */
export const lookupOf = (
  { customer }: Pick<BatchItem, "customer">,
  key: KeyOf,
): Lookup | undefined => {
  try {
    const lookup = key(customer);
    return lookup !== undefined && isLookable(lookup) && hasComparableForm(lookup) &&
        !isPlaceholder(lookup)
      ? { ...lookup }
      : undefined;
  } catch {
    return undefined;
  }
};

/** The lookups of one layer. */
export class Lookups {
  readonly #find: Find;
  readonly #settings: LookupSettings;
  readonly #permissions = new WeakMap<ImportRun, LookupPermission>();
  #hasWarned = false;

  /** Makes lookups with `find`. */
  constructor(find: Find, settings: LookupSettings) {
    this.#find = find;
    this.#settings = settings;
  }

  /** What a customer is looked up by. */
  keyOf(item: BatchItem): Lookup | undefined {
    return lookupOf(item, this.#settings.key);
  }

  /**
   * Finds out whether the user may look customers up, by one lookup of a value that nobody has. It is made once per
   * import, and not by an import with a limit of calls. Calls that come meanwhile wait for it.
   *
   * Fails only if the import has stopped: after a 401, it has. After a 403 the import goes on and makes no lookups.
   */
  readonly checkPermission: Effect.Effect<void, BatchError> = Effect.flatMap(
    CurrentRun,
    (run = new ImportRun()) => {
      if (run.hasCallLimit) return Effect.void;
      const permission = this.#permissionOf(run);
      return permission.checkOnce(unlessStoppedMeanwhile(this.#lookForNobody(permission)));
    },
  );

  /** Whether the user of the current import may look customers up, as far as this is known. */
  readonly mayLookUp: Effect.Effect<boolean> = Effect.map(
    CurrentRun,
    (run) => run === undefined || !this.#permissionOf(run).isRefused,
  );

  /**
   * What lookups say about customers, each under its place. `undefined` where none was made: the customer has no key, its
   * lookup is not wanted, the import has stopped, or the user may not look customers up.
   */
  lookUp(
    items: ReadonlyArray<BatchItem>,
    { isEdited = () => false, isWanted = () => true, keys }: LookUpOptions = {},
  ): Effect.Effect<ReadonlyArray<Verdict | undefined>> {
    return Effect.flatMap(CurrentRun, (run = new ImportRun()) => {
      const permission = this.#permissionOf(run);
      const lookUpOne = (item: BatchItem, place: number) =>
        Effect.suspend(() => {
          const lookup = keys === undefined ? this.keyOf(item) : keys[place];
          return lookup === undefined || permission.isRefused || !isWanted(lookup)
            ? Effect.undefined
            : this.#verdict(permission, isEdited(place) ? undefined : item, lookup);
        });
      const { concurrency } = this.#settings;
      return Effect.tap(Effect.forEach(items, lookUpOne, { concurrency }), recordVerdicts);
    });
  }

  /**
   * Who the customers with some keys are, each under its place. `undefined` where nobody could be looked for: there is no
   * key, the import has stopped, or the user may not look customers up.
   */
  match(
    keys: ReadonlyArray<Lookup | undefined>,
  ): Effect.Effect<ReadonlyArray<Match | undefined>> {
    return Effect.flatMap(CurrentRun, (run = new ImportRun()) => {
      const permission = this.#permissionOf(run);
      let failures = 0;
      const matchOne = (lookup: Lookup | undefined) =>
        Effect.suspend(() => {
          if (lookup === undefined || permission.isRefused) return Effect.undefined;
          if (failures >= maxFailures) return Effect.succeed(failedMatch);
          return Effect.tap(
            this.#match(permission, lookup),
            (match) => Effect.sync(() => failures = match === failedMatch ? failures + 1 : 0),
          );
        });
      const { concurrency } = this.#settings;
      return Effect.tap(
        Effect.forEach(keys, matchOne, { concurrency }),
        (matches) => record(matches.map((match) => match && resultOf(match._tag))),
      );
    });
  }

  #match(permission: LookupPermission, lookup: Lookup): Effect.Effect<Match | undefined> {
    const answers = Effect.forEach(formsOf(lookup), (form) =>
      Effect.andThen(
        beforeCall,
        Effect.flatten(this.#findAs(permission, form, maxFound, (found) => found)),
      ));
    return Effect.matchCause(answers, {
      onSuccess: (found): Match => matchOf(lookup, found, maxFound),
      onFailure: (cause) => permission.isRefused || isStop(cause) ? undefined : failedMatch,
    });
  }

  #lookForNobody(permission: LookupPermission): Effect.Effect<void, BatchError> {
    const look = Effect.suspend(() => {
      const nobody: Lookup = { by: "identifier", value: crypto.randomUUID() };
      return this.#findAs(permission, nobody, 1, () => undefined);
    });
    return beforeCall.pipe(
      Effect.andThen(Effect.timeoutOption(look, checkTime)),
      Effect.andThen(unlessStopped),
    );
  }

  #verdict(
    permission: LookupPermission,
    item: BatchItem | undefined,
    lookup: Lookup,
  ): Effect.Effect<Verdict | undefined> {
    const surname = item?.customer.surname;
    const read = (found: ReadonlyArray<FoundCustomer>) =>
      verdictOn(surname, lookup, found, maxFound);
    const made = Effect.map(this.#findAs(permission, lookup, maxFound, read), (verdict) => {
      if (Exit.isSuccess(verdict)) return verdict.value;
      return statusOf(verdict) === 403 ? undefined : failedLookup(outcomeTexts.lookupFailed);
    });
    return Effect.orElseSucceed(Effect.andThen(beforeCall, made), () => undefined);
  }

  /** Makes a lookup, reads what was found, and notes what a failure says about the user. */
  #findAs<A>(
    permission: LookupPermission,
    lookup: Lookup,
    limit: number,
    read: (found: ReadonlyArray<FoundCustomer>) => A,
  ): Effect.Effect<Exit.Exit<A, LookupError>> {
    const made = Effect.map(Effect.suspend(() => this.#find(lookup, limit)), read);
    return Effect.tap(Effect.exit(made), (exit) => {
      const status = statusOf(exit);
      if (status === 401) return stopOnAuth(batchErrorOf({ at: "status", status }));
      if (status !== 403) return Effect.void;
      permission.isRefused = true;
      return this.#warnOnce;
    });
  }

  readonly #warnOnce: Effect.Effect<void> = Effect.suspend(() => {
    if (this.#hasWarned) return Effect.void;
    this.#hasWarned = true;
    return Effect.logWarning(mayNotLookUp);
  });

  #permissionOf(run: ImportRun): LookupPermission {
    const permission = this.#permissions.get(run) ?? new LookupPermission();
    this.#permissions.set(run, permission);
    return permission;
  }
}

const recordVerdicts = (verdicts: ReadonlyArray<Verdict | undefined>): Effect.Effect<void> =>
  record(verdicts.map((verdict) => verdict && resultOf(verdict._tag)));

/** Tells how many lookups were made and what they said, and nothing of whom they were about. */
const record = (said: ReadonlyArray<"found" | "not_found" | "failed" | undefined>) => {
  const details = { found: 0, not_found: 0, failed: 0 };
  for (const result of said) if (result !== undefined) details[result]++;
  const counted = Object.entries(details);
  if (counted.every(([, lookups]) => lookups === 0)) return Effect.void;
  return Effect.andThen(
    Effect.forEach(counted, ([result, by]) => count("thulium_lookups", { result }, by)),
    recordEvent({ name: "lookup", details }),
  );
};

/** A lookup that proves nothing failed, also if Thulium answered it. */
const resultOf = (tag: Verdict["_tag"] | Match["_tag"]) => {
  if (tag === "Created" || tag === "One") return "found";
  return tag === "NotThere" || tag === "None" ? "not_found" : "failed";
};

/** Whether no lookup was made, because the import has stopped. */
const isStop = (cause: Cause.Cause<LookupError | BatchError>): boolean =>
  Option.match(Cause.findErrorOption(cause), {
    onNone: () => false,
    onSome: ({ _tag }) => _tag !== "LookupError",
  });

/** The status with which Thulium refused a lookup, if it did. */
const statusOf = (exit: Exit.Exit<unknown, LookupError>): number | undefined =>
  Exit.isFailure(exit)
    ? Option.getOrUndefined(Cause.findErrorOption(exit.cause))?.status
    : undefined;

const mayNotLookUp =
  "Thulium does not let this user look customers up (HTTP 403): customers in doubt stay unknown";
