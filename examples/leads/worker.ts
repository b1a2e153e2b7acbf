/**
 * Leads of a web form, at the edge: the Worker checks what came, and the submission's own Durable Object adds the customer
 * to Thulium. `form.html` is the page: it makes the id of a submission, and shows the answer.
 *
 * The configuration is in `wrangler.json`. In a project of your own:
 *
 *     npx jsr add @thulium-effect/batch-customers && npm install effect@^4.1.0
 *     npx wrangler secret put THULIUM_USER
 *     npx wrangler secret put THULIUM_PASSWORD
 *     npx wrangler deploy
 */
import { answer, later, thanks } from "./answer.ts";
import { readForm } from "./form.ts";

export { Submission } from "./submission.ts";

interface Env {
  /** The origin of the page with the form. */
  readonly SITE: string;
  readonly SUBMISSIONS: {
    readonly idFromName: (name: string) => unknown;
    readonly get: (id: unknown) => { readonly fetch: typeof fetch };
  };
}

const answerTo = async (request: Request, { SITE, SUBMISSIONS }: Env): Promise<Response> => {
  if (request.method !== "POST" || request.headers.get("origin") !== SITE) {
    return answer(403, "The form belongs to another page.");
  }
  const read = await readForm(request);
  if (read.kind === "program") return thanks();
  if (read.kind === "wrong") return answer(422, "Please check these fields.", read.fields);
  const id = SUBMISSIONS.idFromName(read.submission);
  const init = { method: "POST", body: JSON.stringify(read.lead) };
  return await SUBMISSIONS.get(id).fetch("https://submission", init).catch(later);
};

const worker = {
  /** Answers so that the page may read it. */
  async fetch(request: Request, env: Env): Promise<Response> {
    const { body, headers, status } = await answerTo(request, env);
    const forPage = new Headers(headers);
    forPage.set("access-control-allow-origin", env.SITE);
    return new Response(body, { status, headers: forPage });
  },
};

export default worker;
