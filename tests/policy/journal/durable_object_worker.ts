/**
 * A Worker whose Durable Objects keep journals, for `durable_object_test.ts`. The path names the object; the query says
 * what it does: it checks its store, or imports customers.
 */
import {
  addCustomers,
  BatchCall,
  CustomerLookup,
  durablePolicies,
  JournalDurableObject,
} from "../../../mod.ts";
import type { ObjectStorage } from "../../../src/policy/journal/durable_object.ts";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import { runCheck } from "./store_checks.ts";

interface Env {
  readonly THULIUM_URL: string;
  readonly JOURNALS: Objects;
  readonly WITHOUT_SQL: Objects;
}

interface Objects {
  readonly idFromName: (name: string) => unknown;
  readonly get: (id: unknown) => { readonly fetch: (request: Request) => Promise<Response> };
}

const customers = Array.from({ length: 6 }, (_, i) => ({ surname: `K${i}`, identifier: `${i}` }));

/** An object with a journal. */
export class JournalObject {
  readonly #storage: ObjectStorage;
  readonly #url: string;

  constructor({ storage }: { readonly storage: ObjectStorage }, { THULIUM_URL }: Env) {
    this.#storage = storage;
    this.#url = THULIUM_URL;
  }

  /** Answers with what came of it, or with the reason why not. */
  async fetch(request: Request): Promise<Response> {
    const check = new URL(request.url).searchParams.get("check");
    try {
      if (check === null) return new Response(await this.#import());
      await runCheck(check, JournalDurableObject.layer(this.#storage));
      return new Response("passed");
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  }

  #import(): Promise<string> {
    const connection = {
      url: this.#url,
      user: "api_user",
      password: Redacted.make("api_pass"),
    };
    return addCustomers(customers, { maxCustomers: 2, concurrency: 1 }).pipe(
      Effect.map(({ outcomes }) => outcomes.map(({ _tag }) => _tag).join(" ")),
      Effect.provide(
        durablePolicies({ journal: { name: "import", settleFor: "1 millis" } }).pipe(
          Layer.provide([
            BatchCall.layer(connection),
            CustomerLookup.layer(connection),
            JournalDurableObject.layer(this.#storage),
          ]),
        ),
      ),
      Effect.runPromise,
    );
  }
}

/** The same object without SQL in its storage. */
export class ObjectWithoutSql extends JournalObject {}

const worker = {
  fetch: (request: Request, { JOURNALS, WITHOUT_SQL }: Env): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const objects = pathname === "/without-sql" ? WITHOUT_SQL : JOURNALS;
    return objects.get(objects.idFromName(decodeURIComponent(pathname))).fetch(request);
  },
};

export default worker;
