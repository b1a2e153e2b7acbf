/**
 * `POST` and `PUT /api/batch/customers` with JSON: reads all customers, adds or updates them, and gives the contract's
 * answer.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import { Confirmations } from "../call/confirm.ts";
import type { BatchCall } from "../call/service.ts";
import { addCustomers } from "../import/list.ts";
import { updateCustomers } from "../import/update_list.ts";
import { monotonicMillis } from "../internal/monotonic.ts";
import type { Operation } from "../outcome/delivery.ts";
import type { Report } from "../outcome/report.ts";
import { PieceReader } from "../internal/piece_reader.ts";
import { readCustomers } from "./body.ts";
import { noRoom, openShare } from "./body_budget.ts";
import { whileThere } from "./caller.ts";
import type { HandlerConfig } from "./config.ts";
import { importOptions } from "./import_options.ts";
import { jsonText, type Reply } from "./reply.ts";
import type { RequestEnd } from "./request_end.ts";
import type { RequestLog } from "./request_log.ts";
import { batchAnswer, failureProblem } from "./wire.ts";

/** Adds or updates the customers of the body and answers for each of them. */
export const respondJson = (
  config: HandlerConfig,
  request: Request,
  operation: Operation,
  log: RequestLog,
  end: RequestEnd,
): Effect.Effect<Reply, Reply, BatchCall> => {
  const share = openShare(config, 1);
  if (share === undefined) return noRoom;
  end.add(() => share.end());
  const reader = new PieceReader(request, share.take);
  const answer = Effect.ensuring(
    respond(config, request, operation, log, reader),
    Effect.sync(() => {
      reader.close();
      share.clear();
    }),
  );
  return Effect.map(answer, (reply) => {
    // The body is not held any more, but its answer is until it was read.
    share.owe(typeof reply.body === "string" ? reply.body.length : 0);
    return reply;
  });
};

const respond = (
  config: HandlerConfig,
  request: Request,
  operation: Operation,
  log: RequestLog,
  reader: PieceReader,
): Effect.Effect<Reply, Reply, BatchCall> => {
  const { mode } = config.access;
  const send = operation === "add" ? addCustomers<unknown> : updateCustomers<unknown>;
  const onEnd = (report: Report) =>
    Effect.sync(() => {
      log.count(report);
      if (report.unknown + report.notSent > 0) report.outcomes.forEach((one) => log.outcome(one));
    });
  return Effect.flatMap(
    readCustomers(config, request, reader),
    (customers) =>
      Effect.flatMap(monotonicMillis, (now) => {
        const seconds = config.deadlineSeconds - (now - log.began) / 1000;
        return send(customers, { ...importOptions(config, seconds), onEnd }).pipe(
          Effect.provideService(Confirmations, whileThere(reader, config.bodySeconds)),
          Effect.matchEffect({
            onSuccess: ({ outcomes }) =>
              Effect.succeed(jsonText(batchAnswer(outcomes, mode, operation))),
            onFailure: (error) =>
              Effect.flatMap(
                Clock.currentTimeMillis,
                (now) => Effect.fail(failureProblem(error, mode, now)),
              ),
          }),
        );
      }),
  );
};
