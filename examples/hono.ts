/**
 * The handler in a Hono app, below a path. The handler is a function from a request to a response, so it works in
 * other frameworks in the same way.
 *
 * Run it with: deno run examples/hono.ts
 */
import { makeHandler } from "@thulium-effect/batch-customers/handler";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";
import { Hono } from "hono";

const { connection, fetch } = await Effect.runPromise(Effect.provide(Sandbox, Sandbox.layer()));

const thulium = makeHandler({
  // In a real program use `Deno.env.toObject()`, and leave `fetch` out.
  env: {
    HANDLER_AUTH: "passthrough",
    HANDLER_LOG_LEVEL: "error",
    THULIUM_URL: connection.url,
    THULIUM_ALLOW_INSECURE_HTTP: "true",
  },
  fetch,
  basePath: "/thulium",
});

const app = new Hono()
  .get("/", (c) => c.text("the app's own page"))
  .all("/thulium/*", (c) => thulium(c.req.raw));

// `Deno.serve(app.fetch)` would serve the app. Here it is called without a socket.
const page = await app.request("/");
console.log(await page.text());
const added = await app.request("/thulium/api/batch/customers", {
  method: "POST",
  headers: {
    authorization: `Basic ${btoa("api_user:api_pass")}`,
    "content-type": "application/json",
  },
  body: JSON.stringify({ customers: [{ surname: "Kowalska" }, { surname: "" }] }),
});
console.log(await added.text());
