import { expect, test } from "vitest";
import { afterDeferring, deferredNow } from "../../../core/quota/quota.ts";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 23);

test("the oldest message kept back is remembered while younger ones come and go", () => {
	const first = afterDeferring(undefined, [NOW - 9000, NOW - 5000], NOW);
	expect(first).toEqual({ oldestSentAt: NOW - 9000, at: NOW });
	const younger = NOW - 9000 + 60 * MINUTE;
	expect(afterDeferring(first, [younger], NOW + MINUTE)).toBe(first);
	expect(afterDeferring(first, [], NOW + MINUTE)).toBe(first);
});

test("an older one takes its place, and so does the same one seen again", () => {
	const first = afterDeferring(undefined, [NOW - 5000], NOW);
	expect(afterDeferring(first, [NOW - 9000], NOW + 1)).toEqual({
		oldestSentAt: NOW - 9000,
		at: NOW + 1,
	});
	expect(afterDeferring(first, [NOW - 5000], NOW + 1)?.at).toBe(NOW + 1);
});

test("one that is nearly as old keeps it from being forgotten when the oldest goes out", () => {
	const first = afterDeferring(undefined, [NOW - 9000], NOW);
	const alike = NOW - 9000 + 60 * MINUTE - 1;
	expect(afterDeferring(first, [alike], NOW + MINUTE)).toEqual({
		oldestSentAt: NOW - 9000,
		at: NOW + MINUTE,
	});
});

test("one that did not come back for 75 minutes is gone", () => {
	const first = afterDeferring(undefined, [NOW - 9000], NOW);
	expect(deferredNow(first, NOW + 75 * MINUTE - 1)).toBe(first);
	expect(deferredNow(first, NOW + 75 * MINUTE)).toBeUndefined();
	expect(afterDeferring(first, [NOW], NOW + 75 * MINUTE)).toEqual({
		oldestSentAt: NOW,
		at: NOW + 75 * MINUTE,
	});
});
