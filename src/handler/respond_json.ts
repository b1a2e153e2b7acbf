/**
 * `POST /api/batch/customers` with JSON: reads all customers, imports them, and gives the contract's answer.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import { addCustomers } from "../import/list.ts";
import { readCustomers } from "./body.ts";
import type { HandlerConfig } from "./config.ts";
import { importOptions } from "./import_options.ts";
import { json } from "./reply.ts";
import type { RequestLog } from "./request_log.ts";
import { batchAnswer, failureProblem } from "./wire.ts";

/** Adds the customers of the body and answers for each of them. */
export const respondJson = Effect.fnUntraced(
  function* (config: HandlerConfig, request: Request, log: RequestLog) {
    const customers = yield* readCustomers(config, request);
    const report = yield* addCustomers<unknown>(customers, {
      ...importOptions(config, config.deadlineSeconds),
      onEnd: (report) => Effect.sync(() => log.count(report)),
    }).pipe(
      Effect.catch((error) =>
        Effect.flatMap(
          Clock.currentTimeMillis,
          (now) => Effect.fail(failureProblem(error, config.access.mode, now)),
        )
      ),
    );
    return json(batchAnswer(report.outcomes, config.access.mode));
  },
);
