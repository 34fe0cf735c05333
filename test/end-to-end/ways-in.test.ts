import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NOT_VERIFIED } from "../../core/event/unverified.ts";
import { Harness } from "../support/harness.ts";
import { synthesizeApp } from "../support/synthesize-app.ts";
import { deliverTwice, placeOf, type WayIn } from "../support/way-in.ts";
import { CODE } from "../support/ways-in/code.ts";
import { EVENTS } from "../support/ways-in/events.ts";
import { REQUESTS } from "../support/ways-in/requests.ts";
import { STREAMS } from "../support/ways-in/streams.ts";

const WAYS: readonly WayIn[] = [...REQUESTS, ...EVENTS, ...CODE, ...STREAMS];
/** A second copy may have to wait until the first one's claim is over. */
const LEASE_MINUTES = 5;

let stack: Harness;
let tidy: () => Promise<void>;
let deliveries: () => number;
beforeAll(async () => {
	const app = await synthesizeApp((team, sender) => {
		for (const way of WAYS) way.build(team, sender);
	});
	tidy = app.tidy;
	stack = await Harness.start({ stacks: app.stacks });
	deliveries = deliverTwice(stack);
});
afterAll(async () => {
	await stack?.stop();
	await tidy?.();
});

describe("mail by a service", () => {
	test.each(WAYS)(
		"by $name reaches the inbox once, though its message comes twice",
		async ({ subject, act, minutes = 0, isDoubted = false }) => {
			const before = deliveries();
			const emails = () =>
				stack.local.inbox.store.list().map(({ email }) => email);
			const subjects = () => emails().map((email) => email.subject);
			await act(placeOf(stack));
			await stack.settle();
			await stack.pass(minutes, Math.ceil(minutes / 12));
			await expect.poll(subjects, { timeout: 20_000 }).toContain(subject);
			await stack.settle();
			await stack.pass(LEASE_MINUTES);
			const mails = emails().filter((each) => each.subject === subject);
			expect(mails).toHaveLength(1);
			expect(mails[0]?.text?.startsWith(NOT_VERIFIED)).toBe(isDoubted);
			expect(deliveries() - before).toBe(1);
			expect(stack.waiting()).toBe(0);
			expect(stack.deadLetters()).toEqual([]);
		},
	);

	test("comes by ways that the local run has all of", () => {
		expect(stack.local.aws.notices).toEqual([]);
	});
});
