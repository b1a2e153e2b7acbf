/** What every case of the handler's behaviour is given, and how it talks to the handler and to Thulium. */
import type { Fault } from "../../src/sandbox/mod.ts";
import type { Routes } from "../../src/sandbox/routes.ts";
import { assertEquals, assertMatch } from "../support/assert.ts";
import type { Env } from "../support/child_server.ts";
import { answerFits } from "./contract.ts";
import type { Running } from "./hosts.ts";

export interface Given {
  readonly handler: Running;
  readonly thulium: Routes;
  readonly host: string;
}

/** Cases by the sentence that each one shows. */
export type Cases = { readonly [sentence: string]: (given: Given) => Promise<void> };

/** Cases that share a running handler. They run in this order. */
export interface Suite {
  /** The handler's variables, for Thulium at a URL. */
  readonly env: (url: string) => Env;
  readonly cases: Cases;
}

/** The variables without any that have a default. */
export const passthrough = (url: string): Env => ({
  HANDLER_AUTH: "passthrough",
  THULIUM_URL: url,
});

export const path = "/api/batch/customers";
export const basic = (user: string, password: string) => ({
  authorization: `Basic ${btoa(`${user}:${password}`)}`,
});
const credentials = basic("api_user", "api_pass");
const json = { "content-type": "application/json" };

export const post = (
  { handler }: Given,
  body: BodyInit,
  headers: { readonly [name: string]: string } = {},
  init: RequestInit = {},
) =>
  handler.fetch(path, {
    method: "POST",
    body,
    headers: { ...credentials, ...json, ...headers },
    ...init,
  });

export const add = (given: Given, customers: ReadonlyArray<unknown>) =>
  send(given, customers, "POST");
export const update = (given: Given, customers: ReadonlyArray<unknown>) =>
  send(given, customers, "PUT");

const send = async (given: Given, customers: ReadonlyArray<unknown>, method: string) => {
  const response = await post(given, JSON.stringify({ customers }), {}, { method });
  const answer = await response.json();
  if (response.status === 200) answerFits("Answer", answer);
  return { response, answer, statuses: statusesOf(answer) };
};
export const statusesOf = (answer: { readonly [key: string]: { readonly http_status?: number } }) =>
  Object.values(answer).map(({ http_status }) => http_status);

export const people = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ surname: `K${i}`, identifier: String(i) }));

/** The message of an answer that refuses the request, in the form of Thulium's errors. */
export const refusal = async (response: Response, status: number): Promise<string> => {
  assertEquals(response.status, status);
  assertMatch(response.headers.get("content-type") ?? "", /^application\/json/);
  const body = await response.json();
  answerFits("Problem", body);
  const [{ code: _, thulium_request_id: __, ...error }] = body.errors;
  const { message } = error;
  const request_id = response.headers.get("x-request-id");
  assertEquals([body.request_id, body.errors.length, error], [request_id, 1, { message }]);
  return message;
};

export const script = ({ thulium }: Given, ...faults: ReadonlyArray<Fault | null>) =>
  thulium.setFaults({ script: faults });
export const posts = ({ thulium }: Given) =>
  thulium.requests.filter(({ method }) => method === "POST").length;

export const lines = async (response: Response) => {
  assertEquals(response.status, 200);
  const answers = (await response.text()).trimEnd().split("\n").map((line) => JSON.parse(line));
  answers.forEach((line, i) =>
    answerFits(i < answers.length - 1 ? "AnswerLine" : "LastLine", line)
  );
  return answers;
};

/** A body that comes in parts, each one on demand. */
export const inParts = (parts: ReadonlyArray<string>, end: "close" | "stall" = "close") => {
  const encoder = new TextEncoder();
  let next = 0;
  return new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (next < parts.length) controller.enqueue(encoder.encode(parts[next++]));
      else if (end === "close") controller.close();
      else return new Promise(() => {});
    },
  });
};

/** Waits for something that another process does. */
export const until = async (isTrue: () => boolean | Promise<boolean>): Promise<void> => {
  while (!await isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
};

/** Waits until the handler has logged a text. */
export const untilLogged = ({ handler }: Given, text: string): Promise<void> =>
  until(() => handler.log().includes(text));
