/**
 * Replies: how they are made, how a fault changes the reply to a batch, and how much of a reply the
 * caller receives.
 *
 * @module
 */
import type { Fault } from "./fault.ts";

/** How much of a reply the caller receives: all of it, or the part before it is cut or stalls. */
export type Delivered =
  | "whole"
  | "cut-before-headers"
  | "cut-headers"
  | "cut-body"
  | "stall-before-headers"
  | "stall-body";

/** A reply, and how much of it the caller receives. */
export interface Reply {
  /** The status. */
  readonly status: number;
  /** The headers. */
  readonly headers: { readonly [name: string]: string };
  /** The whole body, even if less of it is delivered. */
  readonly body: string;
  /** How much of it the caller receives. */
  readonly delivered: Delivered;
}

/** A reply in JSON. */
export const reply = (
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

/** A reply that says why a request is refused, in the form of Thulium's errors of a whole request. */
export const refuse = (status: number, message: string, headers?: Reply["headers"]): Reply =>
  reply(
    status,
    { request_id: crypto.randomUUID(), errors: [{ message, code: 111111 }] },
    headers,
  );

const page = (status: number, text: string, headers: Reply["headers"] = {}): Reply => ({
  ...reply(status, {}, { ...headers, "content-type": "text/html" }),
  body: `<!doctype html><title>${text}</title><p>${text}</p>`,
});

/** The reply to a batch, as the fault changes it. `answers` holds the item answers by position. */
export const batchReply = (fault: Fault | undefined, answers: object): Reply => {
  switch (fault?.kind) {
    case undefined:
    // These two faults changed the answers already.
    case "items":
    case "missing":
      return reply(200, answers);
    case "array":
      return reply(200, Object.values(answers));
    case "status":
      return (fault.proxy === true ? page : refuse)(
        fault.status,
        `Status ${fault.status}`,
        fault.retryAfter === undefined ? {} : { "retry-after": fault.retryAfter },
      );
    case "cut":
      return reply(200, answers, {}, `cut-${fault.at}`);
    case "stall":
      return reply(200, answers, {}, `stall-${fault.at}`);
    case "late":
      return reply(200, answers, {}, "stall-before-headers");
    case "html":
      return page(200, "Zaloguj się");
    case "malformed":
      return { ...reply(200, {}), body: JSON.stringify(answers).slice(0, -1) };
  }
};
