/**
 * The sandbox's own paths under `/sandbox`, which look into it and change it. They need no password
 * and are not among the requests that the sandbox records.
 *
 * @module
 */
import { type FaultPlan, readFaultPlan } from "./fault.ts";
import { refuse, type Reply, reply } from "./reply.ts";
import { parseBody, type SandboxRequest, type SeenRequest } from "./request.ts";
import type { StoredCustomer } from "./system.ts";

/** The sandbox, as these paths use it. */
export interface Controlled {
  /** The stored customers. */
  readonly customers: ReadonlyArray<StoredCustomer>;
  /** Names of the custom fields that exist. */
  readonly customFields: ReadonlyArray<string>;
  /** The requests to the API. */
  readonly requests: ReadonlyArray<SeenRequest>;
  /** Starts another plan of faults with the next POST. */
  readonly setFaults: (plan: FaultPlan) => void;
  /** Empties the system and forgets requests and faults. */
  readonly reset: () => void;
}

/** What `/` answers: where to go from there. */
export const welcome = {
  message: "An embedded Thulium for tests. It sends nothing anywhere and forgets all when it ends.",
  api: ["POST /api/batch/customers", "PUT /api/batch/customers", "GET /api/customers"],
  sandbox: [
    "GET /sandbox/customers",
    "GET /sandbox/custom_fields",
    "GET /sandbox/requests",
    "PUT /sandbox/faults",
    "DELETE /sandbox",
  ],
};

/** Answers a request to a path under `/sandbox`. */
export const control = (
  sandbox: Controlled,
  { body, method }: SandboxRequest,
  path: string,
): Reply => {
  switch (`${method} ${path}`) {
    case "GET /sandbox/customers":
      return reply(200, sandbox.customers);
    case "GET /sandbox/custom_fields":
      return reply(200, sandbox.customFields);
    case "GET /sandbox/requests":
      return reply(200, sandbox.requests);
    case "PUT /sandbox/faults": {
      const plan = readFaultPlan(parseBody(body));
      if (typeof plan === "string") return refuse(400, plan);
      sandbox.setFaults(plan);
      return reply(200, plan);
    }
    case "DELETE /sandbox":
      sandbox.reset();
      return reply(200, {});
    default:
      return refuse(404, "Not found");
  }
};
