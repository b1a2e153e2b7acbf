// A program with Effect, Schema, Stream and HttpClient only. The size of its bundle is the floor for the library's.
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as HttpClient from "effect/http/HttpClient";
import * as HttpClientRequest from "effect/http/HttpClientRequest";
import * as Schema from "effect/Schema";
import * as Stream from "effect/Stream";

const Customer = Schema.Struct({ surname: Schema.String });
const decode = Schema.decodeUnknownEffect(Customer);

const program = Stream.make({ surname: "Kowalska" }).pipe(
  Stream.mapEffect((row) => decode(row)),
  Stream.mapEffect((customer) =>
    HttpClientRequest.post("https://acme.thulium.com/api/batch/customers").pipe(
      HttpClientRequest.bodyJsonUnsafe({ customers: [customer] }),
      HttpClient.execute,
      Effect.flatMap((response) => response.json),
    )
  ),
  Stream.runCollect,
  Effect.provide(FetchHttpClient.layer),
);

console.log(await Effect.runPromise(program));
