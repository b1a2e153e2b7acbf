/** The page for callers has commands that can be copied. */
import { makeHandler } from "../../src/handler/mod.ts";
import { assert, assertEquals } from "../support/assert.ts";

const env = { HANDLER_AUTH: "passthrough", THULIUM_SYSTEM: "acme", HANDLER_LOG_LEVEL: "none" };

/** The addresses in the commands of the page that is at an address. */
const addressesAt = async (url: string, basePath = "") => {
  const response = await makeHandler({ env, basePath })(new Request(url));
  const page = await response.text();
  assertEquals(response.status, 200);
  assert(!page.includes("tajne"), page);
  return [...page.matchAll(/' (\S+)<\/pre>/g)].map(([, address]) => address);
};

Deno.test("the commands of the page call the host at which it was asked for, without its query", async () => {
  const path = "/api/batch/customers";
  const at = async (url: string, basePath?: string) => {
    const [post, put] = await addressesAt(url, basePath);
    assertEquals(put, post);
    return post;
  };
  assertEquals(await at("https://docs.example.com/docs?tajne"), `https://docs.example.com${path}`);
  assertEquals(await at("http://127.0.0.1:8000/docs"), `http://127.0.0.1:8000${path}`);
  assertEquals(await at("http://localhost:8000/docs"), `http://localhost:8000${path}`);
  assertEquals(
    await at("https://a.example/thulium/docs", "/thulium"),
    `https://a.example/thulium${path}`,
  );
});

Deno.test("behind a proxy with TLS the commands never send a password in the clear", async () => {
  const [post] = await addressesAt("http://batch.example.com/docs");
  assertEquals(post, "https://batch.example.com/api/batch/customers");
});
