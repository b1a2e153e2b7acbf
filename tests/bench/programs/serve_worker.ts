// Serves a Worker on Deno, with the environment as its configuration: serve_worker.ts FILE
const { default: worker } = await import(Deno.args[0]);
const env = Deno.env.toObject();

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}`),
}, (request) => worker.fetch(request, env, {}));
