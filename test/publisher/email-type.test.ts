import type * as v from "valibot";
import { expectTypeOf, test } from "vitest";
import type { messageSchema } from "../../core/message/schema.ts";
import type { Email } from "../../publisher/email.ts";

type Loose<T> = T extends string | number | undefined
	? T
	: { readonly [K in keyof T]: Loose<T[K]> };

// tsc checks it: a field that one of them does not have fails `npm run check`.
test("the type of a message is the schema's", () => {
	type Input = v.InferInput<typeof messageSchema>;
	expectTypeOf<keyof Email>().toEqualTypeOf<keyof Input>();
	expectTypeOf<Loose<Input>>().toExtend<Loose<Email>>();
});
