/**
 * Compares the forms of the body of a POST on Deno. When a kept-alive connection breaks, Deno repeats a POST with the
 * first form. With the other forms the POST reaches the server once. This program measures what that safety costs.
 *
 * `deno run -A tests/bench/post_body.ts [rounds]`
 */
import { median } from "./figure.ts";

const rounds = Number(Deno.args[0] ?? 7);
const postsPerRound = 300;
const concurrency = 4;
const json = JSON.stringify({
  customers: Array.from({ length: 100 }, (_, i) => ({
    surname: `Kowalski-${i}`,
    email: `jan${i}@foo.bar`,
    phone_number: String(600000000 + i),
    note: "Zażółć gęślą jaźń ".repeat(10),
  })),
});
const encoder = new TextEncoder();
const headers = { "content-type": "application/json" };
const caCerts = [
  Deno.readTextFileSync(new URL("../support/localhost.cert.pem", import.meta.url)),
];
const pooled = Deno.createHttpClient({ caCerts });
const unpooled = Deno.createHttpClient({ caCerts, poolMaxIdlePerHost: 0 });

const forms: Record<string, () => RequestInit & { client: Deno.HttpClient }> = {
  "string (repeated by Deno)": () => ({ body: json, client: pooled }),
  "ReadableStream": () => ({
    body: new ReadableStream({
      start(controller) {
        controller.enqueue(encoder.encode(json));
        controller.close();
      },
    }),
    client: pooled,
  }),
  "Blob": () => ({ body: new Blob([json]), client: pooled }),
  "poolMaxIdlePerHost: 0": () => ({ body: json, client: unpooled }),
};

async function round(url: string, form: () => RequestInit): Promise<number> {
  let left = postsPerRound;
  const worker = async () => {
    while (left-- > 0) {
      const response = await fetch(url, { method: "POST", headers, ...form() });
      await response.text();
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  return postsPerRound / ((performance.now() - start) / 1000);
}

for (const scheme of ["http", "https"]) {
  await using server = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL("post_body_server.ts", import.meta.url).pathname, scheme],
    stdout: "piped",
  }).spawn();
  const { value } = await server.stdout.getReader().read();
  const url = `${scheme}://localhost:${new TextDecoder().decode(value).trim()}/`;
  const rates: Record<string, number[]> = {};
  for (let i = 0; i <= rounds; i++) {
    for (const [name, form] of Object.entries(forms)) {
      const rate = await round(url, form);
      if (i > 0) (rates[name] ??= []).push(rate); // round 0 warms the process up
    }
  }
  const base = median(Object.values(rates)[0]);
  console.log(`${scheme}, ${encoder.encode(json).length} bytes a POST, ${concurrency} at a time`);
  for (const [name, values] of Object.entries(rates)) {
    const rate = median(values);
    console.log(
      `  ${name.padEnd(28)} ${rate.toFixed(0).padStart(6)}/s  x${(rate / base).toFixed(2)}`,
    );
  }
  server.kill();
  await server.status;
}
pooled.close();
unpooled.close();
