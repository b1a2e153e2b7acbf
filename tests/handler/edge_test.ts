/** Requests that no `fetch` would send, over sockets. */
import { assert, assertEquals, assertStringIncludes } from "../support/assert.ts";
import { basic, passthrough, path, until } from "./given.ts";
import { hosts, startSandbox } from "./hosts.ts";
import { rawRequest, sendRaw, statusOf } from "./raw.ts";

const { authorization } = basic("api_user", "api_pass");
const headers = [`Authorization: ${authorization}`, "Content-Type: application/json"];
const body = '{"customers":[{"surname":"K"}]}';

const badHosts = [
  `x${path}?`,
  `x\\api\\batch\\customers?`,
  `x${path}#`,
  "user@x",
  "a b",
  "a, b",
  "",
  "%",
  "x:99999",
  "[::1",
];

for (const host of ["on deno serve", "on workerd"]) {
  Deno.test(`${host}, the edge`, async (t) => {
    const sandbox = await startSandbox();
    const handler = await hosts[host](passthrough(sandbox.url));
    const send = (line: string, name: string) =>
      sendRaw(handler.url ?? "", rawRequest(line, [`Host: ${name}`, ...headers], body));
    try {
      await t.step("refuses a Host that is none, whatever path it says", async () => {
        for (const name of badHosts) {
          for (const target of ["/blocked", path]) {
            const answer = await send(`POST ${target}`, name);
            // workerd itself answers most of them, with a 500.
            if (host !== "on workerd") {
              assertEquals(statusOf(answer), 400, name);
              assertStringIncludes(
                answer,
                '"errors":[{"message":"the Host header is not a host"}]',
              );
            }
          }
        }
        assertEquals(sandbox.routes.requests, []);
      });
      await t.step("takes the path from the target, for any Host", async () => {
        for (const name of ["x", "x:80", "127.0.0.1", "[::1]:8000", "sub.example.com."]) {
          assertEquals(statusOf(await send(`POST ${path}`, name)), 200, name);
        }
      });
      await t.step("finds no path in a target that is written otherwise", async () => {
        // workerd and the server before it write the target anew.
        if (host === "on workerd") return;
        sandbox.routes.reset();
        for (const target of ["/api/batch/../batch/customers", "/api/./batch/customers"]) {
          assertEquals(statusOf(await send(`POST ${target}`, "x")), 404, target);
        }
        assertEquals(sandbox.routes.requests, []);
      });
      await t.step("neither logs nor traces the name of an unknown method", async () => {
        await send(`KOWALSKA44051401359 ${path}`, "x");
        await send("PATCH /health", "x");
        await until(() => handler.log().includes('"method":"PATCH"'));
        assert(!handler.log().includes("KOWALSKA"));
        // workerd refuses such a method itself.
        if (host !== "on workerd") assertStringIncludes(handler.log(), '"method":"_OTHER"');
      });
    } finally {
      await handler.close();
      await sandbox.close();
    }
  });
}
