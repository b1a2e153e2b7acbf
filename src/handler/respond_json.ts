/**
 * `POST /api/batch/customers` with JSON: the contract's answer, made whole.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import { addCustomers } from "../import/list.ts";
import { readCustomers } from "./body.ts";
import type { HandlerConfig } from "./config.ts";
import { json } from "./reply.ts";
import type { RequestLog } from "./request_log.ts";
import { batchAnswer, failureProblem } from "./wire.ts";

/** Adds the customers of the body and answers for each. */
export const respondJson = Effect.fnUntraced(
  function* (config: HandlerConfig, request: Request, log: RequestLog) {
    const customers = yield* readCustomers(config, request);
    const report = yield* addCustomers(customers, {
      maxCustomers: config.batchSize,
      concurrency: config.concurrency,
      profile: config.profile,
      unknownFields: "send",
      maxCalls: config.maxCalls,
      // The last call may begin so late that it still ends in time.
      deadline: Duration.seconds(config.deadlineSeconds - config.callSeconds),
      onInterrupt: "finish",
      onEnd: (report) => Effect.sync(() => log.count(report)),
    }).pipe(
      Effect.catch((error) =>
        Effect.flatMap(
          Clock.currentTimeMillis,
          (now) => Effect.fail(failureProblem(error, config.access, now)),
        )
      ),
    );
    return json(batchAnswer(report.outcomes));
  },
);
