/** The request that the handlers are measured with, and the configuration of both handlers. */
import { customerAt } from "./customers.ts";

export const path = "/api/batch/customers";

export const headers = {
  authorization: `Basic ${btoa("api_user:api_pass")}`,
  "content-type": "application/json",
};

/** Twenty customers with all fields filled in. */
export const sampleBody: string = JSON.stringify({
  customers: Array.from({ length: 20 }, (_, i) => customerAt(i)),
});

export const post = (url: string, body: string): Promise<Response> =>
  fetch(url + path, { method: "POST", headers, body });

/** The configuration of each handler. All of them log every request. */
export const envFor = (upstream: string) => ({
  ours: { HANDLER_AUTH: "passthrough", THULIUM_URL: upstream },
  hono: { THULIUM_URL: upstream, THULIUM_USER: "api_user", THULIUM_PASSWORD: "api_pass" },
  floor: { THULIUM_URL: upstream },
});

const mixedBody = JSON.stringify({
  customers: [
    customerAt(0),
    { ...customerAt(1), surname: "" },
    { surname: "Kowalska", vip: "tak" },
    { surname: "Nowak" },
    { ...customerAt(2), address: { street: 5 } },
  ],
});

interface Item {
  readonly http_status: number;
  readonly customer_id?: unknown;
}

/** The parts of an answer in which both handlers must agree: not the ids, and not the texts of the messages. */
const meaningOf = async (url: string, body: string): Promise<string> => {
  const response = await post(url, body);
  const answer: { readonly [place: string]: Item } = await response.json();
  const items = Object.entries(answer).map(([place, { customer_id, http_status }]) =>
    `${place}: ${http_status}${customer_id === undefined ? "" : " with an id"}`
  );
  return [`status ${response.status}`, ...items].join(", ");
};

/** Throws if two handlers answer differently: then their speeds cannot be compared. */
export const checkSameAnswers = async (ours: string, peer: string): Promise<void> => {
  for (const body of [sampleBody, mixedBody]) {
    const [one, other] = [await meaningOf(ours, body), await meaningOf(peer, body)];
    if (one !== other) throw new Error(`The handlers differ:\n  ours ${one}\n  peer ${other}`);
  }
  const denied = await Promise.all([ours, peer].map(async (url) => {
    const response = await fetch(url + path, {
      method: "POST",
      headers: { "content-type": headers["content-type"] },
      body: sampleBody,
    });
    await response.body?.cancel();
    return response.status;
  }));
  if (denied.some((status) => status !== 401)) throw new Error(`Not 401 but ${denied}`);
};
