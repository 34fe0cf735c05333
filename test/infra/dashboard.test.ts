import { describe, expect, test } from "vitest";
import { METRIC } from "../../core/contract.ts";
import { ALARMS } from "../../infra/constructs/alarms/alarms.ts";
import { templateWith } from "../support/synth.ts";

const [dashboard] = Object.values(
	templateWith({ dashboard: true }).findResources("AWS::CloudWatch::Dashboard"),
);
const body = JSON.stringify(dashboard);

test("there is no dashboard unless one is asked for: it costs $3 a month", () => {
	templateWith().resourceCountIs("AWS::CloudWatch::Dashboard", 0);
});

describe("the dashboard", () => {
	test("asks an on-call engineer's questions, in their order", () => {
		const asked = [...body.matchAll(/## ([^"\\]+)/g)].map(([, text]) => text);
		expect(asked).toEqual([
			"Is mail flowing?",
			"What stops it?",
			"What waits, and for how long?",
			"Is the daily limit near?",
			"What fails?",
			"Is the sender itself well?",
		]);
	});

	test.each(ALARMS)("shows the metric that $id looks at", ({ metric }) => {
		const name =
			typeof metric === "string" ? METRIC[metric].name : metric.ofFunction;
		expect(body).toContain(`\\"${name}\\"`);
	});
});
