// The handler as a team would write it with Hono and zod: a Worker that validates each customer, forwards the valid
// ones, and merges the answers by position. With Hono's own middleware for what ours has on, too: a line in the log, an
// id of the request, security headers, a deadline. ../serve_worker.ts serves it on Deno.
import { Hono } from "hono";
import { basicAuth } from "hono/basic-auth";
import { bodyLimit } from "hono/body-limit";
import { logger } from "hono/logger";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import { timeout } from "hono/timeout";
import { z } from "zod";
import { ZodCustomer } from "./zod_customer.ts";

interface Env {
  readonly THULIUM_URL: string;
  readonly THULIUM_USER: string;
  readonly THULIUM_PASSWORD: string;
}

const app = new Hono<{ Bindings: Env }>();
app.use(logger(), requestId(), secureHeaders(), timeout(28_000));
app.use(bodyLimit({ maxSize: 10 * 1024 * 1024 }));
app.use("/api/*", (c, next) => {
  const { THULIUM_PASSWORD: password, THULIUM_USER: username } = c.env;
  return basicAuth({ username, password })(c, next);
});
app.post("/api/batch/customers", async (c) => {
  const { THULIUM_PASSWORD, THULIUM_URL, THULIUM_USER } = c.env;
  const { customers } = await c.req.json<{ customers: Array<unknown> }>();
  const outcomes: Record<string, unknown> = {};
  const valid: Array<unknown> = [];
  const places: Array<number> = [];
  customers.forEach((customer, place) => {
    const checked = ZodCustomer.safeParse(customer);
    if (checked.success) {
      valid.push(checked.data);
      places.push(place);
    } else outcomes[place] = { http_status: 400, message: z.prettifyError(checked.error) };
  });
  if (valid.length > 0) {
    const response = await fetch(`${THULIUM_URL}/api/batch/customers`, {
      method: "POST",
      headers: {
        authorization: `Basic ${btoa(`${THULIUM_USER}:${THULIUM_PASSWORD}`)}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ customers: valid }),
    });
    if (!response.ok) return c.json({ message: `upstream ${response.status}` }, 502);
    const answer: Record<string, unknown> = await response.json();
    places.forEach((place, i) => outcomes[place] = answer[i]);
  }
  return c.json(outcomes);
});

export default app;
