// What the runtime alone costs: a request passed on, its answer parsed and written again, a line in the log. It checks
// nothing and knows nothing, so no handler can be faster. ../serve_worker.ts serves it on Deno.
interface Env {
  readonly THULIUM_URL: string;
}

export default {
  fetch: async (request: Request, { THULIUM_URL }: Env): Promise<Response> => {
    const body = new Blob([await request.arrayBuffer()]);
    const response = await fetch(`${THULIUM_URL}/api/batch/customers`, {
      method: "POST",
      headers: {
        authorization: request.headers.get("authorization") ?? "",
        "content-type": "application/json",
      },
      body,
      redirect: "manual",
    });
    const answer = JSON.parse(await response.text());
    console.log(JSON.stringify({ at: Date.now(), customers: 20 }));
    return Response.json(answer);
  },
};
