/**
 * `POST` and `PUT /api/batch/customers` with JSON: reads all customers, adds or updates them, and gives the contract's
 * answer.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import type { BatchCall } from "../call/service.ts";
import { addCustomers } from "../import/list.ts";
import { updateCustomers } from "../import/update_list.ts";
import { monotonicMillis } from "../internal/monotonic.ts";
import type { Operation } from "../outcome/delivery.ts";
import { PieceReader } from "../internal/piece_reader.ts";
import { readCustomers } from "./body.ts";
import { openShare } from "./body_budget.ts";
import { whileThere } from "./caller.ts";
import type { HandlerConfig } from "./config.ts";
import { importOptions } from "./import_options.ts";
import { json, type Reply } from "./reply.ts";
import type { RequestLog } from "./request_log.ts";
import { batchAnswer, failureProblem } from "./wire.ts";

/** Adds or updates the customers of the body and answers for each of them. */
export const respondJson = (
  config: HandlerConfig,
  request: Request,
  operation: Operation,
  log: RequestLog,
): Effect.Effect<Reply, Reply, BatchCall | Scope.Scope> =>
  Effect.flatMap(openShare(config, 1), (share) => {
    const reader = new PieceReader(request, share.take);
    const answer = respond(config, request, operation, log, reader).pipe(
      Effect.ensuring(Effect.sync(() => {
        reader.close();
        share.clear();
      })),
      // The body is not held any more, but its answer is until it was read.
      Effect.tap(({ body }) => Effect.sync(() => share.owe(lengthOf(body)))),
    );
    return Effect.andThen(Effect.addFinalizer(() => Effect.sync(() => share.end())), answer);
  });

const lengthOf = (body: Reply["body"]): number => typeof body === "string" ? body.length : 0;

const respond = Effect.fnUntraced(
  function* (
    config: HandlerConfig,
    request: Request,
    operation: Operation,
    log: RequestLog,
    reader: PieceReader,
  ) {
    const began = yield* monotonicMillis;
    const customers = yield* readCustomers(config, request, reader);
    const seconds = config.deadlineSeconds - ((yield* monotonicMillis) - began) / 1000;
    const send = operation === "add" ? addCustomers<unknown> : updateCustomers<unknown>;
    const report = yield* send(customers, {
      ...importOptions(config, seconds),
      onEnd: (report) => Effect.sync(() => log.count(report)),
    }).pipe(
      Effect.provideContext(whileThere(reader, config.bodySeconds)),
      Effect.catch((error) =>
        Effect.flatMap(
          Clock.currentTimeMillis,
          (now) => Effect.fail(failureProblem(error, config.access.mode, now)),
        )
      ),
    );
    return json(batchAnswer(report.outcomes, config.access.mode, operation));
  },
);
