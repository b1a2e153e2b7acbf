/** Token mode: the handler has credentials of its own and lookups are on. */
import { assertEquals, assertStringIncludes } from "../../support/assert.ts";
import { documentIsValid } from "../contract.ts";
import {
  basic,
  lines,
  path,
  people,
  post,
  posts,
  refusal,
  script,
  statusesOf,
  type Suite,
} from "../given.ts";

const token = "a-token-of-thirty-two-characters";
const bearer = { authorization: `Bearer ${token}` };

export const withTokens: Suite = {
  env: (url) => ({
    HANDLER_AUTH: "token",
    HANDLER_TOKENS: `another-token-of-some-length, ${token}`,
    THULIUM_URL: url,
    THULIUM_USER: "api_user",
    THULIUM_PASSWORD: "api_pass",
    HANDLER_RECONCILE: "true",
    HANDLER_ORIGINS: "https://app.example.com,https://other.example.com",
  }),
  cases: {
    "accepts a token as bearer or as a password": async (given) => {
      const body = JSON.stringify({ customers: people(1) });
      assertEquals((await post(given, body, bearer)).status, 200);
      assertEquals((await post(given, body, basic("anybody", token))).status, 200);
      assertEquals(given.thulium.customers.length, 2);
    },
    "refuses everybody else, and does not call Thulium": async (given) => {
      const wrong = [basic("api_user", "api_pass"), basic(token, ""), {
        authorization: "Bearer x",
      }];
      for (const headers of [...wrong, { authorization: `Bearer ${token}x` }]) {
        const refused = await post(given, JSON.stringify({ customers: people(1) }), headers);
        assertStringIncludes(await refusal(refused, 401), "as Bearer or as the password of Basic");
      }
      assertEquals(given.thulium.requests, []);
    },
    "answers 502, not 401, when Thulium refuses the handler's own user": async (given) => {
      script(given, { kind: "status", status: 401, created: false });
      const response = await post(given, JSON.stringify({ customers: people(1) }), bearer);
      assertStringIncludes(await refusal(response, 502), "service's own user");
    },
    "allows CORS for the configured origins only": async (given) => {
      const ask = (origin: string) =>
        given.handler.fetch(path, {
          method: "OPTIONS",
          headers: { origin, "access-control-request-method": "POST" },
        });
      const allowed = await ask("https://app.example.com");
      assertEquals(allowed.status, 204);
      assertEquals(allowed.headers.get("access-control-allow-origin"), "https://app.example.com");
      assertStringIncludes(
        allowed.headers.get("access-control-allow-headers") ?? "",
        "authorization",
      );
      const other = await ask("https://evil.example.com");
      assertEquals(other.headers.get("access-control-allow-origin"), null);
      const send = (origin: string) =>
        post(given, JSON.stringify({ customers: people(1) }), { ...bearer, origin });
      await refusal(await send("https://evil.example.com"), 403);
      assertEquals(given.thulium.requests, []);
      const page = await send("https://other.example.com");
      assertEquals(page.status, 200);
      assertEquals(page.headers.get("access-control-allow-origin"), "https://other.example.com");
    },
    "looks up customers whose answer was lost, with the credentials of the request": async (
      given,
    ) => {
      script(given, { kind: "cut", at: "body", created: true });
      const response = await post(given, JSON.stringify({ customers: people(2) }), bearer);
      assertEquals(statusesOf(await response.json()), [201, 201]);
      assertEquals([posts(given), given.thulium.customers.length], [1, 2]);
      const type = { ...bearer, "content-type": "application/x-ndjson" };
      script(given, { kind: "cut", at: "body", created: true });
      const answers = await lines(await post(given, '{"surname":"X","identifier":"x"}', type));
      assertEquals(answers[0].http_status, 201);
    },
    "describes its tokens in OpenAPI": async (given) => {
      const document = await (await given.handler.fetch("/openapi.json")).json();
      await documentIsValid(document);
      assertEquals(Object.keys(document.components.securitySchemes), ["token", "password"]);
    },
  },
};
