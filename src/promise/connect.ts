/**
 * The library without Effect: promises, async iterables and thrown errors. It is a thin face: each method runs one
 * effect of the library with the standard policies, and adds no rule of its own.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { BatchCall } from "../call/service.ts";
import type { Customer } from "../customer/model.ts";
import { addCustomers, type AddCustomersOptions } from "../import/list.ts";
import { planImport } from "../import/plan.ts";
import { makeAddCustomer } from "../import/single.ts";
import { updateCustomers } from "../import/update_list.ts";
import type { BatchError } from "../outcome/error.ts";
import type { Report } from "../outcome/report.ts";
import { missing } from "../policy/journal/layer.ts";
import { calledFrom } from "./caller.ts";
import { checkConnect, checkMethod, withoutValues } from "./check.ts";
import { idsOf, outcomesOf } from "./outcomes.ts";
import type { AddOptions, ConnectOptions, ImportRowsOptions, Stoppable } from "./options.ts";
import { type Calls, makeRuntimes } from "./runtimes.ts";
import { aborted, addOrDoubt, givingUp, orReason } from "./signal.ts";
import { type Rows, sourceOf } from "./source.ts";
import type { Thulium } from "./thulium.ts";

/**
 * Connects to Thulium with the standard policies: it sends again what was certainly not created, never what may have been,
 * and a few requests at a time. Close it at the end, with `await using` or its `Symbol.asyncDispose`.
 *
 * Nothing is sent yet, and no journal opened.
 *
 * @throws {TypeError} If an option is missing, unknown, or of a wrong type; the message names it.
 * @throws {RangeError} If another option is invalid.
 *
 * @example
 * ```ts
 * import { connect } from "@thulium-effect/batch-customers/promise";
 *
 * async function importLeads(password: string) {
 *   await using thulium = connect({ system: "acme", user: "api_user", password });
 *   const report = await thulium.add([
 *     { surname: "Kowalska", email: "anna@example.com" },
 *     { surname: "Nowak", phone_number: "600 100 200" },
 *   ]);
 *   console.log(`${report.created} of ${report.total} created`);
 * }
 * ```
 */
export const connect = (options: ConnectOptions): Thulium => {
  checkConnect(options);
  const { add: calls, dispose, journaled } = withoutValues(() => makeRuntimes(options));
  // Made once: only adds through one function share requests.
  const one = Effect.runSync(
    Effect.cached(withoutValues(() => makeAddCustomer(options.addOne))),
  );
  let isClosed = false;
  const whileOpen = <A>(run: () => Promise<A>): Promise<A> =>
    isClosed ? Promise.reject(new Error("this connection to Thulium was closed")) : run();
  const journal = (method: string) => {
    if (journaled === undefined) throw new TypeError(`${method} needs the option journal`);
    return journaled;
  };

  /** Runs what a method promises. What it throws shows where the method was called. */
  const promised = async <A>(
    method: "add" | "addOne" | "plan" | "update",
    caller: Caller,
    given: Pick<Stoppable, "signal">,
    run: () => Promise<A>,
  ): Promise<A> => {
    const named = calledFrom(caller);
    try {
      checkMethod(method, given);
      return await orReason(given.signal, () => whileOpen(run));
    } catch (error) {
      throw named(error);
    }
  };
  const imported = (
    method: "import" | "sync",
    caller: Caller,
    through: Calls,
    rows: Rows,
    given: ImportRowsOptions,
  ) => {
    checkMethod(method, given);
    const context = () => whileOpen(() => through.context());
    return outcomesOf(sourceOf(method, rows), given, context, calledFrom(caller));
  };

  const thulium: Thulium = {
    add: (customers: ReadonlyArray<unknown>, given: AddOptions = {}) =>
      promised(
        "add",
        thulium.add,
        given,
        () =>
          calls.runPromise(listed(given, (options) => addCustomers<unknown>(customers, options))),
      ),
    update: (updates: ReadonlyArray<unknown>, given: AddOptions = {}) =>
      promised(
        "update",
        thulium.update,
        given,
        () =>
          calls.runPromise(listed(given, (options) => updateCustomers<unknown>(updates, options))),
      ),
    addOne: (customer: unknown, given: Stoppable = {}) =>
      promised("addOne", thulium.addOne, given, () =>
        calls.runPromise(
          // What it is, is checked when it is added.
          addOrDoubt(given, Effect.flatMap(one, (add) => add(customer as Customer))),
        )),
    import: (rows, given = {}) => imported("import", thulium.import, calls, rows, given),
    sync: (rows, given = {}) => imported("sync", thulium.sync, journal("sync").sync, rows, given),
    plan: (rows, given = {}) =>
      promised("plan", thulium.plan, given, () => {
        const { signal, ...options } = given;
        const planned = planImport(sourceOf("plan", rows), options);
        const stopped = Effect.flatMap(aborted(signal), () => Effect.fail(signal?.reason));
        return calls.runPromise(Effect.raceFirst(planned, stopped));
      }),
    missing: (given = {}) => {
      checkMethod("missing", given);
      const { store } = journal("missing");
      const { listedAt = options.journal?.listedAt } = given;
      const { name = "" } = options.journal ?? {};
      if (listedAt === undefined) {
        throw new TypeError("missing needs the option journal.listedAt: the time of the list");
      }
      return idsOf(missing({ name, listedAt }), () => whileOpen(() => store.context()));
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      await dispose();
    },
  };
  return thulium;
};

// deno-lint-ignore ban-types
type Caller = Function;

/** Sends a list, with functions and a signal in the place of effects. */
const listed = (
  { onEnd, onInterrupt = "finish", onProgress, signal, ...options }: AddOptions,
  send: (options: AddCustomersOptions) => Effect.Effect<Report, BatchError, BatchCall>,
): Effect.Effect<Report, BatchError, BatchCall> => {
  const sending = send({
    ...options,
    onInterrupt,
    until: aborted(signal),
    onEnd: onEnd && ((report) => Effect.sync(() => onEnd(report))),
    onProgress: onProgress && ((progress) => Effect.sync(() => onProgress(progress))),
  });
  return signal === undefined || onInterrupt === "finish"
    ? sending
    : Effect.flatMap(BatchCall, (call) =>
      Effect.provideService(sending, BatchCall, { send: givingUp(signal, call.send) }));
};
