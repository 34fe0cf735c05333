import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { METRIC } from "../../functions/send-email/contract.ts";
import { templateWith } from "../support/synth.ts";

const README = readFileSync(
	join(import.meta.dirname, "..", "..", "README.md"),
	"utf8",
);

/** List prices of us-east-1, US dollars a month. */
const PRICE = {
	alarm: 0.1,
	metric: 0.3,
	dashboard: 3,
	secret: 0.4,
	sqsRequest: 0.4 / 1_000_000,
};
const POLLERS = 5;
const RECEIVES_A_MONTH = (30 * 86_400) / 20;

test("the README's fixed cost is the template's", () => {
	const template = templateWith();
	const count = (type: string) =>
		Object.keys(template.findResources(type)).length;
	const alarms = count("AWS::CloudWatch::Alarm");
	const metrics = Object.keys(METRIC).length;
	const parts = {
		[`${alarms} alarms`]: alarms * PRICE.alarm,
		[`${metrics} metrics`]: metrics * PRICE.metric,
		"dashboard (`dashboard: false` saves it)":
			count("AWS::CloudWatch::Dashboard") * PRICE.dashboard,
		secret: count("AWS::SecretsManager::Secret") * PRICE.secret,
		"idle polling of the queue": POLLERS * RECEIVES_A_MONTH * PRICE.sqsRequest,
	};
	for (const [part, dollars] of Object.entries(parts))
		expect(README).toContain(`| ${part} | $${dollars.toFixed(2)} |`);
	const total = Object.values(parts).reduce((sum, dollars) => sum + dollars, 0);
	expect(README).toContain(
		`| **fixed, together** | **$${total.toFixed(2)}** |`,
	);
});
