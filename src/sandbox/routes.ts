/**
 * The sandbox's side of the HTTP contract: a request in, a reply out, faults included. No sockets
 * and no promises here; `fetch.ts` and `serve.ts` carry replies to callers.
 *
 * @module
 */
import * as Base64 from "effect/encoding/Base64";
import { chosen, type Fault, faultFor, type FaultPlan, readFaultPlan } from "./fault.ts";
import {
  type ItemAnswer,
  type Lookup,
  lookupKeys,
  type StoredCustomer,
  System,
  type SystemOptions,
} from "./system.ts";

/** Options of a sandbox. */
export interface SandboxOptions extends SystemOptions {
  /**
   * The API user.
   *
   * @default "api_user"
   */
  readonly user?: string | undefined;
  /**
   * The API user's password.
   *
   * @default "api_pass"
   */
  readonly password?: string | undefined;
  /**
   * Largest body of a request in bytes; a larger one is answered 413.
   *
   * @default 8_388_608
   */
  readonly maxBodyBytes?: number | undefined;
  /**
   * Most customers in a batch; more are answered 413.
   *
   * @default unlimited
   */
  readonly maxCustomers?: number | undefined;
  /**
   * What goes wrong.
   *
   * @default nothing
   */
  readonly faults?: FaultPlan | undefined;
}

/** A request, read to its end. */
export interface SandboxRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: { readonly get: (name: string) => string | null };
  readonly body: Uint8Array;
}

/** What a caller gets to see of a reply. */
export type Delivered =
  | "whole"
  | "cut-before-headers"
  | "cut-headers"
  | "cut-body"
  | "stall-before-headers"
  | "stall-body";

/** A reply, and how much of it is delivered. */
export interface Reply {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
  readonly delivered: Delivered;
}

/** A request that the sandbox has seen. */
export interface SeenRequest {
  /** Its method, such as `POST`. */
  readonly method: string;
  /** Its path without the query. */
  readonly path: string;
  /** Number of customers in a batch. */
  readonly customers?: number | undefined;
  /** The fault that was played. */
  readonly fault?: Fault["kind"] | undefined;
  /** The status that was answered, or would have been. */
  readonly status: number;
}

const reply = (
  status: number,
  body: unknown,
  headers: Reply["headers"] = {},
  delivered: Delivered = "whole",
): Reply => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
  delivered,
});

const refuse = (status: number, message: string, headers?: Reply["headers"]): Reply =>
  reply(status, { message }, headers);

const origin = "http://sandbox";

/** Thulium's API over one system. */
export class Routes {
  readonly #options: SandboxOptions;
  readonly #authorization: string;
  #system: System;
  #seen: Array<SeenRequest> = [];
  #plan: FaultPlan = { script: [] };
  #posts = 0;

  /** Sets up an empty system behind the API. */
  constructor(options: SandboxOptions = {}) {
    const { faults = { script: [] }, password = "api_pass", user = "api_user" } = options;
    this.#options = options;
    this.#authorization = `Basic ${Base64.encode(`${user}:${password}`)}`;
    this.#system = new System(options);
    this.setFaults(faults);
  }

  /** Largest body that is read. */
  get maxBodyBytes(): number {
    return this.#options.maxBodyBytes ?? 8_388_608;
  }

  /** All customers in the system. */
  get customers(): ReadonlyArray<StoredCustomer> {
    return this.#system.customers;
  }

  /** All requests to the API, oldest first. */
  get requests(): ReadonlyArray<SeenRequest> {
    return this.#seen;
  }

  /**
   * Makes the next POST the first one of another plan.
   *
   * @throws {RangeError} If the plan is none.
   */
  setFaults(plan: FaultPlan): void {
    const read = readFaultPlan(plan);
    if (typeof read === "string") throw new RangeError(read);
    this.#plan = read;
    this.#posts = 0;
  }

  /** Empties the system and forgets requests and faults. */
  reset(): void {
    this.#system = new System(this.#options);
    this.#seen = [];
    this.setFaults({ script: [] });
  }

