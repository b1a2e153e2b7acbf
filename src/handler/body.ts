/**
 * Reads the list of customers from a JSON body, within limits of size and time. For a body that can't be read the
 * answer names the place and the rule, and quotes nothing of the body.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { parseExactJson } from "../internal/exact_json.ts";
import { isObject } from "../internal/json.ts";
import { faultOf } from "../internal/json_fault.ts";
import { ByteBuffer } from "../internal/byte_buffer.ts";
import type { PieceReader } from "../internal/piece_reader.ts";
import { scanBody } from "../customer/fast/body.ts";
import { noRoom } from "./body_budget.ts";
import type { HandlerConfig } from "./config.ts";
import { inTime } from "./in_time.ts";
import { problem, refuse, type Reply } from "./reply.ts";

/**
 * The customers of a JSON body: as `CustomerJson`s if the fast scanner recognizes the whole body, or else as
 * `JSON.parse` gives them, except for numbers that a double does not hold exactly. Fails with 400, 408, 413, 422 or 503.
 */
export const readCustomers = (
  config: HandlerConfig,
  request: Request,
  reader: PieceReader,
): Effect.Effect<ReadonlyArray<unknown>, Reply> =>
  Effect.flatMap(readWithin(config, request, reader), (bytes) => {
    const scanned = scanBody(bytes);
    return scanned === undefined
      ? Effect.flatMap(parseBody(bytes), (customers) => withinCount(config, customers))
      : withinCount(config, scanned);
  });

const withinCount = (
  { maxCustomers }: HandlerConfig,
  customers: ReadonlyArray<unknown>,
): Effect.Effect<ReadonlyArray<unknown>, Reply> =>
  customers.length <= maxCustomers ? Effect.succeed(customers) : refuse(
    413,
    `there are ${customers.length} customers; at most ${maxCustomers} are allowed`,
  );

const parseBody = Effect.fnUntraced(function* (bytes: Uint8Array) {
  const text = yield* decode(bytes);
  const body = parseExactJson(text);
  if (body === undefined) return yield* malformed(text);
  const customers = isObject(body) ? body.customers : undefined;
  if (!Array.isArray(customers)) {
    return yield* refuse(422, 'the body must be an object with a list "customers"');
  }
  return customers as ReadonlyArray<unknown>;
});

const decoder = new TextDecoder("utf-8", { fatal: true });

const decode = (bytes: Uint8Array) =>
  Effect.try({
    try: () => decoder.decode(bytes),
    catch: () => problem(400, "the body is not UTF-8"),
  });

const tooLarge = ({ maxBodyBytes }: HandlerConfig) =>
  refuse(413, `the body is larger than ${maxBodyBytes} bytes`);

/** A body that comes later leaves no time for a call. */
const secondsFor = ({ bodySeconds, callSeconds, deadlineSeconds }: HandlerConfig): number =>
  Math.min(bodySeconds, deadlineSeconds - callSeconds);

const readWithin = (
  config: HandlerConfig,
  request: Request,
  reader: PieceReader,
): Effect.Effect<Uint8Array, Reply> => {
  const { maxBodyBytes } = config;
  if (Number(request.headers.get("content-length") ?? 0) > maxBodyBytes) return tooLarge(config);
  const seconds = secondsFor(config);
  const read = inTime<Uint8Array | keyof typeof refusals, Reply>(
    () => readAll(reader, maxBodyBytes),
    seconds * 1000,
    () => refuse(408, `the body did not come within ${seconds} seconds`),
  );
  return Effect.flatMap(
    read,
    (read) => typeof read === "string" ? refusals[read](config) : Effect.succeed(read),
  );
};

/** In one promise: a fiber that waits for each part would cost more than the part. */
const readAll = async (
  reader: PieceReader,
  maxBytes: number,
): Promise<Uint8Array | keyof typeof refusals> => {
  const all = new ByteBuffer();
  for (;;) {
    const part = await reader.next();
    if (part === "end") return all.take();
    if (typeof part === "string") return part;
    if (all.length === 0 && reader.isEndLeft) return part;
    if (all.length + part.length > maxBytes) return "too-large";
    all.add(part);
  }
};

const refusals = {
  "cut": () => refuse(400, "the body is incomplete"),
  "no-room": () => noRoom,
  "too-large": tooLarge,
};

/** Names the place where the customer begins that can't be read. */
const malformed = (text: string): Effect.Effect<never, Reply> => {
  let customer: number | undefined;
  const fault = faultOf(text, (place) => customer = place);
  return refuse(
    400,
    `the body is not valid JSON: the error is at or after character ${(customer ?? fault) + 1}`,
  );
};
