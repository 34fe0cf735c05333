import { afterEach, expect, test } from "vitest";
import { ENV } from "../../../core/contract.ts";
import { resolve } from "../../../ops/commands/resolve.ts";
import { bodyOf, eventOf } from "../../support/events.ts";
import { Harness } from "../../support/harness.ts";
import { runOps } from "../../support/ops.ts";

const TO = ["ann@example.com", "bob@example.com"];

let stack: Harness;
afterEach(() => stack.stop());

test.each([
	["sent", 1],
	["resend", 2],
])(
	"an event's mail in doubt is settled by resolve %s",
	async (verdict, mails) => {
		stack = await Harness.start({
			environment: {
				[ENV.onAmbiguous]: "hold",
				[ENV.defaultRoute]: JSON.stringify({ to: TO }),
			},
		});
		stack.gmail.faults.replace([{ stage: "eom", drop: true, times: 1 }]);
		await stack.send(bodyOf("guardduty"));
		await stack.settle();
		await stack.pass(5);
		const { key } = eventOf(bodyOf("guardduty"));
		expect(await stack.row(key)).toMatchObject({ deadCause: "in-doubt" });
		expect(await runOps(stack, resolve, [key, verdict, "--yes"])).toMatchObject(
			{
				code: 0,
			},
		);
		await stack.settle();
		expect(await stack.row(key)).toMatchObject({
			state: "SENT",
			progress: { accepted: [0, 1] },
		});
		expect(stack.deadLetters()).toEqual([]);
		expect(stack.accepted).toHaveLength(mails);
	},
);
