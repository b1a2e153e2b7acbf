/**
 * Options of {@linkcode connect} and of its methods: the library's own, with the password as a plain text, a store of journals
 * that is given as a value, functions in the place of effects, and a signal.
 *
 * Times are numbers of milliseconds, or texts such as `"5 seconds"`, `"2 minutes"`, `"1 hour"`.
 *
 * @module
 */
import type * as Layer from "effect/Layer";
import type { CallLimits } from "../call/service.ts";
import type { ConnectionOptions } from "../call/connection.ts";
import type { ImportedCustomer } from "../import/entry.ts";
import type { AddCustomersOptions } from "../import/list.ts";
import type { AddCustomerOptions } from "../import/single.ts";
import type { ImportOptions } from "../import/stream.ts";
import type { PlanOptions } from "../import/plan.ts";
import type { Progress } from "../import/ledger.ts";
import type { ImportProgress } from "./progress.ts";
import type { Log } from "./log.ts";
import type { Report } from "../outcome/report.ts";
import type { JournalReconcileOptions } from "../policy/journal/layer.ts";
import type { JournalStore, JournalStoreError } from "../policy/journal/store.ts";
import type { StandardOptions } from "../policy/standard.ts";

/**
 * A journal, and where it is kept.
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
 * | `whenNew` | "create" | What happens to a customer of which the journal knows nothing. |
 */
export interface JournalIn extends JournalReconcileOptions {
  /**
   * The store: `JournalFile.layer("customers.journal")` of the subpath `./sqlite`, `JournalPostgres.layer(address)` of
   * `./postgres`, or `JournalMemory.layer` for tests.
   */
  readonly store: Layer.Layer<JournalStore, JournalStoreError>;
}

/**
 * How Thulium is reached, and by which policies.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `url` | the URL of `system` | Address of the system, such as `https://acme.thulium.com`; a path in it is kept. |
 * | `system` | none: `url` is given | Name of the system: `acme` stands for `https://acme.thulium.com`. |
 * | `user` | required | The API user. |
 * | `allowInsecureHttp` | false | Allow `http:` to other machines. |
 * | `language` | none is asked for | The language of Thulium's messages, such as the reasons of a `Rejected`: sent as `Accept-Language`. |
 */
export interface ConnectOptions extends Omit<ConnectionOptions, "password">, CallLimits {
  /** The API user's password. */
  readonly password: string;
  /**
   * Options of the standard policies: retries, concurrency, rate limit and so on.
   *
   * @default the standard policies with their defaults
   */
  readonly policies?: StandardOptions | undefined;
  /**
   * Remembers who was created, so that a list can be given again without creating anybody twice.
   *
   * @default none
   */
  readonly journal?: JournalIn | undefined;
  /**
   * How single customers share a POST.
   *
   * @default the defaults of `makeAddCustomer`
   */
  readonly addOne?: AddCustomerOptions | undefined;
  /**
   * What sends requests. It must send a request once, and follow no redirect.
   *
   * @default the runtime's `fetch`
   */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /**
   * Where the log goes: to a function, or nowhere (`false`).
   *
   * @default lines on the console, from `info` on
   */
  readonly log?: Log | false | undefined;
}

/** A way to stop what was begun. */
export interface Stoppable {
  /**
   * When it aborts, nothing more is sent. What becomes of requests on their way, `onInterrupt` says.
   *
   * @default never
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * `finish`: when the signal aborts, or the loop over the outcomes is left, requests on their way are waited for, so that
   * nobody's outcome is lost; that takes as long as a call, 30 seconds (`timeout`) at most. `abort`: they are given up at
   * once, and their customers are `Unknown`.
   *
   * @default "finish"
   */
  readonly onInterrupt?: "abort" | "finish" | undefined;
}

/**
 * Options of {@linkcode Thulium.add} and {@linkcode Thulium.update}.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `profile` | "contract" | `contract`: the rules of the vendor's page and no more. `strict`: also NIP and PESEL checksums, e-mail addresses, Polish postcodes and ISO dates. |
 * | `unknownFields` | "refuse" | What happens to a field that the contract does not know. |
 * | `nulls` | "refuse" | What happens to a field that is `null`. |
 * | `maxCustomers` | 100 | Maximum number of customers in a batch. |
 * | `maxBytes` | 1_048_576 | Maximum length of a request's body, in bytes. |
 * | `deadline` | none | After this time nothing more is sent. |
 * | `maxCalls` | none | Maximum number of HTTP requests, lookups included; the remaining customers are `NotSent`. |
 * | `concurrency` | 4 | Maximum number of batches that are sent at the same time. |
 * | `signal` | never | When it aborts, nothing more is sent. |
 * | `onInterrupt` | "finish" | `finish`: when the signal aborts, or the loop over the outcomes is left, requests on their way are waited for, so that nobody's outcome is lost; that takes as long as a call, 30 seconds (`timeout`) at most. `abort`: they are given up at once, and their customers are `Unknown`. |
 */
