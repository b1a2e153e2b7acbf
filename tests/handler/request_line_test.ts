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

Deno.test("a target that is not written as its path has none of the handler's paths", () => {
  const headers = new Headers();
  const path = "/api/batch/customers";
  for (
    const target of [
      "/api/batch/../batch/customers",
      "/./api/batch/customers",
      "/api/batch/%2e%2e/batch/customers",
      "/api/%2E/batch/customers",
      "/api\\batch\\customers",
      "/api/batch/customers\t",
      "/x/..",
    ]
  ) {
    assertEquals(pathOf({ url: `http://handler.example${target}`, headers }, ""), "", target);
  }
  for (const url of [`http://HANDLER.example:80${path}`, `https://[::1]:8000${path}?a=/../#/..`]) {
    assertEquals(pathOf({ url, headers }, ""), path);
  }
  assertEquals(pathOf({ url: "http://handler.example", headers }, ""), "/");
  assertEquals(pathOf({ url: "http://handler.example?x", headers }, ""), "/");
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
