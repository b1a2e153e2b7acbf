/** What is taken from a request's first line, and what of it may be logged. */
import { methodOf, pathOf, spanMethodOf } from "../../src/handler/request_line.ts";
import { assertEquals } from "../support/assert.ts";

const url = "http://handler.example/thulium/health?pesel=44051401359";

Deno.test("the path is the target's below the prefix, without the query", () => {
  assertEquals(pathOf(new Request(url), ""), "/thulium/health");
  assertEquals(pathOf(new Request(url), "/thulium"), "/health");
  assertEquals(pathOf(new Request(url), "/other"), "");
});

Deno.test("a request whose Host is none has no path", () => {
  for (const host of ["x/health?", "a b", "", "user@x", "x:y", "[]", "ż"]) {
    const headers = new Headers();
    // A server gives headers that `Headers` would trim or refuse.
    headers.get = () => host;
    assertEquals(pathOf({ url, headers }, ""), undefined);
  }
  assertEquals(pathOf(new Request(url, { headers: { host: "[::1]:80" } }), ""), "/thulium/health");
});

Deno.test("standard methods are logged and traced by their names, and no others", () => {
  for (const method of ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
    const request = new Request(url, { method });
    assertEquals([methodOf(request), spanMethodOf(request)], [method, method]);
  }
  for (const method of ["KOWALSKA44051401359", "POSTS", "patch"]) {
    const request = new Request(url, { method });
    assertEquals([methodOf(request), spanMethodOf(request)], ["_OTHER", "HTTP"]);
  }
});
