/** Tasks for the module on another runtime. A task is JSON, and its result is one line. */
import {
  addCustomers,
  BatchCall,
  type BatchError,
  Retry,
  stack,
} from "@thulium-effect/batch-customers";
import { makeHandler } from "@thulium-effect/batch-customers/handler";
import * as Effect from "effect/Effect";
import * as Redacted from "effect/Redacted";

export interface Task {
  /** Where the rows go: to the URL, to the URL through the handler, or to a sandbox in the same program. */
  readonly what: "import" | "handler" | "sandbox";
  readonly url: string;
  readonly rows: ReadonlyArray<unknown>;
  /** The API user's password. */
  readonly password?: string;
  /** Most customers in a POST. */
  readonly maxCustomers?: number;
  /** Attempts of the retry policy. Without a number there is no such policy. */
  readonly attempts?: number;
}

const failed = (error: BatchError): string => {
  const reason = error._tag === "TransportError" ? error.reason : undefined;
  const failure = reason?._tag === "ConnectFailed" ? [reason.failure] : [];
  return [error._tag, ...(reason === undefined ? [] : [reason._tag]), ...failure, error.delivery]
    .join(" ");
};

export const importRows = ({ attempts, maxCustomers, password, rows, url }: Task) => {
  const call = BatchCall.layer({
    url,
    user: "api_user",
    password: Redacted.make(password ?? "api_pass"),
  });
  const layer = attempts === undefined
    ? call
    : stack(call, Retry.layer({ attempts, baseWait: "1 millis" }));
  return addCustomers<unknown>(rows, { maxCustomers, concurrency: 1 }).pipe(
    Effect.match({
      onFailure: failed,
      onSuccess: ({ outcomes }) => outcomes.map(({ _tag }) => _tag).join(" "),
    }),
    Effect.provide(layer),
  );
};

export const throughHandler = async ({ rows, url }: Task) => {
  const handler = makeHandler({
    env: { HANDLER_AUTH: "passthrough", THULIUM_URL: url, HANDLER_LOG_LEVEL: "none" },
  });
  const response = await handler(
    new Request("http://handler.localhost/api/batch/customers", {
      method: "POST",
      headers: {
        "authorization": `Basic ${btoa("api_user:api_pass")}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ customers: rows }),
    }),
  );
  const answers: { readonly [index: string]: { readonly http_status: number } } = await response
    .json();
  return [response.status, ...Object.values(answers).map(({ http_status }) => http_status)].join(
    " ",
  );
};
