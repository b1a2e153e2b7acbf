/**
 * What a connection can do.
 *
 * @module
 */
import type { Customer } from "../customer/model.ts";
import type { CustomerUpdate } from "../customer/update.ts";
import type { ImportedCustomer } from "../import/entry.ts";
import type { ImportPlan } from "../import/plan.ts";
import type { Report } from "../outcome/report.ts";
import type {
  AddOptions,
  ImportRowsOptions,
  MissingCustomersOptions,
  PlanRowsOptions,
  Stoppable,
} from "./options.ts";
import type { Rows } from "./source.ts";

/**
 * Thulium, reached by {@linkcode connect}.
 *
 * The compiler checks customers that are written in the program. For those from outside, name their type:
 * `thulium.add<unknown>(rows)`, or `thulium.add<NullableCustomer>(rows, { nulls: "omit" })`. All are validated before they
 * are sent.
 */
export interface Thulium extends AsyncDisposable {
  /**
   * Adds a list of customers, and reports on each: `outcomes[i]` belongs to `customers[i]`. Bad customers are `Rejected`,
   * and the others are sent.
   *
   * If the signal aborts, the report has the outcomes so far, and the rest is `NotSent`.
   *
   * @throws {AuthError} Thulium refused the user or the password, and nobody was created.
   * @throws {TransportError} Thulium could not be reached, or time was over, and nobody was created.
   * @throws {RefusedError} Thulium refused all requests, and nobody was created.
   * @throws {JournalStoreError} The journal could not be opened; nothing was sent.
   * @throws The signal's reason, if it aborted before anybody was created.
   * @throws {RangeError | TypeError} If an option is invalid or unknown.
   */
  readonly add: <Row = Customer>(
    customers: ReadonlyArray<NoInfer<Row>>,
    options?: AddOptions,
  ) => Promise<Report>;
  /**
   * Adds one customer, and returns its id. Customers that are added at about the same time share one request. How they are
   * checked, the connection's option `addOne` says.
   *
   * An add that has begun is waited for, with its retries, also if the signal aborts; with `onInterrupt: "abort"` it is given
   * up, and the customer is in doubt.
   *
   * @throws {AddCustomerError} The customer was not added, or is in doubt; its `reason` is the outcome.
   * @throws {AuthError | TransportError | RefusedError} The request failed. `delivery` says what became of the customer: after
   * `unknown` it may have been created.
   * @throws {JournalStoreError} The journal could not be opened; nothing was sent.
   * @throws The signal's reason, if it had aborted before.
   */
  readonly addOne: <Row = Customer>(
    customer: NoInfer<Row>,
    options?: Stoppable,
  ) => Promise<string>;
  /**
   * Updates customers that exist in Thulium, by their ids, and reports on each. A field that is left out, or `null`, is not
   * changed. An id that Thulium does not have is `Rejected` with the status 404; an update creates nobody. Name each customer
   * once.
   *
   * @throws What `add` throws.
   */
  readonly update: <Row = CustomerUpdate>(
    updates: ReadonlyArray<NoInfer<Row>>,
    options?: AddOptions,
  ) => Promise<Report>;
  /**
   * Adds rows from anywhere, however many, and gives the outcome of each one. Memory does not grow with their number.
   *
   * If the signal aborts, no more rows are read. The outcomes of those that were read are given out, and then the signal's
   * reason is thrown, so that an import that was stopped does not look like one that is complete.
   *
   * @throws What the rows throw, after the outcomes of the rows before.
   * @throws The signal's reason, after all outcomes, if it aborted.
   * @throws {AuthError} Thulium refused the user. It comes after the outcomes of the rows that were read; with
   * `whenRefused: "report"` the remaining rows are read, and nothing is thrown.
   * @throws {TransportError | RefusedError} Rows were to be sent, and nobody was or may have been created or changed: Thulium
   * could not be reached, for example. It comes after all outcomes, and not with `whenRefused: "report"`. If no call failed,
   * because time was over before the first one, it is an `Error` with the reason of the first row.
   * @throws {JournalStoreError} The journal could not be opened; nothing was sent.
   * @throws {RangeError | TypeError} At once, if an option is invalid or unknown.
   */
  readonly import: (
    rows: Rows,
    options?: ImportRowsOptions,
  ) => AsyncIterable<ImportedCustomer>;
  /**
   * Makes Thulium like a list that comes again and again, and gives the outcome of each row: new customers are `Created`,
   * changed ones `Updated` with their changed fields, and the others `Unchanged`, without a request. Nobody is deleted.
   * Rows need a key (the option `journal.key`; by default the identifier).
   *
   * @throws {TypeError} If the connection has no journal.
   * @throws What `import` throws. {@linkcode LookupError}: new customers could not be looked up, and nothing was done.
   */
  readonly sync: (
    rows: Rows,
    options?: ImportRowsOptions,
  ) => AsyncIterable<ImportedCustomer>;
  /**
   * A dry run: says what `import` would send, and which rows are invalid or occur twice. Nothing is sent, and a journal is not
   * read.
   *
   * @throws What the rows throw.
   * @throws The signal's reason, if it aborts.
   * @throws {RangeError | TypeError} If an option is invalid or unknown.
   */
  readonly plan: (rows: Rows, options?: PlanRowsOptions) => Promise<ImportPlan>;
  /**
   * The ids of the customers that the journal knows, and that the last list did not have: customers that are gone from the
   * source, perhaps. Give `journal.listedAt` to the connection (`Date.now()` when the list begins), sync the list to its end,
   * and ask then. Nothing is deleted.
   *
   * @throws {TypeError} If the connection has no journal, or the list has no time.
   * @throws {JournalStoreError} The journal can't be read.
   */
  readonly missing: (options?: MissingCustomersOptions) => AsyncIterable<string>;
}
