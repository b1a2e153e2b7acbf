/**
 * The request's body: its media type, and a list of customers read from JSON within limits. A body that can't
 * be read is answered with the place and the rule, and no piece of it.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as JsonArray from "effect/encoding/JsonArray";
import * as Stream from "effect/Stream";
import { isObject, parseJson } from "../internal/json.ts";
import { readBytes } from "../internal/bytes.ts";
import { scanBody } from "../customer/fast/body.ts";
import type { HandlerConfig } from "./config.ts";
import { Problem } from "./problem.ts";

/** How customers may come. */
export type Format = "json" | "ndjson" | "csv";

const formats: ReadonlyMap<string, Format> = new Map([
  ["application/json", "json"],
  ["application/x-ndjson", "ndjson"],
  ["text/csv", "csv"],
]);

/** Media types that are understood. */
export const mediaTypes: ReadonlyArray<string> = [...formats.keys()];

/** The format that the headers announce; fails with 415. */
export const formatOf = (headers: Headers): Effect.Effect<Format, Problem> => {
  const [type, ...parameters] = (headers.get("content-type") ?? "application/json").split(";");
  const format = formats.get(type.trim().toLowerCase());
  const charset = parameters.join(";").match(/charset\s*=\s*"?([^\s;"]+)/i)?.[1] ?? "utf-8";
  const coding = headers.get("content-encoding") ?? "identity";
  if (format === undefined) return unsupported(`Content-Type must be ${mediaTypes.join(" or ")}`);
  if (!/^(utf-?8|us-ascii)$/i.test(charset)) return unsupported("the charset must be utf-8");
  return coding.toLowerCase() === "identity"
    ? Effect.succeed(format)
    : unsupported("Content-Encoding is not supported: send the body as it is");
};

const unsupported = (message: string) => Effect.fail(new Problem({ status: 415, message }));

/** Reads the list of customers of a JSON body: as `CustomerJson`s if it need not be parsed, or else as it says. */
export const readCustomers = Effect.fnUntraced(
  function* (config: HandlerConfig, request: Request) {
    const bytes = yield* readWithin(config, request);
    const customers: ReadonlyArray<unknown> = scanBody(bytes) ?? (yield* parseBody(bytes));
    if (customers.length > config.maxCustomers) {
      return yield* new Problem({
        status: 413,
        message:
          `there are ${customers.length} customers; at most ${config.maxCustomers} are allowed`,
      });
    }
    return customers;
  },
);

const parseBody = Effect.fnUntraced(function* (bytes: Uint8Array) {
  const text = yield* decode(bytes);
  const body = parseJson(text);
  if (body === undefined) return yield* malformed(text);
  const customers = isObject(body) ? body.customers : undefined;
  if (!Array.isArray(customers)) {
    return yield* new Problem({
      status: 422,
      message: 'the body must be an object with a list "customers"',
    });
  }
  return customers as ReadonlyArray<unknown>;
});

const decoder = new TextDecoder("utf-8", { fatal: true });

const decode = (bytes: Uint8Array) =>
  Effect.try({
    try: () => decoder.decode(bytes),
    catch: () => new Problem({ status: 400, message: "the body is not UTF-8" }),
  });

const tooLarge = ({ maxBodyBytes }: HandlerConfig) =>
  new Problem({ status: 413, message: `the body is larger than ${maxBodyBytes} bytes` });

const readWithin = Effect.fnUntraced(function* (config: HandlerConfig, request: Request) {
  const { bodySeconds, maxBodyBytes } = config;
  if (Number(request.headers.get("content-length") ?? 0) > maxBodyBytes) {
    return yield* tooLarge(config);
  }
  const read = yield* Effect.promise((signal) => readBytes(request, maxBodyBytes, signal)).pipe(
    Effect.timeoutOrElse({
      duration: bodySeconds * 1000,
      orElse: () =>
        Effect.fail(
          new Problem({
            status: 408,
            message: `the body did not come within ${bodySeconds} seconds`,
          }),
        ),
    }),
  );
  if ("bytes" in read) return read.bytes;
  return yield* read.fault === "too-large"
    ? tooLarge(config)
    : new Problem({ status: 400, message: "the body broke off" });
});

/** `JSON.parse` quotes the text in its errors, so the place is found by another reader. */
const malformed = (text: string): Effect.Effect<never, Problem> =>
  Stream.make(text).pipe(
    Stream.pipeThroughChannel(JsonArray.decodeString({ pointer: "/customers" })),
    Stream.runDrain,
    Effect.match({
      onSuccess: () => undefined,
      onFailure: (error) => error.kind === "Syntax" ? error.offset : undefined,
    }),
    Effect.flatMap((offset) =>
      Effect.fail(
        new Problem({
          status: 400,
          message: offset === undefined
            ? "the body is not valid JSON"
            : `the body is not valid JSON, in what begins at character ${offset + 1}`,
        }),
      )
    ),
  );
