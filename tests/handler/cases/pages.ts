/** What every answer carries, and what the handler tells about itself. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../support/assert.ts";
import { documentIsValid } from "../contract.ts";
import { add, type Cases, path, refusal, untilLogged } from "../given.ts";

export const pages: Cases = {
  "answers OPTIONS with the methods, and without CORS headers": async (given) => {
    const headers = { origin: "https://app.example.com", "access-control-request-method": "POST" };
    const response = await given.handler.fetch(path, { method: "OPTIONS", headers });
    assertEquals([response.status, response.headers.get("allow")], [204, "POST, PUT, OPTIONS"]);
    assertEquals(response.headers.get("access-control-allow-origin"), null);
  },
  "returns the request's id, or makes one": async (given) => {
    const idOf = async (headers: HeadersInit) => {
      const response = await given.handler.fetch("/health", { headers });
      await response.body?.cancel();
      return response.headers.get("x-request-id") ?? "";
    };
    assertEquals(await idOf({ "x-request-id": "abc-1" }), "abc-1");
    assertMatch(await idOf({}), /^[0-9a-f-]{36}$/);
    assertMatch(await idOf({ "x-request-id": "not an id" }), /^[0-9a-f-]{36}$/);
  },
  "sends security headers with every answer": async (given) => {
    for (const other of ["/health", "/docs", "/nothing"]) {
      const { body, headers } = await given.handler.fetch(other);
      await body?.cancel();
      assertEquals(headers.get("x-content-type-options"), "nosniff");
      assertEquals(headers.get("cache-control"), "no-store");
      assertStringIncludes(headers.get("content-security-policy") ?? "", "default-src 'none'");
    }
  },
  "serves a valid OpenAPI description, a page for people, and its health": async (given) => {
    await documentIsValid(await (await given.handler.fetch("/openapi.json")).json());
    const docs = await given.handler.fetch("/docs");
    assertMatch(docs.headers.get("content-type") ?? "", /^text\/html/);
    assertStringIncludes(await docs.text(), "customers");
    assertEquals(await (await given.handler.fetch("/health")).json(), { status: "ok" });
    const head = await given.handler.fetch("/health", { method: "HEAD" });
    assertEquals([head.status, await head.text()], [200, ""]);
    assertEquals(given.thulium.requests, []);
  },
  "is ready when Thulium can be reached": async (given) => {
    assertEquals(await (await given.handler.fetch("/ready")).json(), { status: "ready" });
  },
  "asks Thulium once when many requests ask whether it is ready": async (given) => {
    const asked = Array.from({ length: 20 }, () => given.handler.fetch("/ready"));
    for (const response of await Promise.all(asked)) await response.body?.cancel();
    assert(given.thulium.requests.length <= 1);
  },
};

/** Run after other cases: their lines are in the log, too. */
export const log: Cases = {
  "logs each request without data of customers or credentials": async (given) => {
    await add(given, [{ surname: "Tajemnicka", email: "tajna@example.com" }]);
    await refusal(await given.handler.fetch("/tajna-sciezka?pesel=44051401359"), 404);
    await untilLogged(given, '"route":"other"');
    const log = given.handler.log();
    assertStringIncludes(log, '"route":"/api/batch/customers"');
    assertStringIncludes(log, '"created":1');
    for (const secret of ["Tajemnicka", "tajna", "44051401359", "api_pass", btoa("api_user:")]) {
      assert(!log.includes(secret), secret);
    }
  },
};
