import { describe, expect, test } from "vitest";
import { METRIC } from "../../../core/contract.ts";
import { ALARMS } from "../../../infra/constructs/alarms/alarms.ts";
import type { CommandPlace } from "../../../local/state/commands.ts";
import { adviceFor } from "../../../local/state/commands.ts";
import { alarmIdOf, runbookSection } from "../../../local/state/runbook.ts";
import { readText } from "../../support/source-tree.ts";

const place = {
	aws: { port: 4566 },
	senders: [{ name: "mail" }],
	stackName: "Stack",
	sender: {
		name: "mail",
		region: "eu-west-1",
		functionName: "Fn-1",
		logGroupName: "Logs-1",
	},
} as unknown as CommandPlace;

const elsewhere = {
	...place,
	aws: { port: 5000 },
	senders: [{ name: "other" }, { name: "mail" }],
};

const MARKDOWN = `# Runbook

## a

**Symptom.** <b>x</b> [web](https://example.com/?a=1&b="2) [file](other.md)

1. \`npm run ops -- status\` and \`aws logs tail LOG_GROUP_NAME --since 1h\` or \`plain <x>\`

## b

nothing
`;

describe("a section of the runbook", () => {
	test("has the commands of this run, each with a button", () => {
		const html = runbookSection(MARKDOWN, "a", place);
		expect(html).toContain(
			'<span class="command"><code>npm run ops -- status --local</code><button type="button" data-copy>Copy</button></span>',
		);
		expect(html).toContain(
			"<code>AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_REGION=eu-west-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws logs tail Logs-1 --since 1h</code>",
		);
		expect(html).toContain("<code>plain &#60;x&#62;</code>");
		expect(html).not.toContain("nothing");
	});

	test("names the port and the sender where that is needed", () => {
		expect(runbookSection(MARKDOWN, "a", elsewhere)).toContain(
			"npm run ops -- status --sender mail --local --port 5000<",
		);
	});

	test("leads to the web alone, and has no HTML of others", () => {
		const html = runbookSection(MARKDOWN, "a", place);
		expect(html).toContain('href="https://example.com/?a=1');
		expect(html).not.toMatch(/other\.md|<b>/);
	});

	test("is there for every alarm", () => {
		const runbook = readText("docs/runbook.md");
		for (const { id } of ALARMS)
			expect(runbookSection(runbook, id, place), id).toContain("Over when");
		expect(runbookSection(runbook, "none", place)).toBe("");
	});
});

test.each(ALARMS)("the metric of the alarm $id tells its id", (row) => {
	const name =
		typeof row.metric === "string"
			? METRIC[row.metric].name
			: row.metric.ofFunction;
	expect(alarmIdOf(name)).toBe(row.id);
});

test("the verdict's commands are those of this run", () => {
	const advice = adviceFor(elsewhere);
	expect(advice.setOauth).toBe(
		"npm run ops -- set-oauth --sender mail --local --port 5000 < FILE",
	);
	expect(advice.resumeRule("r1")).toBe(
		"npm run ops -- resume --rule=r1 --sender mail --local --port 5000",
	);
	expect(advice.unthrottle).toMatch(
		/^AWS_ENDPOINT_URL=\S+ .* aws lambda delete-function-concurrency --function-name Fn-1$/,
	);
});
