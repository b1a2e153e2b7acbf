/** The library by itself in a Worker: the request is a task, the answer its line. */
import * as Effect from "effect/Effect";
import { importRows } from "./tasks.ts";

const worker: { readonly fetch: (request: Request) => Promise<Response> } = {
  fetch: async (request) => new Response(await Effect.runPromise(importRows(await request.json()))),
};

export default worker;
