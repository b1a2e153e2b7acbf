/**
 * The id of the last request that was made for some customers. A call that is given up has no other way to say it, and its
 * customers are those about whom Thulium must be asked.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import type { CurrentFiber } from "./span.ts";

/** Where the id of the last request is noted: here, and for the customers around. */
export interface LastRequest {
  id?: string | undefined;
  around?: LastRequest | undefined;
}

const CurrentRequest: Context.Reference<LastRequest | undefined> = /* @__PURE__ */ Context
  .Reference<LastRequest | undefined>(
    "@thulium-effect/batch-customers/LastRequest",
    { defaultValue: () => undefined },
  );

/** Makes a call, and notes its last request. */
export const notingRequest = <A, E, R>(
  call: Effect.Effect<A, E, R>,
  last: LastRequest,
): Effect.Effect<A, E, R> =>
  Effect.withFiber((fiber) => {
    last.around = fiber.getRef(CurrentRequest);
    return Effect.provideService(call, CurrentRequest, last);
  });

/** Notes a request that is about to be made. */
export const noteRequest = (id: string, fiber: CurrentFiber): void => {
  for (let at = fiber.getRef(CurrentRequest); at !== undefined; at = at.around) at.id = id;
};
