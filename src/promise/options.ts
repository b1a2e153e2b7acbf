/**
 * Options of {@linkcode connect}: the library's own, with the password as a plain text, and a store of journals that is
 * given as a value.
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
import type { Progress } from "../import/ledger.ts";
import type { ImportProgress } from "../import/progress.ts";
import type { Report } from "../outcome/report.ts";
import type { JournalReconcileOptions } from "../policy/journal/layer.ts";
import type { JournalStore, JournalStoreError } from "../policy/journal/store.ts";
import type { StandardOptions } from "../policy/standard.ts";

/** A journal, and where it is kept. */
export interface JournalIn extends JournalReconcileOptions {
  /** The store, such as `JournalFile.layer("customers.journal")` of the subpath `./sqlite`. */
  readonly store: Layer.Layer<JournalStore, JournalStoreError>;
}

/** How Thulium is reached, and by which policies. */
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
}

/** A way to stop what was begun. */
export interface Stoppable {
  /**
   * When it aborts, nothing more is sent. Requests on their way are waited for, so that nobody's outcome is lost.
   *
   * @default never
   */
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@linkcode Thulium.add}. */
export interface AddOptions
  extends Omit<AddCustomersOptions, "onEnd" | "onProgress" | "until">, Stoppable {
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

/** Options of {@linkcode Thulium.import}. */
export interface ImportRowsOptions
  extends Omit<ImportOptions, "onLeftOver" | "progress" | "until">, Stoppable {
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
