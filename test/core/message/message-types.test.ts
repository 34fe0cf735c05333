import type { IResolvable } from "aws-cdk-lib";
import type * as v from "valibot";
import { expectTypeOf, test } from "vitest";
import type { Email } from "../../../core/message/email.ts";
import type { messageSchema } from "../../../core/message/schema.ts";
import type { MailMessage } from "../../../infra/producers/mail-message.ts";

/** Fields that a message of an app leaves out, and why. */
interface LeftOut {
	readonly version: "there is but one";
	readonly $schema: "an app has its types";
	readonly taskToken: "MailTask writes it";
}

type Input = v.InferInput<typeof messageSchema>;

/** Whether something may be changed is not the format's affair, nor what CDK fills in later. */
type Plain<T> = T extends IResolvable
	? never
	: T extends object
		? { readonly [K in keyof T]: Plain<T[K]> }
		: T;

// tsc compares them: a field that one does not have, or has otherwise, fails `npm run check`.
test("the type of a producer's message is the schema's", () => {
	expectTypeOf<Plain<Email>>().toEqualTypeOf<Plain<Input>>();
});

test("the type of an app's message is the schema's but for what it leaves out", () => {
	expectTypeOf<keyof LeftOut>().toExtend<keyof Input>();
	expectTypeOf<Plain<MailMessage>>().toEqualTypeOf<
		Plain<Omit<Input, keyof LeftOut>>
	>();
});
