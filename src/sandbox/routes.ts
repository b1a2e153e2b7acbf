/**
 * The sandbox as a function from a request to a reply: Thulium's API, the sandbox's own paths, and a
 * record of the requests. There are no sockets and no promises here; `fetch.ts` and `serve.ts` carry
 * the replies to callers.
 *
 * @module
 */
import { Api } from "./api.ts";
import { control, welcome } from "./control.ts";
import type { FaultPlan } from "./fault.ts";
import type { SandboxOptions } from "./options.ts";
import { FaultPlayer } from "./fault_player.ts";
import { refuse, type Reply, reply } from "./reply.ts";
import type { SandboxRequest, SeenRequest } from "./request.ts";
import type { StoredCustomer } from "./system.ts";

/** `URL` needs an origin; nothing reads this one. */
const origin = "http://sandbox";

/** One sandbox, until it is reset. */
export class Routes {
  readonly #options: SandboxOptions;
  readonly #now: () => number;
  #api: Api;
  #seen: Array<SeenRequest> = [];

  /**
   * Sets up an empty system behind the API. `now` is the time in milliseconds, for customers that are created
   * late.
   *
   * @throws {RangeError} If the plan of faults is invalid.
   */
  constructor(options: SandboxOptions = {}, now: () => number = Date.now) {
    this.#options = options;
    this.#now = now;
    this.#api = new Api(options, now);
  }

  /** Largest request body in bytes. A transport need not keep more of a larger one. */
  get maxBodyBytes(): number {
    return this.#api.maxBodyBytes;
  }

  /** All customers in the system, oldest first. */
  get customers(): ReadonlyArray<StoredCustomer> {
    this.#api.catchUp();
    return this.#api.system.customers;
  }

  /** Names of the custom fields that exist in the system. */
  get customFields(): ReadonlyArray<string> {
    return this.#api.system.customFields;
  }

  /** All requests to the API, oldest first. */
  get requests(): ReadonlyArray<SeenRequest> {
    return this.#seen;
  }

  /**
   * Starts another plan of faults with the next POST.
   *
   * @throws {RangeError} If the plan is invalid.
   */
  setFaults(plan: FaultPlan): void {
    this.#api.faults = new FaultPlayer(plan);
  }

  /** Empties the system and forgets requests and faults. */
  reset(): void {
    this.#api = new Api({ ...this.#options, faults: undefined }, this.#now);
    this.#seen = [];
  }

  /** Answers one request. */
  answer(request: SandboxRequest): Reply {
    if (!URL.canParse(request.url, origin)) return refuse(400, "Bad request");
    const { pathname, searchParams } = new URL(request.url, origin);
    if (pathname === "/") return reply(200, welcome);
    if (pathname.startsWith("/sandbox")) return control(this, request, pathname);
    const answered = this.#api.answer(request, pathname, searchParams);
    const { status } = answered.reply;
    this.#seen.push({ method: request.method, path: pathname, status, ...answered.seen });
    return answered.reply;
  }
}
