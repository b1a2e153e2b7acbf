/**
 * Thulium's API: `POST` and `PUT /api/batch/customers`, and `GET /api/customers`, with a user and a password.
 *
 * A batch that passes the checks of the request counts as one POST of the plan of faults, also if it is a PUT; a request
 * that is refused does not.
 *
 * @module
 */
import * as Base64 from "effect/encoding/Base64";
import { FaultPlayer } from "./fault_player.ts";
import { credentialsOf, type SandboxOptions } from "./options.ts";
import { batchReply, refuse, type Reply, reply } from "./reply.ts";
import { parseBody, type SandboxRequest, type SeenRequest } from "./request.ts";
import { type ItemAnswer, System } from "./system.ts";
import { filtersOf, includedIn, present } from "./lookup.ts";

/** A reply, and what is recorded of the batch that it answers. */
export interface Answered {
  /** The reply. */
  readonly reply: Reply;
  /** Its size and its fault; `undefined` if the request was refused before it counted as a batch. */
  readonly seen?: Pick<SeenRequest, "customers" | "fault">;
}

/** Customers that are created, or changed, some time after their request. */
interface LateBatch {
  readonly dueAt: number;
  readonly work: Work;
  readonly customers: ReadonlyArray<unknown>;
}

/** What is done with each customer of a batch. */
type Work = (customer: unknown) => ItemAnswer;

const methods: { readonly [path: string]: ReadonlyArray<string> | undefined } = {
  "/api/batch/customers": ["POST", "PUT"],
  "/api/customers": ["GET"],
};

/** Thulium's API in front of one system. */
export class Api {
  /** The system. */
  readonly system: System;
  /** What goes wrong with the POSTs to come. */
  faults: FaultPlayer;
  /** Largest request body in bytes. */
  readonly maxBodyBytes: number;
  readonly #maxCustomers: number;
  readonly #mayLookUp: boolean;
  readonly #mayUpdate: boolean;
  readonly #authorization: string;
  readonly #now: () => number;
  #late: ReadonlyArray<LateBatch> = [];

  /**
   * Sets up an empty system behind the API. `now` is the time in milliseconds.
   *
   * @throws {RangeError} If the plan of faults is invalid.
   */
  constructor(options: SandboxOptions, now: () => number) {
    this.#now = now;
    const { password, user } = credentialsOf(options);
    this.system = new System(options);
    this.faults = new FaultPlayer(options.faults);
    this.maxBodyBytes = options.maxBodyBytes ?? 8_388_608;
    this.#maxCustomers = options.maxCustomers ?? Infinity;
    this.#mayLookUp = options.mayLookUp ?? true;
    this.#mayUpdate = options.mayUpdate ?? true;
    this.#authorization = `Basic ${Base64.encode(`${user}:${password}`)}`;
  }

  /** Does the late work whose time has come. */
  catchUp(): void {
    const now = this.#now();
    const due = this.#late.filter(({ dueAt }) => dueAt <= now);
    this.#late = this.#late.filter(({ dueAt }) => dueAt > now);
    for (const { customers, work } of due) customers.forEach(work);
  }

  /** Answers a request to a path of the API, or to one that does not exist. */
  answer(request: SandboxRequest, path: string, query: URLSearchParams): Answered {
    this.catchUp();
    const known = methods[path];
    const given = request.headers.get("authorization")?.replace(/^basic +/i, "Basic ");
    if (given !== this.#authorization) {
      return {
        reply: refuse(401, "Unauthorized", { "www-authenticate": 'Basic realm="Thulium API"' }),
      };
    }
    if (known === undefined) return { reply: refuse(404, "Not found") };
    if (!known.includes(request.method)) {
      return { reply: refuse(405, "Method not allowed", { allow: known.join(", ") }) };
    }
    switch (request.method) {
      case "GET":
        return { reply: this.#lookUp(query) };
      case "PUT":
        return this.#mayUpdate
          ? this.#batch(request, (customer) => this.system.update(customer))
          : { reply: refuse(403, "Forbidden") };
      default:
        return this.#batch(request, (customer) => this.system.add(customer));
    }
  }

  #lookUp(query: URLSearchParams): Reply {
    if (!this.#mayLookUp) return refuse(403, "Forbidden");
    const limit = Number(query.get("limit") ?? 100);
    const offset = Number(query.get("offset") ?? 0);
    if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
      return refuse(400, "Limit must be a number from 1 to 1000.");
    }
    if (!Number.isInteger(offset) || offset < 0) {
      return refuse(400, "Offset must be a number from 0.");
    }
    const included = includedIn(query, this.system.customFields);
    return reply(
      200,
      this.system.find(filtersOf(query)).slice(offset, offset + limit)
        .map((customer) => present(customer, included)),
    );
  }

  #batch(request: SandboxRequest, work: Work): Answered {
    const mediaType = request.headers.get("content-type")?.split(";")[0].trim().toLowerCase();
    if (mediaType !== "application/json") {
      return { reply: refuse(415, "Content-Type must be application/json.") };
    }
    if (request.body.length > this.maxBodyBytes) {
      return { reply: refuse(413, "Request is too large.") };
    }
    const parsed = parseBody(request.body);
    if (parsed === undefined) return { reply: refuse(400, "Request is not valid JSON.") };
    const { customers } = Object(parsed) as { customers?: unknown };
    if (!Array.isArray(customers)) {
      return { reply: refuse(400, "Parameter customers must be a list.") };
    }
    if (customers.length > this.#maxCustomers) return { reply: refuse(413, "Too many customers.") };
    return this.#doAll(customers, work);
  }

  #doAll(customers: ReadonlyArray<unknown>, work: Work): Answered {
    const { affects, fault } = this.faults.next(customers.length);
    const seen = { customers: customers.length, fault: fault?.kind };
    if (fault?.kind === "late") {
      this.#late = [...this.#late, { dueAt: this.#now() + fault.seconds * 1000, customers, work }];
    }
    if (fault?.kind === "late" || fault !== undefined && "created" in fault && !fault.created) {
      return { reply: batchReply(fault, {}), seen };
    }
    const answers = customers.map((customer, position): readonly [number, ItemAnswer] => [
      position,
      fault?.kind === "items" && affects(position)
        ? { http_status: fault.status, message: "Try again later." }
        : work(customer),
    ]);
    const told = fault?.kind === "missing"
      ? answers.filter(([position]) => !affects(position))
      : answers;
    return { reply: batchReply(fault, Object.fromEntries(told)), seen };
  }
}
