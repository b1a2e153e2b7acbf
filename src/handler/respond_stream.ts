/**
 * `POST` and `PUT /api/batch/customers` with NDJSON, CSV or a workbook: customers, or updates, stream in, and outcomes
 * stream out while the request is still being read, in constant memory. Only a workbook is read as a whole before its
 * first row.
 *
 * The answer has one line per row, in the order of the rows: `{"index":0,"http_status":201,"customer_id":"13"}`. The
 * last line has the counts, and a `message` if not all rows were read:
 * `{"total":1,"created":1,"updated":0,"unchanged":0,"rejected":0,"unknown":0,"not_sent":0}`. An answer without this line is
 * incomplete.
 *
 * A request has a status of its own if it fails before its first rows are answered: Thulium refused the user, or the
 * body can't be read. If Thulium refuses the user later, the rest of the body is not read.
 *
 * @module
 */
import * as Arr from "effect/Array";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Option from "effect/Option";
import * as Scope from "effect/Scope";
import * as Stream from "effect/Stream";
import { Confirmations } from "../call/confirm.ts";
import type { BatchCall } from "../call/service.ts";
import { readCsv } from "../format/csv.ts";
import { FormatError } from "../format/error.ts";
import { longestRow } from "../format/longest_row.ts";
import { readNdjson } from "../format/ndjson.ts";
import { Counter } from "../import/counter.ts";
import type { ImportedCustomer } from "../import/entry.ts";
import { importCustomers } from "../import/stream.ts";
import { PieceReader } from "../internal/piece_reader.ts";
import { namedCounts, type OutcomeCounts, totalOf } from "../outcome/report.ts";
import type { Operation } from "../outcome/delivery.ts";
import type { AuthError } from "../outcome/error.ts";
import { readSheet } from "../format/sheet.ts";
import type { Access } from "./access.ts";
import { noRoom, openShare, tooBusy } from "./body_budget.ts";
import { bodyParts, NoRoom, TooSlow } from "./body_parts.ts";
import { whileThere } from "./caller.ts";
import type { HandlerConfig } from "./config.ts";
import { type FirstRows, withFirstRows } from "./first_rows.ts";
import { HeldRows } from "./held_rows.ts";
import { importOptions } from "./import_options.ts";
import type { Format } from "./negotiation.ts";
import { problem, type Reply } from "./reply.ts";
import type { RequestEnd } from "./request_end.ts";
import type { RequestLog } from "./request_log.ts";
import { itemAnswer, refusalOf } from "./wire.ts";
import { readWorkbook, TooLarge } from "./workbook_body.ts";

type Rows = Stream.Stream<{ readonly row: unknown }, FormatError>;

/** The column that a table must have. */
const requiredFields: { readonly [operation in Operation]: string } = {
  add: "surname",
  update: "customer_id",
};

/** Imports the rows of the body and answers for each row as soon as its outcome is known. */
export const respondStream = (
  config: HandlerConfig,
  request: Request,
  operation: Operation,
  format: Exclude<Format, "json">,
  log: RequestLog,
  atEnd: RequestEnd,
): Effect.Effect<Reply, Reply, BatchCall> =>
  Effect.suspend(() => {
    const scope = Scope.makeUnsafe();
    const reply = respond(config, request, operation, format, log, atEnd);
    return Effect.onError(Scope.provide(reply, scope), (cause) =>
      Scope.close(scope, Exit.failCause(cause)));
  });

const respond = Effect.fnUntraced(
  function* (
    config: HandlerConfig,
    request: Request,
    operation: Operation,
    format: Exclude<Format, "json">,
    log: RequestLog,
    atEnd: RequestEnd,
  ) {
    const { mode } = config.access;
    const context = yield* Effect.context<BatchCall>();
    const share = openShare(config, longestRow);
    if (share === undefined) return yield* noRoom;
    const held = new HeldRows(share);
    // A workbook is held until its last row has its outcome.
    const reader = new PieceReader(request, format === "xlsx" ? share.take : held.take);
    const bytes = bodyParts(reader, config);
    const counter = new Counter();
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      reader.close();
      share.end();
      log.count(counter.counts);
    };
    // Also if the caller leaves before the rows begin.
    atEnd.add(end);
    const required = requiredFields[operation];
    const source: Rows = format === "xlsx"
      ? readSheet(
        yield* Effect.mapError(
          readWorkbook(bytes, request.headers, config, share),
          refusalOfBody,
        ),
        { required },
      )
      : format === "csv"
      ? readCsv(bytes, { maxRowLength: longestRow, required })
      : readNdjson(bytes, longestRow);
    const rows = Stream.mapArray(source, (rows) => {
      held.cut(rows.length);
      return Arr.map(rows, ({ row }) => row);
    });
    let early: FormatError | AuthError | undefined;
    const imported = importCustomers(rows, {
      ...importOptions(config, config.streamDeadlineSeconds),
      operation,
      whenOver: "drain",
      whenRefused: "fail",
      progress: counter,
    }).pipe(
      Stream.provideContext(
        Context.add(context, Confirmations, whileThere(reader, config.bodySeconds)),
      ),
      Stream.ensuring(Effect.sync(end)),
    );
    const answered = yield* withFirstRows(imported, (first) => problemOf(first, mode));
    const lines = answered.pipe(
      Stream.mapArray((customers) => {
        held.giveOut(customers.length);
        for (const { outcome } of customers) log.outcome(outcome);
        return [customers.map((customer) => lineOf(customer, mode, operation)).join("")];
      }),
      Stream.catch((error) => {
        early = error;
        return Stream.empty;
      }),
      Stream.concat(
        Stream.fromEffect(Effect.sync(() => lastLineOf(counter.counts, early))),
      ),
      Stream.encodeText,
    );
    const reply: Reply = {
      status: 200,
      headers: { "content-type": "application/x-ndjson" },
      body: lines,
    };
    return reply;
  },
);

/** Why a request fails that got no answer to a row yet, if it does. */
const problemOf = (
  { end, rows }: FirstRows<ImportedCustomer, FormatError | AuthError>,
  mode: Access["mode"],
): Reply | undefined => {
  if (rows.length > 0) return refusalOf(rows.map(({ outcome }) => outcome), mode);
  const error = end && Exit.isFailure(end) ? Exit.findErrorOption(end) : Option.none();
  return Option.isSome(error) && error.value instanceof FormatError
    ? refusalOfBody(error.value)
    : undefined;
};

const refusalOfBody = (error: FormatError): Reply => {
  if (error instanceof NoRoom) return tooBusy;
  if (error instanceof TooLarge) return problem(413, error.message);
  return problem(error instanceof TooSlow ? 408 : 400, error.message);
};

const lineOf = (
  { index, outcome }: ImportedCustomer,
  mode: Access["mode"],
  operation: Operation,
): string => `${JSON.stringify({ index, ...itemAnswer(outcome, mode, operation) })}\n`;

const lastLineOf = (counts: OutcomeCounts, early: FormatError | AuthError | undefined): string => {
  const message = early && `the rows after these were not read: ${early.message}`;
  return `${JSON.stringify({ total: totalOf(counts), ...namedCounts(counts), message })}\n`;
};
