/**
 * One line per request for the log: what was asked, how it was answered, how many customers came to what.
 * Nothing of a customer, no header, no query.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { namedCounts, type OutcomeCounts } from "../outcome/report.ts";

/** Gathers what is known of a request until its answer is out. */
export class RequestLog {
  readonly #fields: { [field: string]: string | number };
  readonly #began: number;
  /** Until there is an answer: the caller went away before (nginx's 499). */
  #status = 499;

  /** Begins at a time of the clock, in milliseconds. */
  constructor(began: number, requestId: string, method: string, route: string) {
    this.#began = began;
    this.#fields = { request_id: requestId, method, route };
  }

  /** Notes the status that was answered. */
  answered(status: number): void {
    this.#status = status;
  }

  /** Notes what became of the customers. */
  count(counts: OutcomeCounts): void {
    Object.assign(this.#fields, namedCounts(counts));
  }

  /** Writes the line: as a warning when this service or Thulium failed. */
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
