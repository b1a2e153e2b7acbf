// An empty Worker. Its start is the floor for the cold start of any Worker.
export default { fetch: () => new Response("{}") };
