// What any Worker costs: the floor of a cold start.
export default { fetch: () => new Response("{}") };
