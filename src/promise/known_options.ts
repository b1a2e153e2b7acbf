/**
 * The names of all options. The compiler holds these lists to the interfaces of the options: it finds what is missing here,
 * and what is too much.
 *
 * @module
 */
import type { BatchLimits } from "../batch/limits.ts";
import type { RunOptions } from "../call/run.ts";
import type { ValidationOptions } from "../customer/validate.ts";
import type { AddCustomerOptions } from "../import/single.ts";
import type {
  AdaptiveConcurrencyOptions,
  ConcurrencyOptions,
} from "../policy/concurrency/layer.ts";
import type { CircuitBreakerOptions } from "../policy/circuit_breaker/layer.ts";
import type { CustomerRateOptions, Rate } from "../policy/rate_limit/layer.ts";
import type { RetryOptions } from "../policy/retry/layer.ts";
import type { SplitOptions } from "../policy/split.ts";
import type { StandardOptions } from "../policy/standard.ts";
import type { TimeoutOptions } from "../policy/timeout.ts";
import type {
  AddOptions,
  ConnectOptions,
  ImportRowsOptions,
  JournalIn,
  MissingCustomersOptions,
  PlanRowsOptions,
  Stoppable,
} from "./options.ts";

/** The options that an object may have, and the options in those. `true`: the value is checked elsewhere. */
export interface Shape {
  readonly [option: string]: true | Shape;
}

/** All options of `T`: the compiler finds one that is missing here. */
type ShapeOf<T> = { readonly [Option in keyof T]-?: true | Shape };

const validation: ShapeOf<ValidationOptions> = { profile: true, unknownFields: true, nulls: true };
const limits: ShapeOf<BatchLimits> = { maxCustomers: true, maxBytes: true };
const run: ShapeOf<Pick<RunOptions, "deadline" | "maxCalls">> = { deadline: true, maxCalls: true };
const stoppable: ShapeOf<Stoppable> = { signal: true, onInterrupt: true };

const retry: ShapeOf<RetryOptions> = {
  attempts: true,
  baseWait: true,
  maxWait: true,
  maxTotalWait: true,
  resendUnknownAndRiskDoubles: true,
};
const circuitBreaker: ShapeOf<CircuitBreakerOptions> = {
  opensAt: true,
  openFor: true,
  maxOpenFor: true,
  whileOpen: true,
  maxWait: true,
  key: true,
};
const rate: ShapeOf<Rate> & Shape = { limit: true, per: true };
const rateLimit: ShapeOf<CustomerRateOptions> = {
  requests: rate,
  customers: rate,
  maxWait: true,
  key: true,
};
const adaptive: ShapeOf<AdaptiveConcurrencyOptions> = {
  initial: true,
  min: true,
  max: true,
  tolerated: true,
};
const concurrency: ShapeOf<ConcurrencyOptions> & Shape = { limit: true, adaptive };
const split: ShapeOf<SplitOptions> = { statuses: true };
const timeout: ShapeOf<TimeoutOptions> = { duration: true };
const policies: ShapeOf<StandardOptions> = {
  split,
  retry,
  circuitBreaker,
  rateLimit,
  concurrency,
  timeout,
};
const addOne: ShapeOf<AddCustomerOptions> = {
  ...validation,
  ...limits,
  window: true,
  concurrency: true,
  refusedFor: true,
};
const journal: ShapeOf<JournalIn> = {
  store: true,
  name: true,
  key: true,
  absentAfter: true,
  whenChanged: true,
  whenEmpty: true,
  listedAt: true,
  settleFor: true,
  resends: true,
  concurrency: true,
  checkPermission: true,
  whenNew: true,
  maxSent: true,
};
/** Those of `connect`. */
export const connection: ShapeOf<ConnectOptions> = {
  url: true,
  system: true,
  user: true,
  password: true,
  allowInsecureHttp: true,
  language: true,
  timeout: true,
  maxAnswerBytes: true,
  trustAny503: true,
  policies,
  journal,
  addOne,
  fetch: true,
  log: true,
};
const list: ShapeOf<AddOptions> = {
  ...validation,
  ...limits,
  ...run,
  ...stoppable,
  concurrency: true,
  onProgress: true,
  onEnd: true,
};
const rows: ShapeOf<ImportRowsOptions> = {
  ...validation,
  ...limits,
  ...run,
  ...stoppable,
  check: true,
  operation: true,
  concurrency: true,
  order: true,
  firstIndex: true,
  whenOver: true,
  whenRefused: true,
  onProgress: true,
  onLeftOver: true,
};
const plan: ShapeOf<PlanRowsOptions> = {
  ...validation,
  ...limits,
  check: true,
  firstIndex: true,
  maxListed: true,
  duplicateWindow: true,
  onInvalid: true,
  signal: true,
};
const missing: ShapeOf<MissingCustomersOptions> = { listedAt: true };

/** Those of each method. */
export const methods = {
  add: list,
  update: list,
  addOne: stoppable,
  import: rows,
  sync: rows,
  plan,
  missing,
};
