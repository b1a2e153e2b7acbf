/**
 * The handler inside a program of your own, below a path: it is a plain function from request to response,
 * so it fits any framework.
 *
 * Run: deno run examples/mounted_handler.ts
 */
import { makeHandler } from "@thulium-effect/batch-customers/handler";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";

const program = Effect.gen(function* () {
  const { connection, fetch } = yield* Sandbox;
  const handler = makeHandler({
    env: {
      HANDLER_AUTH: "passthrough",
      THULIUM_URL: connection.url,
      THULIUM_ALLOW_INSECURE_HTTP: "true",
      HANDLER_LOG_LEVEL: "error",
    },
    basePath: "/thulium",
    fetch, // in a real program: none
  });
  const server = (request: Request): Response | Promise<Response> =>
    new URL(request.url).pathname.startsWith("/thulium/")
      ? handler(request)
      : new Response("something else");

  const answer = yield* Effect.promise(async () => {
    const request = new Request("http://localhost/thulium/api/batch/customers", {
      method: "POST",
      headers: {
        authorization: `Basic ${btoa("api_user:api_pass")}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ customers: [{ surname: "Kowalska" }, { surname: "" }] }),
    });
    return await (await server(request)).text();
  });
  console.log(answer);
});

await Effect.runPromise(Effect.provide(program, Sandbox.layer()));
