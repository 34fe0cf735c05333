import { ListSchedulesCommand } from "@aws-sdk/client-scheduler";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	EmailNotQueued,
	EmailRefused,
	scheduleEmail,
} from "../../publisher/index.ts";
import { Producer, stubbedSqs } from "../support/producer.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

let producer: Producer;
beforeAll(async () => {
	producer = await Producer.start();
});
afterAll(() => producer.stop());

const emailTo = (id: string) => ({
	id,
	to: `${id}@example.com`,
	subject: id,
	text: "Hello",
});
const inMs = (ms: number) => new Date(Date.now() + ms);
const sentTo = (id: string) =>
	producer.stack.acceptedBy()[`${id}@example.com`] ?? 0;
const schedules = async () =>
	(await producer.options.scheduler.send(new ListSchedulesCommand())).Schedules
		?.length;
/** What an action throws. */
const thrown = (act: Promise<unknown>) =>
	act.then(
		() => undefined,
		(error: unknown) => error,
	);

/** Lets time pass, with what EventBridge Scheduler does meanwhile. */
async function pass(ms: number): Promise<void> {
	producer.stack.local.aws.advance(ms);
	await new Promise((resolve) => setTimeout(resolve, 200));
	await producer.stack.settle();
}

describe("scheduleEmail()", () => {
	test.each([
		["now", 0],
		["a time that has passed", -DAY],
	])("sends at once what is meant for %s", async (_when, ms) => {
		const id = `at-once-${-ms}`;
		const scheduled = await scheduleEmail(
			emailTo(id),
			inMs(ms),
			producer.options,
		);
		expect(scheduled).toMatchObject({ id, by: "queue" });
		await producer.stack.settle();
		expect(sentTo(id)).toBe(1);
	});

	test("has the queue keep back what is meant for the next 15 minutes", async () => {
		const at = inMs(5 * MINUTE);
		const scheduled = await scheduleEmail(
			emailTo("soon"),
			at,
			producer.options,
		);
		expect(scheduled.by).toBe("queue");
		expect(scheduled.at.getTime()).toBeGreaterThanOrEqual(at.getTime());
		await producer.stack.pass(4);
		expect(sentTo("soon")).toBe(0);
		await producer.stack.pass(2);
		expect(sentTo("soon")).toBe(1);
	});

	test.each([
		[15 * MINUTE, 900],
		[1, 1],
		[0, 0],
	])("waits %i ms as %i whole seconds, never less", async (ms, seconds) => {
		const { sqs, calls } = stubbedSqs(([entry]) => ({
			Successful: [{ Id: entry?.Id, MessageId: "1" }],
		}));
		const now = Date.UTC(2026, 10, 25);
		await scheduleEmail(emailTo("whole"), new Date(now + ms), {
			...producer.options,
			sqs,
			now: () => now,
		});
		expect(calls[0]?.[0]?.DelaySeconds).toBe(seconds);
	});

	test("has EventBridge Scheduler queue what is meant for later, and leaves nothing behind", async () => {
		const scheduled = await scheduleEmail(
			emailTo("in-three-days"),
			inMs(3 * DAY),
			producer.options,
		);
		expect(scheduled.by).toBe("schedule");
		await pass(3 * DAY - MINUTE);
		expect(sentTo("in-three-days")).toBe(0);
		await pass(2 * MINUTE);
		expect(sentTo("in-three-days")).toBe(1);
		expect(await schedules()).toBe(0);
	});

	test("schedules an id once, however often it is asked", async () => {
		const at = inMs(DAY);
		for (let time = 0; time < 2; time += 1) {
			const scheduled = await scheduleEmail(
				emailTo("twice"),
				at,
				producer.options,
			);
			expect(scheduled.by).toBe("schedule");
		}
		expect(await schedules()).toBe(1);
		await pass(DAY + MINUTE);
		expect(sentTo("twice")).toBe(1);
	});

	test.each([
		["another time", (email: object) => email, 2 * DAY],
		["another content", (email: object) => ({ ...email, text: "Bye" }), DAY],
	])("refuses the same id for %s", async (what, changed, ms) => {
		const id = what.replace(" ", "-");
		const now = Date.now();
		await scheduleEmail(emailTo(id), new Date(now + DAY), producer.options);
		const error = await thrown(
			scheduleEmail(changed(emailTo(id)), new Date(now + ms), producer.options),
		);
		expect(error).toBeInstanceOf(EmailNotQueued);
		expect(error).toMatchObject({
			message: expect.stringMatching(
				/^Cannot schedule the message another-\w+ as it is scheduled already, at\(.*\) UTC, and its time or its content differs: give it an id of its own, or delete the schedule mail\/[0-9a-f]{64}$/,
			),
		});
	});

	test("keeps apart from placeholders what only looks like one", async () => {
		const text = "It says <aws.scheduler.execution-id>.";
		await scheduleEmail(
			{ ...emailTo("placeholder"), text },
			inMs(DAY),
			producer.options,
		);
		await pass(DAY + MINUTE);
		const found = producer.stack.local.inbox.store
			.list()
			.find(({ email }) => email.subject === "placeholder");
		expect(found?.email.text?.trim()).toBe(text);
	});

	test("puts what is too long for EventBridge Scheduler into the bucket, where it is kept longer", async () => {
		const email = { ...emailTo("long"), text: "x".repeat(300_000) };
		await scheduleEmail(email, inMs(20 * DAY), producer.options);
		const { Contents = [] } = await producer.objects();
		expect(Contents.map(({ Key }) => Key)).toEqual([
			expect.stringMatching(/^scheduled\/[0-9a-f]{64}\.json$/),
		]);
		await pass(20 * DAY + MINUTE);
		expect(sentTo("long")).toBe(1);
	});

	test("refuses what is too long for EventBridge Scheduler when the bucket would have forgotten it by then", async () => {
		const email = { ...emailTo("much-later"), text: "x".repeat(300_000) };
		const error = await thrown(
			scheduleEmail(email, inMs(366 * DAY), producer.options),
		);
		expect(error).toBeInstanceOf(EmailRefused);
		expect(error).toMatchObject({
			message: expect.stringMatching(
				/allowed are 256000: the sender's bucket keeps a longer one for 365 days; schedule it nearer/,
			),
		});
	});

	test("refuses a message that will have expired by then", async () => {
		const email = { ...emailTo("stale"), notAfter: inMs(DAY).toISOString() };
		const error = await thrown(
			scheduleEmail(email, inMs(DAY), producer.options),
		);
		expect(error).toBeInstanceOf(EmailRefused);
		expect(error).toMatchObject({ problems: [{ pointer: "/notAfter" }] });
	});

	test("refuses a message without an id", async () => {
		const { id: _none, ...email } = emailTo("nobody");
		const error = await thrown(
			scheduleEmail(email, inMs(DAY), producer.options),
		);
		expect(error).toBeInstanceOf(EmailRefused);
		expect(error).toMatchObject({ problems: [{ pointer: "/id" }] });
	});

	test.each([
		["soon", MINUTE],
		["much later", DAY],
	])("refuses what the sender would refuse: %s", async (_when, ms) => {
		const error = await thrown(
			scheduleEmail(
				{ ...emailTo("bad"), to: "nobody" },
				inMs(ms),
				producer.options,
			),
		);
		expect(error).toBeInstanceOf(EmailRefused);
		expect(error).toMatchObject({ problems: [{ pointer: "/to" }] });
	});

	test("throws EmailNotQueued when EventBridge Scheduler does not take it", async () => {
		const error = await thrown(
			scheduleEmail(emailTo("no-group"), inMs(DAY), {
				...producer.options,
				scheduleGroup: "no-such-group",
			}),
		);
		expect(error).toBeInstanceOf(EmailNotQueued);
		expect(error).toMatchObject({
			message:
				"Cannot schedule the message: Schedule Group no-such-group does not exist.",
		});
	});

	test("throws EmailNotQueued when it can't be seen what is scheduled already", async () => {
		const scheduler = {
			async send(command: object) {
				const message = `${command.constructor.name} refused`;
				throw Object.assign(new Error(message), { name: "ConflictException" });
			},
		} as never;
		const error = await thrown(
			scheduleEmail(emailTo("unseen"), inMs(DAY), {
				...producer.options,
				scheduler,
			}),
		);
		expect(error).toBeInstanceOf(EmailNotQueued);
		expect(error).toMatchObject({
			message: "Cannot schedule the message: GetScheduleCommand refused",
		});
	});

	test("throws EmailNotQueued when S3 does not take a long message", async () => {
		const error = await thrown(
			scheduleEmail(
				{ ...emailTo("no-bucket"), text: "x".repeat(300_000) },
				inMs(DAY),
				{ ...producer.options, payloadBucket: "no-such-bucket" },
			),
		);
		expect(error).toBeInstanceOf(EmailNotQueued);
		expect(error).toMatchObject({
			message: expect.stringMatching(
				/^Cannot schedule the message: S3 did not take it, NoSuchBucket/,
			),
		});
	});

	test("refuses a Date that is none", async () => {
		await expect(
			scheduleEmail(emailTo("never"), new Date("soon"), producer.options),
		).rejects.toThrow(
			"Cannot schedule the message as its time is no time: current value is an invalid Date; allowed is a Date",
		);
	});

	test.each([
		["scheduleGroup", "MAIL_SCHEDULE_GROUP"],
		["queueArn", "MAIL_QUEUE_ARN"],
		["schedulerRoleArn", "MAIL_SCHEDULER_ROLE_ARN"],
	])("says what names %s when nothing does", async (name, variable) => {
		await expect(
			scheduleEmail(emailTo("nowhere"), inMs(DAY), {
				...producer.options,
				[name]: undefined,
			}),
		).rejects.toThrow(
			`Cannot schedule mail for later than in 15 minutes as ${name} is missing: give it in the options, or set ${variable}`,
		);
	});
});
