/** A handler that can't serve: Thulium is not there, or the configuration is incomplete. */
import { assert, assertEquals, assertStringIncludes } from "../../support/assert.ts";
import {
  add,
  passthrough,
  path,
  people,
  post,
  refusal,
  type Suite,
  untilLogged,
} from "../given.ts";

/** A port that nobody listens on. */
const closedPort = (): number => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return listener.addr.port;
};

export const withoutThulium: Suite = {
  env: () => passthrough(`http://127.0.0.1:${closedPort()}`),
  cases: {
    "answers that nothing was created, or 504 where it can't know": async (given) => {
      const { response, statuses } = await add(given, people(2));
      // workerd does not tell a refused connection from a lost one.
      if (given.host === "on workerd") {
        assertEquals([response.status, ...statuses], [200, 504, 504]);
      } else assertEquals(response.status, 502);
    },
    "is healthy, but not ready": async (given) => {
      assertEquals((await given.handler.fetch("/health")).status, 200);
      const ready = await given.handler.fetch("/ready");
      assertEquals(ready.status, 503);
      assertEquals(await ready.json(), {
        status: "not ready",
        message: "Thulium can't be reached",
      });
    },
  },
};

export const halfConfigured: Suite = {
  env: (url) => ({ HANDLER_AUTH: "token", THULIUM_URL: url, HANDLER_TOKENS: "short-token" }),
  cases: {
    "is healthy, but not ready": async (given) => {
      const health = await given.handler.fetch("/health");
      assertEquals([health.status, await health.json()], [200, { status: "ok" }]);
      const ready = await given.handler.fetch("/ready");
      assertEquals(ready.status, 503);
      assertStringIncludes((await ready.json()).message, "not configured");
    },
    "answers 500 to everything else, logs what is missing, and does not call Thulium": async (
      given,
    ) => {
      for (const other of [path, "/docs", "/openapi.json", "/nothing"]) {
        assertStringIncludes(
          await refusal(await given.handler.fetch(other), 500),
          "not configured",
        );
      }
      await refusal(await post(given, JSON.stringify({ customers: people(1) })), 500);
      await untilLogged(given, "THULIUM_PASSWORD");
      const log = given.handler.log();
      for (const name of ["HANDLER_TOKENS", "THULIUM_USER"]) assertStringIncludes(log, name);
      assert(!log.includes("short-token"));
      assertEquals(given.thulium.requests, []);
    },
  },
};
