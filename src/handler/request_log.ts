/**
 * One line per request for the log: the method and route, the answer's status, and the number of customers with each
 * outcome. The line holds no data of a customer, no header and no query.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { namedCounts, type OutcomeCounts } from "../outcome/report.ts";

/** Collects the fields of the line while a request is being answered. */
export class RequestLog {
  readonly #fields: { [field: string]: string | number };
  readonly #began: number;
  /** Without an answer the caller went away before it (nginx's 499). */
  #status = 499;

  /** `began` is the time of the monotonic clock in milliseconds. */
  constructor(began: number, requestId: string, method: string, route: string) {
    this.#began = began;
    this.#fields = { request_id: requestId, method, route };
  }

  /** Records the status of the answer. */
  answered(status: number): void {
    this.#status = status;
  }

  /** Records the outcomes of the customers. */
  count(counts: OutcomeCounts): void {
    Object.assign(this.#fields, namedCounts(counts));
  }

  /** Writes the line; as a warning if this service or Thulium failed. */
  write(now: number): Effect.Effect<void> {
    return Effect.suspend(() => {
      const line = this.#status >= 500 ? Effect.logWarning("request") : Effect.logInfo("request");
      return Effect.annotateLogs(line, {
        ...this.#fields,
        status: this.#status,
        duration_ms: now - this.#began,
      });
    });
  }
}
