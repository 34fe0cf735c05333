import { expect, test } from "vitest";
import {
	MOST_OPENED_BYTES,
	open,
} from "../../../../functions/send-email/intake/opening.ts";

test("what a message opens counts as its own and as the batch's", () => {
	const opening = {
		bytes: 0,
		workMs: 0,
		turn: Promise.resolve(),
		until: Number.POSITIVE_INFINITY,
	};
	const first = { bytes: 0 };
	// The first may be of any size, part after part.
	expect(open(MOST_OPENED_BYTES, first, opening)).toBe(true);
	expect(open(1, first, opening)).toBe(true);
	expect(first.bytes).toBe(MOST_OPENED_BYTES + 1);
	expect(opening.bytes).toBe(first.bytes);
	const second = { bytes: 0 };
	expect(open(1, second, opening)).toBe(false);
	expect(second.bytes).toBe(0);
	expect(opening.bytes).toBe(first.bytes);
});
