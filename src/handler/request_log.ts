/**
 * One line per request for the log: the method and route, the answer's status, and the number of customers with each
 * outcome; and if something failed, why, with the ids of the calls to Thulium. The line holds no data of a customer, no
 * header and no query.
 *
 * Without a collector of telemetry the console is the only reader, and the line is written without Effect's log, which
 * takes several times as long. It has the same form: see `toConsole`.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import type { Outcome } from "../outcome/model.ts";
import { namedCounts, type OutcomeCounts } from "../outcome/report.ts";
import { ownUserRefused, type Reply } from "./reply.ts";

/** When a line has so many characters of ids, it gets no more: three ids. */
const maxLength = 80;

/** What a line says, by field. */
export interface LogFields {
  readonly [field: string]: string | number;
}

/**
 * The levels of the line: a warning if this service or Thulium failed, or a customer is in doubt; an error if that lasts
 * until somebody corrects something here.
 */
export type LineLevel = "Info" | "Warn" | "Error";

/** The fiber that answers the request, as far as a line needs it. It may have ended. */
export interface LogPlace {
  readonly id: number;
  readonly context: Context.Context<never>;
}

/** Writes a line. */
export type WriteLine = (level: LineLevel, fields: LogFields, place: LogPlace) => void;

/** Writes to whatever listens to Effect's log. */
const toEffectLog: WriteLine = (level, fields, { context }) => {
  const line = Effect.logWithLevel(level)("request");
  Effect.runForkWith(context)(Effect.annotateLogs(line, fields));
};

/** Writes to the console, in the form of Effect's `consoleJson`. */
const toConsole: WriteLine = (level, annotations, { context, id }) => {
  const now = Context.get(context, Clock.Clock).currentTimeMillisUnsafe();
  console.log(JSON.stringify({
    message: "request",
    level: level.toUpperCase(),
    timestamp: new Date(now).toISOString(),
    annotations,
    spans: {},
    fiberId: `#${id}`,
  }));
};

/** How lines are written if only those of some levels are, and only the console may listen. */
export const writerFor = (
  logLevel: "Debug" | "Info" | "Warn" | "Error" | "None",
  isOnlyConsole: boolean,
): WriteLine => {
  if (!isOnlyConsole) return toEffectLog;
  if (logLevel === "Debug" || logLevel === "Info") return toConsole;
  return (level, fields, place) => {
    if (level === logLevel || level === "Error" && logLevel === "Warn") {
      toConsole(level, fields, place);
    }
  };
};

/** Collects the fields of the line while a request is being answered. */
export class RequestLog {
  /** When the request began, in milliseconds of the monotonic clock. */
  readonly began: number;
  readonly #about: LogFields;
  #counts: LogFields = {};
  /** Without an answer the caller went away before it (nginx's 499). */
  #status = 499;
  #hasDoubt = false;
  #isOurs = false;
  #why: LogFields = {};
  #calls = "";

  /** Begins a line. */
  constructor(began: number, request_id: string, method: string, route: string) {
    this.began = began;
    this.#about = { request_id, method, route };
  }

  /** Records what was answered. Only what is wrong with a body is not told: the message may name columns of it. */
  answered({ call, problem, status }: Reply): void {
    this.#status = status;
    this.#isOurs = status === 500 || problem === ownUserRefused;
    if (problem !== undefined && status !== 400) this.#tell(problem, call);
  }

  /** Records the outcome of a customer. The first one that failed on its way says why. */
  outcome(outcome: Outcome): void {
    if (outcome._tag === "Unknown" || outcome._tag === "NotSent") {
      this.#tell(this.#why.error ?? outcome.message, outcome.requestId);
    }
  }

  #tell(error: string | number, call = ""): void {
    const calls = this.#calls;
    // A text includes "", which is no call.
    if (calls.length < maxLength && !calls.includes(call)) this.#calls += (calls && " ") + call;
    this.#why = this.#calls === "" ? { error } : { error, calls: this.#calls };
  }

  /** Records the outcomes of the customers. */
  count(counts: OutcomeCounts): void {
    this.#counts = namedCounts(counts);
    this.#hasDoubt = counts.unknown > 0;
  }

  /** Writes the line. */
  write(now: number, place: LogPlace, writeLine: WriteLine): void {
    const level = this.#isOurs ? "Error" : this.#status >= 500 || this.#hasDoubt ? "Warn" : "Info";
    const end = { status: this.#status, duration_ms: now - this.began };
    writeLine(level, { ...this.#about, ...this.#counts, ...end, ...this.#why }, place);
  }
}
