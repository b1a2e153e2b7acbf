/**
 * A web form without Effect: a function from `Request` to `Response` adds one customer, and says on the form what is wrong.
 * `form_test.ts` tests it.
 *
 * Run it with: deno run examples/promise/form.ts
 */
import {
  AddCustomerError,
  connect,
  type Thulium,
  TransportError,
  validate,
} from "@thulium-effect/batch-customers/promise";
import { makeSandbox } from "@thulium-effect/batch-customers/sandbox";

/** The form's fields have the names of Thulium's. An empty one is not given: a form sends it as an empty text. */
const read = async (request: Request): Promise<object> =>
  Object.fromEntries([...await request.formData()].filter(([, value]) => value !== ""));

/** Answers a form that was sent. Make the connection once: forms that come at the same time share a request. */
export const makeForm = (thulium: Thulium) => async (request: Request): Promise<Response> => {
  const { customer, issues } = validate(await read(request));
  if (customer === undefined) return Response.json({ issues }, { status: 400 });
  try {
    return Response.json({ id: await thulium.addOne(customer) }, { status: 201 });
  } catch (error) {
    return answerTo(error);
  }
};

const answerTo = (error: unknown): Response => {
  const outcome = error instanceof AddCustomerError ? error.reason : undefined;
  // Thulium refused a value that its rules allow. Its own words are for the form, and not for the log.
  if (outcome?._tag === "Rejected") {
    return Response.json({ message: outcome.message }, { status: 400 });
  }
  // After a lost answer the customer may exist: who sends the form again could be there twice.
  const isInDoubt = outcome?._tag === "Unknown" ||
    error instanceof TransportError && error.delivery === "unknown";
  if (!isInDoubt) console.error(error instanceof Error ? error.message : "unknown error");
  const message = isInDoubt
    ? "We will look whether we have you already. Please do not send it again."
    : "Please try again later.";
  return Response.json({ message }, { status: 503 });
};

if (import.meta.main) {
  // A program reaches Thulium: connect({ system: "acme", user, password }).
  await using thulium = connect(makeSandbox().connection);
  const answer = makeForm(thulium);
  for (const phone_number of ["600 100 200", "po 16"]) {
    const body = new URLSearchParams({ surname: "Kowalska", name: "", phone_number });
    const response = await answer(new Request("https://example.com", { method: "POST", body }));
    console.log(response.status, await response.text());
  }
}