export interface AddOptions
  extends Omit<AddCustomersOptions, "onEnd" | "onInterrupt" | "onProgress" | "until">, Stoppable {
  /**
   * Runs after each batch with the progress so far. What it throws is ignored.
   *
   * @default nothing runs
   */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /**
   * Runs with the report however the adding ends, also if the promise is rejected. What it throws is ignored.
   *
   * @default nothing runs
   */
  readonly onEnd?: ((report: Report) => void) | undefined;
}

/**
 * Options of {@linkcode Thulium.import} and {@linkcode Thulium.sync}.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `profile` | "contract" | `contract`: the rules of the vendor's page and no more. `strict`: also NIP and PESEL checksums, e-mail addresses, Polish postcodes and ISO dates. |
 * | `unknownFields` | "refuse" | What happens to a field that the contract does not know. |
 * | `nulls` | "refuse" | What happens to a field that is `null`. |
 * | `check` | no further check | A further check of each valid customer, in the order of the rows. |
 * | `maxCustomers` | 100 | Maximum number of customers in a batch. |
 * | `maxBytes` | 1_048_576 | Maximum length of a request's body, in bytes. |
 * | `deadline` | none | After this time nothing more is sent. |
 * | `maxCalls` | none | Maximum number of HTTP requests, lookups included; the remaining customers are `NotSent`. |
 * | `operation` | "add" | `add`: the rows are customers to add. `update`: they are updates (`CustomerUpdate`) of customers that exist. Batches are sent at the same time, so name each customer once in a stream of updates. |
 * | `concurrency` | 4 | Maximum number of batches that are sent at the same time. |
 * | `order` | "input" | `input`: outcomes come in the order of the rows. `completion`: outcomes come as soon as they are known, so that none waits for a slower batch. |
 * | `firstIndex` | 0 | Index of the first row, to resume an import at a later row. |
 * | `whenOver` | "stop" | What happens when the import's time or number of calls is used up. |
 * | `signal` | never | When it aborts, nothing more is sent. |
 * | `onInterrupt` | "finish" | `finish`: when the signal aborts, or the loop over the outcomes is left, requests on their way are waited for, so that nobody's outcome is lost; that takes as long as a call, 30 seconds (`timeout`) at most. `abort`: they are given up at once, and their customers are `Unknown`. |
 */
export interface ImportRowsOptions
  extends
    Omit<ImportOptions, "onInterrupt" | "onLeftOver" | "progress" | "until" | "whenRefused">,
    Stoppable {
  /**
   * How the loop over the outcomes ends if Thulium refuses the user, or if nothing could be done at all. `fail`: it throws
   * the error of the calls, after all outcomes. `report`: it ends as usual, and only the outcomes say so (`NotSent`).
   *
   * @default "fail"
   */
  readonly whenRefused?: "report" | "fail" | undefined;
  /**
   * Runs with the progress so far, each time when rows have their outcomes. What it throws is ignored.
   *
   * @default nothing runs
   */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /**
   * Runs if the loop over the outcomes is left before its end, with the rows that were read and whose outcomes were not
   * given out: those that were being sent are `Unknown`, the others `NotSent`. What it throws is ignored.
   *
   * @default nothing runs
   */
  readonly onLeftOver?: ((customers: ReadonlyArray<ImportedCustomer>) => void) | undefined;
}

/**
 * Options of {@linkcode Thulium.plan}.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `profile` | "contract" | `contract`: the rules of the vendor's page and no more. `strict`: also NIP and PESEL checksums, e-mail addresses, Polish postcodes and ISO dates. |
 * | `unknownFields` | "refuse" | What happens to a field that the contract does not know. |
 * | `nulls` | "refuse" | What happens to a field that is `null`. |
 * | `check` | no further check | A further check of each valid customer, in the order of the rows. |
 * | `maxCustomers` | 100 | Maximum number of customers in a batch. |
 * | `maxBytes` | 1_048_576 | Maximum length of a request's body, in bytes. |
 * | `firstIndex` | 0 | Index of the first row. |
 * | `maxListed` | 100 | Maximum number of problems, and of duplicates, that are listed one by one. |
 * | `duplicateWindow` | 100_000 | Number of earlier rows with which each customer is compared. |
 * | `onInvalid` | nothing is called | Is called with rows that fail validation, as soon as they are known. |
 */
export interface PlanRowsOptions extends Omit<PlanOptions, "onBatch"> {
  /**
   * When it aborts, no more rows are read, and its reason is thrown.
   *
   * @default never
   */
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@linkcode Thulium.missing}. */
export interface MissingCustomersOptions {
  /**
   * The time of the list, as it was given to the journal.
   *
   * @default the connection's `journal.listedAt`
   */
  readonly listedAt?: number | undefined;
}
