// The server for post_body.ts, in a process of its own: reads the whole request and answers `{}`.
const [scheme] = Deno.args;
const support = new URL("../support/", import.meta.url);
const tls = scheme === "https"
  ? {
    cert: Deno.readTextFileSync(new URL("localhost.cert.pem", support)),
    key: Deno.readTextFileSync(new URL("localhost.key.pem", support)),
  }
  : {};

Deno.serve({
  ...tls,
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(port),
}, async (request) => {
  await request.arrayBuffer();
  return new Response("{}");
});
