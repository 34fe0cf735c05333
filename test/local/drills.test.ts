import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DrillOffer } from "../../local/api.ts";
import { connectLocal, type LocalStack } from "../../local/client/index.ts";
import { GameDay } from "../support/game-day.ts";

let day: GameDay;
let local: LocalStack;
let offers: readonly DrillOffer[];
beforeAll(async () => {
	day = await GameDay.start();
	const { url } = day.stack.local.inbox;
	local = connectLocal(url);
	const response = await fetch(`${url}/local/drills`);
	offers = (await response.json()) as readonly DrillOffer[];
	await day.stack.local.aws.tick();
});
afterAll(() => day.stop());

interface Expected {
	readonly alarm: string;
	/** Minutes after which it is still green. */
	readonly greenAt?: number;
	/** Others that the same cause rings. */
	readonly also?: readonly string[];
	/** What on-call types to mend it; what only a deployment mends, the drill's end does. */
	readonly mend?: readonly string[];
	/** Minutes until it is green again. */
	readonly over?: number;
	/** Dead letters it leaves. */
	readonly dead?: number;
	/** Mails that go out twice, as they must. */
	readonly twice?: number;
}

const PASSWORD = ["npm run ops -- set-password"];
const RESUME = ["npm run ops -- resume"];
const DISCARD = "npm run ops -- discard --cause bad-recipient --reason drill";

const EXPECTED: readonly Expected[] = [
	{ alarm: "auth-refused", mend: PASSWORD },
	{ alarm: "misconfigured", mend: PASSWORD },
	{ alarm: "quota-exhausted" },
	{ alarm: "gmail-unavailable", greenAt: 10, over: 8 },
	{ alarm: "quota-near" },
	{ alarm: "queue-crowded" },
	{ alarm: "in-doubt", over: 8, twice: 1 },
	{ alarm: "dead-lettered", over: 8, dead: 1 },
	{
		alarm: "producer-held",
		also: ["dead-lettered"],
		mend: ["npm run ops -- resume --producer AROADRILLDRILLDRILLDR"],
		over: 30,
		dead: 60,
	},
	{ alarm: "held-too-long", greenAt: 55, mend: RESUME },
	{ alarm: "backlog-stalled", greenAt: 10 },
	{
		alarm: "mapping-astray",
		greenAt: 3,
		mend: [
			"aws lambda update-event-source-mapping --uuid EVENT_SOURCE_MAPPING_ID --enabled",
		],
	},
	{ alarm: "breaker-silent", greenAt: 10 },
	{ alarm: "state-unreachable", greenAt: 5, over: 60 },
	{ alarm: "function-failing", greenAt: 5, over: 60 },
	{
		alarm: "function-throttled",
		greenAt: 5,
		mend: [
			"aws lambda delete-function-concurrency --function-name FUNCTION_NAME",
		],
		over: 75,
	},
	{ alarm: "outcome-events-lost", over: 20 },
	{
		alarm: "waiting-mail-expires",
		also: ["held-too-long"],
		mend: RESUME,
		over: 20,
	},
	{
		alarm: "dead-letters-expire",
		mend: [DISCARD],
		over: 20,
	},
];

describe("the drill", () => {
	test.each(EXPECTED)(
		"$alarm rings in time, is mended as on AWS if it can be, and its end leaves nothing behind",
		async (expected) => {
			const { alarm, greenAt = 0, also = [], mend, over = 2 } = expected;
			const { stack } = day;
			const letters = stack.deadLetters().length;
			const mails = stack.accepted.length;
			const offer = offers.find((one) => one.alarm === alarm);
			const minutes = offer?.ringsAfterMinutes ?? 0;

			const { password = "" } = await local.drill.begin(alarm);
			if (greenAt > 0) {
				await local.clock.advance({ minutes: greenAt });
				expect(await day.red()).not.toContain(alarm);
			}
			await local.clock.advance({ minutes: minutes - greenAt });
			expect(await day.red()).toEqual([alarm, ...also].toSorted());

			if (mend === undefined) await local.drill.end();
			for (const command of mend ?? []) await day.type(command, { password });
			await local.clock.advance({ minutes: over });
			expect(await day.red()).toEqual([]);

			await local.drill.end();
			await local.clock.advance({ minutes: 2 });
			expect(await day.red()).toEqual([]);
			expect(stack.waiting()).toBe(0);
			const accepted = stack.accepted
				.slice(mails)
				.flatMap(({ recipients }) => recipients);
			expect(accepted.length - new Set(accepted).size).toBe(
				expected.twice ?? 0,
			);
			if (mend?.includes(DISCARD)) expect(stack.deadLetters()).toEqual([]);
			else
				expect(stack.deadLetters().length - letters).toBe(expected.dead ?? 0);
		},
	);
});

describe("all drills at once", () => {
	test("end together, and everything is as before", async () => {
		const before = await whatDrillsChange();
		for (const { alarm } of offers) {
			const begun = local.drill.begin(alarm);
			if (alarm !== "waiting-mail-expires") await begun;
			else await expect(begun).rejects.toThrow(/it is on hold already: type/);
		}
		await local.clock.advance({ minutes: 5 });
		expect(await whatDrillsChange()).not.toEqual(before);
		const { sentences } = await local.drill.end();
		expect(sentences.at(-1)).toBe("Waiting mail is sent automatically.");
		expect(await whatDrillsChange()).toEqual(before);
		await local.clock.advance({ hours: 2 });
		expect(day.stack.waiting()).toBe(0);
		expect(await day.red()).toEqual([]);
	});

	test("end once: then none is on", async () => {
		expect((await local.drill.end()).sentences).toEqual(["No drill is on."]);
	});
});

async function whatDrillsChange() {
	const { stack } = day;
	const { aws, gmail } = stack.local;
	const { mailbox, secretArn, queueArn } = stack.sender;
	const queue = aws.services.queues.store.getQueueByArn(queueArn);
	const functions = [stack.sendingFunction, stack.breakerFunction];
	return {
		faults: gmail.faults.list(),
		password: gmail.mailboxes.passwordOf(mailbox),
		secret: aws.services.secrets.current(secretArn),
		intercept: aws.endpoint.intercept,
		functions: functions.map((fn) => [
			fn.environment,
			fn.reservedConcurrency,
			fn.broken,
		]),
		mapping: [stack.mapping.enabled, stack.mapping.isCutOff],
		isHidingMany: (queue?.inflightMessages.size ?? 0) > 1000,
		retention: queue?.attributes.MessageRetentionPeriod,
		hold: (await stack.breaker())?.hold,
		learned: (await stack.quota())?.learned,
	};
}
