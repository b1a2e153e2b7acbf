/** Every request releases its services at its end, even if its caller was gone before it began. */
import { makeHandler } from "../../src/handler/mod.ts";
import { assertEquals } from "../support/assert.ts";

const env = {
  HANDLER_AUTH: "passthrough",
  THULIUM_SYSTEM: "acme",
  HANDLER_LOG_LEVEL: "none",
};

for (const sharing of ["process", "request"] as const) {
  const handler = makeHandler({ env, sharing });

  const statusAtTheEnd = async (path: string, init?: RequestInit): Promise<number> => {
    const waits: Array<Promise<unknown>> = [];
    const response = await handler(new Request(`https://handler.example${path}`, init), {
      waitUntil: (promise) => waits.push(promise),
    });
    await Promise.all(waits);
    assertEquals(waits.length, 1);
    return response.status;
  };

  Deno.test(`services per ${sharing}: a request ends after its answer`, async () => {
    assertEquals(await statusAtTheEnd("/health"), 200);
  });

  Deno.test(`services per ${sharing}: a request whose caller is gone before it begins also ends`, async () => {
    const gone = {
      method: "POST",
      headers: {
        authorization: `Basic ${btoa("api_user:api_pass")}`,
        "content-type": "application/json",
      },
      body: "{}",
      signal: AbortSignal.abort(),
    };
    assertEquals(await statusAtTheEnd("/api/batch/customers", gone), 499);
  });
}