  /** Answers one request. */
  answer(request: SandboxRequest): Reply {
    if (!URL.canParse(request.url, origin)) return refuse(400, "Bad request");
    const { pathname, searchParams } = new URL(request.url, origin);
    if (pathname === "/") return reply(200, welcome);
    if (pathname.startsWith("/sandbox")) return this.#control(request, pathname);
    const answered = this.#api(request, pathname, searchParams);
    this.#seen.push({
      method: request.method,
      path: pathname,
      status: answered.reply.status,
      ...answered.seen,
    });
    return answered.reply;
  }

  #api(request: SandboxRequest, path: string, query: URLSearchParams): Answered {
    const known = { "/api/batch/customers": "POST", "/api/customers": "GET" }[path];
    const given = request.headers.get("authorization")?.replace(/^basic +/i, "Basic ");
    if (given !== this.#authorization) {
      return {
        reply: refuse(401, "Unauthorized", { "www-authenticate": 'Basic realm="Thulium API"' }),
      };
    }
    if (known === undefined) return { reply: refuse(404, "Not found") };
    if (request.method !== known) {
      return { reply: refuse(405, "Method not allowed", { allow: known }) };
    }
    return known === "GET" ? { reply: this.#lookUp(query) } : this.#addBatch(request);
  }

  #lookUp(query: URLSearchParams): Reply {
    const limit = Number(query.get("limit") ?? 100);
    const offset = Number(query.get("offset") ?? 0);
    if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
      return refuse(400, "Limit must be a number from 1 to 1000.");
    }
    if (!Number.isInteger(offset) || offset < 0) {
      return refuse(400, "Offset must be a number from 0.");
    }
    const lookup: Lookup = Object.fromEntries(
      lookupKeys.map((key) => [key, query.get(key) ?? undefined]),
    );
    return reply(200, this.#system.find(lookup).slice(offset, offset + limit).map(present));
  }

  #addBatch(request: SandboxRequest): Answered {
    const { maxCustomers = Infinity } = this.#options;
    const mediaType = request.headers.get("content-type")?.split(";")[0].trim().toLowerCase();
    if (mediaType !== "application/json") {
      return { reply: refuse(415, "Content-Type must be application/json.") };
    }
    if (request.body.length > this.maxBodyBytes) {
      return { reply: refuse(413, "Request is too large.") };
    }
    const parsed = parseJson(request.body);
    if (parsed === undefined) return { reply: refuse(400, "Request is not valid JSON.") };
    const { customers } = Object(parsed.value) as { customers?: unknown };
    if (!Array.isArray(customers)) {
      return { reply: refuse(400, "Parameter customers must be a list.") };
    }
    if (customers.length > maxCustomers) return { reply: refuse(413, "Too many customers.") };
    return this.#addAll(customers);
  }

  #addAll(customers: ReadonlyArray<unknown>): Answered {
    const post = this.#posts++;
    const fault = faultFor(this.#plan, post);
    const seen = { customers: customers.length, fault: fault?.kind };
    const share = fault !== undefined && "share" in fault
      ? chosen(this.#plan, post, customers.length, fault.share)
      : [];
    if (fault !== undefined && "created" in fault && !fault.created) {
      return { reply: faulty(fault, {}), seen };
    }
    const answers = Object.fromEntries(customers.map((customer, i): [number, ItemAnswer] => [
      i,
      fault?.kind === "items" && share[i]
        ? { http_status: fault.status, message: "Try again later." }
        : this.#system.add(customer),
    ]));
    if (fault?.kind === "missing") share.forEach((left, i) => left && delete answers[i]);
    return { reply: faulty(fault, answers), seen };
  }

  #control({ body, method }: SandboxRequest, path: string): Reply {
    switch (`${method} ${path}`) {
      case "GET /sandbox/customers":
        return reply(200, this.customers);
      case "GET /sandbox/custom_fields":
        return reply(200, this.#system.customFields);
      case "GET /sandbox/requests":
        return reply(200, this.requests);
      case "PUT /sandbox/faults": {
        const plan = readFaultPlan(parseJson(body)?.value);
        if (typeof plan === "string") return refuse(400, plan);
        this.setFaults(plan);
        return reply(200, plan);
      }
      case "DELETE /sandbox":
        this.reset();
        return reply(200, {});
      default:
        return refuse(404, "Not found");
    }
  }
}

interface Answered {
  readonly reply: Reply;
  readonly seen?: Pick<SeenRequest, "customers" | "fault">;
}

const welcome = {
  message:
    "A sandbox of Thulium's API. Not Thulium; nothing leaves it, and it forgets all at its end.",
  api: ["POST /api/batch/customers", "GET /api/customers"],
  sandbox: [
    "GET /sandbox/customers",
    "GET /sandbox/custom_fields",
    "GET /sandbox/requests",
    "PUT /sandbox/faults",
    "DELETE /sandbox",
  ],
};

/** A batch's reply, with the fault applied to it. */
const faulty = (fault: Fault | undefined, answers: object): Reply => {
  switch (fault?.kind) {
    case undefined:
    case "items":
    case "missing":
      return reply(200, answers);
    case "array":
      return reply(200, Object.values(answers));
    case "status":
      return refuse(
        fault.status,
        `Status ${fault.status}`,
        fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter },
      );
    case "cut":
      return reply(200, answers, {}, `cut-${fault.at}`);
    case "stall":
      return reply(200, answers, {}, `stall-${fault.at}`);
    case "html":
      return {
        ...reply(200, {}, { "content-type": "text/html" }),
        body: "<!doctype html><title>Thulium</title><p>Zaloguj się</p>",
      };
    case "malformed":
      return { ...reply(200, {}), body: JSON.stringify(answers).slice(0, -1) };
  }
};

/** A customer as `GET /api/customers` shows it. */
const present = ({ custom_fields, customer_id, fields }: StoredCustomer): object => {
  const [phones, emails] = [fields.phone_number, fields.email].map((value) =>
    value === undefined ? [] : [value].flat()
  );
  return {
    ...fields,
    customer_id,
    email: emails[0] ?? "",
    emails,
    phone_number: phones[0] ?? "",
    phone_numbers: phones,
    custom_fields,
  };
};

const parseJson = (bytes: Uint8Array): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch {
    return undefined;
  }
};
