// A server in Thulium's place that answers every customer as created and stores nothing:
// answering_server.ts [LATENCY_IN_MILLISECONDS]
const latency = Number(Deno.args[0] ?? 0);
let nextId = 1;

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}`),
}, async (request) => {
  const { customers } = await request.json();
  if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
  return Response.json(Object.fromEntries(
    customers.map((_: unknown, i: number) => [i, { http_status: 201, customer_id: nextId++ }]),
  ));
});
