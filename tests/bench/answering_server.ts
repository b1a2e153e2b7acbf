// The other end of memory.ts, in a process of its own: creates whatever it is sent, and keeps nothing.
let nextId = 1;

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(port),
}, async (request) => {
  const { customers } = await request.json();
  return Response.json(Object.fromEntries(
    customers.map((_: unknown, i: number) => [i, { http_status: 201, customer_id: nextId++ }]),
  ));
});
