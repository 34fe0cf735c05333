import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMessage } from "../../../core/message/parse.ts";
import { messageSchema } from "../../../core/message/schema.ts";
import { bodyOf, EVENT_NAMES, jsonOf, read } from "../../support/events.ts";

describe("a message of ours", () => {
	test("is never an event, whatever its fields hold", () => {
		const names = [
			...Object.keys(messageSchema.entries),
			"template",
			"data",
			"thread",
			"unsubscribe",
		];
		const message = fc.dictionary(
			fc.constantFrom(...names),
			fc.oneof(
				fc.jsonValue(),
				fc.constantFrom(...EVENT_NAMES.map((name) => jsonOf(name))),
			),
		);
		fc.assert(fc.property(message, (input) => read(input).kind === "message"));
	});

	test.each(["", "null", "[]", '"Notification"', "{", "{}", "12", "[{}]"])(
		"or nothing at all is left to the message's parser: %s",
		(body) => {
			expect(read(body)).toEqual({ kind: "message" });
		},
	);

	test.each(EVENT_NAMES)("is not what %s is taken for", (name) => {
		expect(parseMessage(bodyOf(name)).kind).toBe("invalid");
	});
});
