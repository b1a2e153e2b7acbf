/** Plays one generated case against a handler in memory. */
import { assert } from "../support/assert.ts";
import { basic, path } from "../handler/given.ts";
import { bounds } from "./bounds.ts";
import { drawLeaves, drawSending, type Leaves } from "./caller.ts";
import { Draw } from "./draw.ts";
import { makeFastHandler } from "./fast_clock.ts";
import { drawBody } from "./generated.ts";
import { HostileThulium } from "./hostile_thulium.ts";
import { type Answer, isTrue } from "./truth.ts";

/** What a case may cost, in milliseconds of CPU. */
export interface Played {
  readonly bytes: number;
  readonly boundMillis: number;
}

const token = "a-token-of-16-characters";

const variables = (draw: Draw) => ({
  ...(draw.chance(0.8) ? { HANDLER_AUTH: "passthrough" } : {
    HANDLER_AUTH: "token",
    HANDLER_TOKENS: token,
    THULIUM_USER: "api_user",
    THULIUM_PASSWORD: "api_pass",
  }),
  THULIUM_SYSTEM: "acme",
  HANDLER_LOG_LEVEL: "debug",
  HANDLER_BATCH_SIZE: draw.one(["1", "3", "20", "100"]),
  HANDLER_CONCURRENCY: draw.one(["1", "2", "4"]),
  HANDLER_RECONCILE: draw.one(["true", "false", "false"]),
  HANDLER_MAX_CALLS: draw.one(["3", "45", "1000"]),
  HANDLER_PROFILE: draw.one(["contract", "contract", "strict"]),
});

export const play = async (seed: string): Promise<Played> => {
  const draw = new Draw(seed);
  const body = drawBody(draw, `c${seed.replaceAll(/\W/g, "_")}`);
  const sending = drawSending(draw, body);
  const leaves = drawLeaves(draw);
  const thulium = new HostileThulium(draw);
  const env = variables(draw);
  const handler = makeFastHandler({ env, fetch: thulium.fetch });
  const user = draw.chance(0.9) ? basic("api_user", "api_pass") : basic("api_user", "wrong");
  const headers = env.HANDLER_AUTH === "token" ? { authorization: `Bearer ${token}` } : user;
  const abort = new AbortController();
  const request = new Request(`http://handler.example${path}`, {
    method: "POST",
    headers: { ...headers, ...sending.headers },
    body: sending.body,
    signal: abort.signal,
  });
  if (leaves === "before") abort.abort();
  const leavingAfter = draw.integer(0, 40);
  const timer = leaves === "sometime" ? setTimeout(() => abort.abort(), leavingAfter) : undefined;
  const answer = await read(await handler(request), leaves, abort.signal);
  clearTimeout(timer);
  await handler.dispose();
  const begun = thulium.begun;
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert(thulium.begun === begun, "a call began after the request had ended");
  if (leaves === "before") assert(begun === 0, "a call for a caller who had left");
  isTrue(body, answer, thulium.routes.customers, sending.sent());
  const lines = body.bytes.filter((byte) => byte === 10).length;
  const { cpuMillisPerByte, cpuMillisPerCase, cpuMillisPerLine, cpuMillisPerPiece } = bounds;
  return {
    bytes: body.bytes.length,
    boundMillis: cpuMillisPerCase + cpuMillisPerByte * (body.bytes.length + thulium.answered) +
      cpuMillisPerLine * lines + cpuMillisPerPiece * sending.pieces,
  };
};

const read = async (
  response: Response,
  leaves: Leaves,
  signal: AbortSignal,
): Promise<Answer> => {
  const { headers, status } = response;
  let text = "";
  let isWhole = false;
  if (leaves === "unread") await response.body?.cancel();
  else {
    try {
      const decoder = new TextDecoder();
      for await (const part of response.body ?? []) {
        text += decoder.decode(part, { stream: true });
        if (leaves === "after-first-part") break;
      }
      isWhole = leaves !== "after-first-part" && !signal.aborted;
    } catch {
      assert(signal.aborted, "the answer broke off");
    }
  }
  return { status, type: headers.get("content-type") ?? "", text, isWhole };
};
