/**
 * A Thulium that answers as no server should, but never lies: where HTTP says that a request was not accepted, it was not.
 * The sandbox behind it stores the customers.
 */
import { makeFetch } from "../../src/sandbox/fetch.ts";
import { Routes } from "../../src/sandbox/routes.ts";
import type { Draw } from "./draw.ts";

type Fetch = typeof globalThis.fetch;

const bodyless: ReadonlySet<number> = new Set([204, 205, 304]);
/** Statuses that name a fault of the request. The table of the module under test is not asked. */
const refusals: ReadonlySet<number> = new Set([
  ...[400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 416, 417],
  ...[421, 422, 423, 425, 426, 428, 429, 431, 451],
]);
const thuliumError = '{"request_id":"r-1","errors":[{"message":"No.","code":7}]}';

/** A body that comes in parts, then ends, breaks or never ends. */
const dripping = (
  parts: ReadonlyArray<string>,
  end: "close" | "break" | "stall",
  signal: AbortSignal,
): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  let next = 0;
  return new ReadableStream({
    pull: async (controller) => {
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (next < parts.length) return controller.enqueue(encoder.encode(parts[next++]));
      if (end === "close") return controller.close();
      if (end === "break") throw new TypeError("error reading a body from connection");
      return new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason), { once: true })
      );
    },
  }, { highWaterMark: 0 });
};

const pieces = (text: string, count: number): ReadonlyArray<string> => {
  const size = Math.max(1, Math.ceil(text.length / count));
  return text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
};

export class HostileThulium {
  readonly routes: Routes;
  readonly fetch: Fetch;
  /** How many requests came. */
  begun = 0;
  /** The bytes of all answers. */
  answered = 0;
  readonly #draw: Draw;
  readonly #badness: number;
  readonly #behind: Fetch;

  constructor(draw: Draw) {
    this.#draw = draw;
    this.#badness = draw.one([0, 0, 0.3, 0.7, 1]);
    this.routes = new Routes(draw.chance(0.2) ? { mayLookUp: false } : {});
    this.#behind = makeFetch(this.routes);
    this.fetch = (input, init) => {
      this.begun++;
      return this.#answer(input, init);
    };
  }

