/** A Worker with the library alone. A request brings a task; the answer is the line that the task gives. */
import * as Effect from "effect/Effect";
import { importRows } from "./tasks.ts";

const worker: { readonly fetch: (request: Request) => Promise<Response> } = {
  fetch: async (request) => new Response(await Effect.runPromise(importRows(await request.json()))),
};

export default worker;
