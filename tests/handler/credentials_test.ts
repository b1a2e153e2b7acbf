/** In passthrough mode Thulium gets the caller's credentials byte for byte. */
import { assertEquals } from "../support/assert.ts";
import { passthrough, path } from "./given.ts";
import { hosts } from "./hosts.ts";

/** The base64 of texts with a character for each byte. */
const given: { readonly [what: string]: string } = {
  "UTF-8": btoa("jan:has\xc5\x82o"),
  "a password in Latin-2": btoa("jan:has\xb3o"),
  "a byte order mark": btoa("\xef\xbb\xbfjan:tajne"),
  "a password with spaces and colons": btoa("jan: a:b "),
  "base64 without padding": btoa("jan:tajne1").replaceAll("=", ""),
};

for (const [host, start] of Object.entries(hosts)) {
  Deno.test(`${host}, Thulium gets the caller's credentials byte for byte`, async () => {
    const seen: Array<string | null> = [];
    const local = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
    const thulium = Deno.serve(local, async (request) => {
      seen.push(request.headers.get("authorization"));
      await request.arrayBuffer();
      return request.method === "GET"
        ? Response.json([])
        : Response.json({ 0: { http_status: 201, customer_id: "13" } });
    });
    const url = `http://127.0.0.1:${thulium.addr.port}`;
    const handler = await start(passthrough(url));
    try {
      for (const [what, encoded] of Object.entries(given)) {
        seen.length = 0;
        const response = await handler.fetch(path, {
          method: "POST",
          headers: { authorization: `basic ${encoded}`, "content-type": "application/json" },
          body: '{"customers":[{"surname":"K"}]}',
        });
        assertEquals(response.status, 200, what);
        await response.body?.cancel();
        assertEquals(seen, [`Basic ${encoded}`], what);
      }
    } finally {
      await handler.close();
      await thulium.shutdown();
    }
  });
}