  async #answer(...[input, init]: Parameters<Fetch>): Promise<Response> {
    const signal = init?.signal ?? new AbortController().signal;
    const draw = this.#draw;
    if (!draw.chance(this.#badness)) return await this.#behind(input, init);
    return await draw.weighted<() => Promise<Response>>([
      [4, () => () => this.#status(input, init, signal)],
      [3, () => () => this.#distorted(input, init, signal)],
      [1, () => async () => {
        await new Promise((resolve) => setTimeout(resolve, draw.integer(0, 60)));
        signal.throwIfAborted();
        return await this.#behind(input, init);
      }],
      [1, () => () => this.#lost(input, init)],
      [0.3, () => () => this.#silent(input, init, signal)],
    ])();
  }

  /** Any status with any body. Customers are created only if the status proves nothing. */
  async #status(input: Parameters<Fetch>[0], init: RequestInit | undefined, signal: AbortSignal) {
    const draw = this.#draw;
    const status = draw.chance(0.5)
      ? draw.one([401, 403, 408, 413, 429, 500, 502, 503, 503, 503, 504])
      : draw.integer(201, 599);
    const headers = new Headers();
    if (draw.chance(0.4)) {
      headers.set(
        "retry-after",
        draw.one([
          "0",
          "1",
          "7",
          "1e26",
          "-1",
          "x",
          "Fri, 31 Dec 1999 23:59:59 GMT",
          "99999999999",
        ]),
      );
    }
    if (draw.chance(0.2)) headers.set("location", draw.one(["/", "http://127.0.0.1:1/", "x:"]));
    headers.set("content-type", draw.one(["application/json", "text/html", "x"]));
    const text = draw.weighted<string>([
      [4, () => status < 300 ? "{}" : thuliumError],
      [1, () => ""],
      [1, () => "<!doctype html><p>503</p>"],
      [1, () => thuliumError.slice(0, -3)],
      [1, () => "[".repeat(draw.size(200_000))],
      [1, () => `{"request_id":"${"x".repeat(draw.size(200_000))}","errors":[{"code":1e400}]}`],
      [
        1,
        () =>
          `{"request_id":1,"errors":[${'{"code":"a","message":7},'.repeat(draw.size(20_000))}{}]}`,
      ],
    ]);
    // Whatever has the form of Thulium's errors is its own word.
    const isOwn = text.startsWith('{"request_id":') && text.endsWith("]}");
    const isRefused = status === 503 ? isOwn : refusals.has(status);
    if (!isRefused && draw.chance(0.5)) await this.#behind(input, init);
    return bodyless.has(status)
      ? new Response(null, { status, headers })
      : this.#send(text, { status, headers }, signal);
  }

  /** Customers are created as they should be, and the answer says so in a bad way. */
  async #distorted(
    input: Parameters<Fetch>[0],
    init: RequestInit | undefined,
    signal: AbortSignal,
  ) {
    const draw = this.#draw;
    const response = await this.#behind(input, init);
    const truth = await response.text();
    const entries = truth.startsWith("{") ? Object.entries(JSON.parse(truth)) : [];
    const withEntries = (make: (list: Array<[string, unknown]>) => Iterable<[string, unknown]>) =>
      JSON.stringify(Object.fromEntries(make(entries)));
    const text = response.status !== 200 ? truth : draw.weighted<string>([
      [2, () => withEntries((list) => list.filter(() => draw.chance(0.7)))],
      [1, () => withEntries((list) => [...list, [String(list.length), { http_status: 201 }]])],
      [1, () => withEntries((list) => [...list, ["x", 1], ["-1", {}], ["1e3", null]])],
      [1, () => JSON.stringify(Object.values(JSON.parse(truth)))],
      [
        1,
        () => withEntries((list) => list.map(([key]) => [key, draw.one([null, 1, [], "201", {}])])),
      ],
      [1, () => truth.replaceAll('"http_status":201', '"http_st\\u0061tus":201,"http_status":201')],
      [1, () => truth.replaceAll('"customer_id"', '"x"')],
      [1, () => truth.slice(0, draw.integer(0, truth.length))],
      [1, () => `${" ".repeat(draw.size(100_000))}${truth}${"\n".repeat(draw.size(100_000))}`],
      [
        1,
        () =>
          `${truth.slice(0, -1)}${entries.length > 0 ? "," : ""}"z":${"[".repeat(9e4)}${
            "]".repeat(9e4)
          }}`,
      ],
      [0.2, () => `${truth.slice(0, -1)}${entries.length > 0 ? "," : ""}"z":"${"x".repeat(5e6)}"}`],
    ]);
    return this.#send(text, { status: response.status, headers: response.headers }, signal);
  }

  /** The connection breaks, after the request was worked on or before. */
  async #lost(input: Parameters<Fetch>[0], init: RequestInit | undefined): Promise<Response> {
    if (this.#draw.chance(0.5)) await this.#behind(input, init);
    else if (this.#draw.chance(0.3)) {
      throw new TypeError(
        "client error (Connect): tcp connect error: Connection refused (os error 111)",
      );
    }
    throw new TypeError("connection closed before message completed");
  }

  async #silent(
    input: Parameters<Fetch>[0],
    init: RequestInit | undefined,
    signal: AbortSignal,
  ): Promise<Response> {
    if (this.#draw.chance(0.5)) await this.#behind(input, init);
    return await new Promise((_, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason), { once: true })
    );
  }

  #send(text: string, init: ResponseInit, signal: AbortSignal): Response {
    this.answered += text.length;
    const draw = this.#draw;
    if (draw.chance(0.5)) return new Response(text, init);
    const end = draw.weighted<"close" | "break" | "stall">([
      [6, () => "close"],
      [1, () => "break"],
      [0.3, () => "stall"],
    ]);
    return new Response(dripping(pieces(text, draw.integer(1, 8)), end, signal), init);
  }
}
