/** Requests that are refused before Thulium is called. */
import { assert, assertEquals, assertStringIncludes } from "../../support/assert.ts";
import { type Cases, path, people, post, refusal } from "../given.ts";

export const refusals: Cases = {
  "asks for credentials when they are missing or malformed, and does not call Thulium": async (
    given,
  ) => {
    const others = ["a:", ":b", "a:b\n", "a\0:b"].map((text) => `Basic ${btoa(text)}`);
    const malformed = ["", "Basic", "Basic !", "Basic bm9jb2xvbg==", "Bearer abc", ...others];
    for (const authorization of malformed) {
      const response = await post(given, "{}", { authorization });
      assertStringIncludes(response.headers.get("www-authenticate") ?? "", "Basic");
      await refusal(response, 401);
    }
    assertEquals(given.thulium.requests, []);
  },
  "refuses malformed JSON, naming the place without quoting the text": async (given) => {
    const body = '{"customers":[{"surname":"Tajna"},{"surname":tajne}]}';
    const message = await refusal(await post(given, body), 400);
    assertStringIncludes(message, "character 35");
    assert(!/tajn/i.test(message));
    await refusal(await post(given, ""), 400);
    await refusal(await post(given, new Uint8Array([0x22, 0xff, 0x22])), 400);
  },
  "refuses a body of another shape": async (given) => {
    for (const body of ["[]", "5", "null", "{}", '{"customers":{}}', '{"customers":null}']) {
      await refusal(await post(given, body), 422);
    }
  },
  "refuses other media types, charsets and codings": async (given) => {
    const types = ["text/plain", "application/json; charset=iso-8859-2", "application/xml"];
    for (const type of types) await refusal(await post(given, "{}", { "content-type": type }), 415);
    await refusal(await post(given, "{}", { "content-encoding": "gzip" }), 415);
  },
  "refuses a request whose Accept excludes the answer's type": async (given) => {
    const status = async (accept: string) => {
      const response = await post(given, '{"customers":[]}', { accept });
      await response.body?.cancel();
      return response.status;
    };
    assertEquals(await status("application/json, */*;q=0.5"), 200);
    assertEquals(await status("application/*"), 200);
    assertEquals(await status("text/html"), 406);
    assertEquals(await status("application/json;q=0, */*"), 406);
  },
  "refuses a web page of another origin, also without a preflight, and sends nothing": async (
    given,
  ) => {
    const body = JSON.stringify({ customers: people(1) });
    for (const origin of ["https://evil.example", "null", "https://evil.example:8000"]) {
      for (const type of ["application/json", "text/csv", ""]) {
        const headers = { origin, "content-type": type };
        assertStringIncludes(await refusal(await post(given, body, headers), 403), "origin");
      }
    }
    const site = { origin: "https://evil.example", "sec-fetch-site": "same-site" };
    await refusal(await post(given, body, site), 403);
    assertEquals(given.thulium.requests, []);
  },
  "serves its own pages": async (given) => {
    const body = JSON.stringify({ customers: people(1) });
    const own = new URL(given.handler.url ?? "http://handler.localhost").host;
    // A proxy that ends TLS may also change the Host; then only the browser knows.
    for (const origin of [`http://${own}`, `https://${own}`]) {
      assertEquals((await post(given, body, { origin })).status, 200);
    }
    const site = { origin: "https://outside.example", "sec-fetch-site": "same-origin" };
    assertEquals((await post(given, body, site)).status, 200);
  },
  "refuses other methods and names the allowed ones": async (given) => {
    for (const method of ["GET", "PATCH", "DELETE", "HEAD"]) {
      const response = await given.handler.fetch(path, { method });
      assertEquals([response.status, response.headers.get("allow")], [405, "POST, PUT, OPTIONS"]);
      await response.body?.cancel();
    }
    const response = await given.handler.fetch("/health", { method: "POST" });
    assertEquals(response.headers.get("allow"), "GET, HEAD, OPTIONS");
    await refusal(response, 405);
  },
  "refuses other paths": async (given) => {
    for (const other of ["/", "/api", "/api/batch/customers/", "/__proto__", "/toString"]) {
      await refusal(await given.handler.fetch(other), 404);
    }
  },
};
