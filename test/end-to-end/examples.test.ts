import { afterEach, describe, expect, test } from "vitest";
import { RunningExample } from "../support/running-example.ts";

const SHIPPED = ["Order 4711 is on its way", "ann@example.com"];

let example: RunningExample | undefined;
const start = async (name: string) => {
	example = undefined;
	example = await RunningExample.start(name);
	return example;
};
afterEach(() => example?.stop());

describe("the command of examples/README.md", () => {
	test("sets off the alarm, which is one mail, and one more when it is over", async () => {
		const alarm = await start("alarm-to-mail");
		await alarm.type();
		await alarm.type();
		await alarm.mails(1);
		await alarm.type({ ALARM: "OK" });
		expect(await alarm.mails(2)).toEqual([
			[
				"ALARM: failed-orders in 000000000000 (us-east-1)",
				"oncall@your-domain.com",
			],
			[
				"OK: failed-orders in 000000000000 (us-east-1)",
				"oncall@your-domain.com",
			],
		]);
		await alarm.deliverAgain();
		expect(await alarm.mails(2)).toHaveLength(2);
	});

	test("uploads a report, which is one mail however often S3 tells of it", async () => {
		const upload = await start("upload-to-mail");
		await upload.type({ "reports/": "drafts/" });
		await upload.type();
		const mails = [
			[
				expect.stringMatching(/^S3: november\.csv created in /),
				"team@your-domain.com",
			],
		];
		expect(await upload.mails(1)).toEqual(mails);
		await upload.deliverAgain();
		expect(await upload.mails(1)).toEqual(mails);
	});

	test("starts the state machine, which tells the customer once", async () => {
		const machine = await start("step-functions");
		await machine.type();
		expect(await machine.mails(1)).toEqual([SHIPPED]);
		await machine.deliverAgain();
		expect(await machine.mails(1)).toEqual([SHIPPED]);
	});

	test("has the state machine ask sales when there is no such customer", async () => {
		const machine = await start("step-functions");
		await machine.type({ "ann@": "reply-550-5.1.1@" });
		expect(await machine.mails(1)).toEqual([
			["Order 4711: please call the customer", "sales@your-domain.com"],
		]);
	});

	test("fills in the contact form, which refuses recipients of the visitor's own", async () => {
		const form = await start("api-gateway");
		const refused = await form.type({ "{": '{"to":"eve@example.com",' });
		expect(JSON.parse(refused)).toEqual({ message: "Invalid request body" });
		expect(JSON.parse(await form.type())).toEqual({
			messageId: expect.any(String),
		});
		const mail = ["Contact form", "sales@your-domain.com"];
		expect(await form.mails(1)).toEqual([mail]);
		// Nothing tells two visitors from one who writes twice.
		await form.type();
		expect(await form.mails(2)).toEqual([mail, mail]);
	});

	test("brings the schedule forward, which is one mail for each time it is due", async () => {
		const monday = await start("scheduler");
		await monday.type();
		const due = ["It is Monday", "team@your-domain.com"];
		expect(await monday.mails(1)).toEqual([due]);
		await monday.stack.pass(1);
		expect(await monday.mails(2)).toEqual([due, due]);
		await monday.deliverAgain();
		expect(await monday.mails(2)).toEqual([due, due]);
	});

	test("calls the other team's function, whose customer hears of an order once", async () => {
		const team = await start("another-team");
		expect(JSON.parse(await team.type())).toMatchObject({
			id: "order-4711-shipped",
		});
		await team.type();
		expect(await team.mails(1)).toEqual([SHIPPED]);
	});
});
