/**
 * One line per request for the log: the method and route, the answer's status, and the number of customers with each
 * outcome. The line holds no data of a customer, no header and no query.
 *
 * Without a collector of telemetry the console is the only reader, and the line is written without Effect's log, which
 * takes several times as long. It has the same form: see {@linkcode toConsole}.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import { namedCounts, type OutcomeCounts } from "../outcome/report.ts";

/** What a line says, by field. */
export interface LogFields {
  readonly [field: string]: string | number;
}

/** The levels of the line: a warning if this service or Thulium failed. */
export type LineLevel = "Info" | "Warn";

/** The fiber that answers the request, as far as a line needs it. It may have ended. */
export interface LogPlace {
  readonly id: number;
  readonly context: Context.Context<never>;
}

/** Writes a line. */
export type WriteLine = (level: LineLevel, fields: LogFields, place: LogPlace) => void;

/** Writes to whatever listens to Effect's log. */
export const toEffectLog: WriteLine = (level, fields, { context }) => {
  const line = level === "Warn" ? Effect.logWarning("request") : Effect.logInfo("request");
  Effect.runForkWith(context)(Effect.annotateLogs(line, fields));
};

/** Writes to the console, in the form of Effect's `consoleJson`. */
export const toConsole: WriteLine = (level, annotations, { context, id }) => {
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
    if (logLevel === "Warn" && level === "Warn") toConsole(level, fields, place);
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

  /** Begins a line. */
  constructor(began: number, request_id: string, method: string, route: string) {
    this.began = began;
    this.#about = { request_id, method, route };
  }

  /** Records the status of the answer. */
  answered(status: number): void {
    this.#status = status;
  }

  /** Records the outcomes of the customers. */
  count(counts: OutcomeCounts): void {
    this.#counts = namedCounts(counts);
  }

  /** Writes the line. */
  write(now: number, place: LogPlace, writeLine: WriteLine): void {
    const level = this.#status >= 500 ? "Warn" : "Info";
    const end = { status: this.#status, duration_ms: now - this.began };
    writeLine(level, { ...this.#about, ...this.#counts, ...end }, place);
  }
}
