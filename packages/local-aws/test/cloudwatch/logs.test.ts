import {
	CloudWatchLogsClient,
	DescribeLogGroupsCommand,
	FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseFilterPattern } from "../../cloudwatch/log-filter.ts";
import { CloudWatchLogs } from "../../cloudwatch/logs.ts";
import {
	lambda,
	startTinyStack,
	type TinyStack,
	until,
} from "../support/tiny-stack.ts";

describe("parseFilterPattern()", () => {
	test.each<[pattern: string, line: string, matches: boolean]>([
		["", "anything", true],
		['"a b"', "xa by", true],
		['"a" "b"', "b and a", true],
		['"a" "b"', "a only", false],
		['?"a" ?"b"', "b only", true],
		['?"a" ?"b"', "c", false],
		['-"a"', "a", false],
		["ERROR", "an ERROR", true],
		["ERROR", "an error", false],
		['"\\"level\\":\\"warn\\""', '{"level":"warn"}', true],
	])("%s on the line %s: %s", (pattern, line, matches) => {
		const isFound = parseFilterPattern(pattern);
		if (typeof isFound === "string") throw new Error(isFound);
		expect(isFound(line)).toBe(matches);
	});

	test.each(['{ $.level = "warn" }', '"open', '?"a" "b"'])(
		"refuses %s and says what is allowed",
		(pattern) => {
			expect(parseFilterPattern(pattern)).toContain("allowed here are");
		},
	);
});

describe("CloudWatchLogs", () => {
	test("keeps at least the last 20,000 lines of a group, and not many more", () => {
		const logs = new CloudWatchLogs("us-east-1");
		for (let line = 0; line < 90_000; line += 1)
			logs.write("g", "s", String(line));
		const lines = logs.linesOf("g");
		expect(lines.at(-1)).toBe("89999");
		expect(lines.length).toBeGreaterThanOrEqual(20_000);
		expect(lines.length).toBeLessThanOrEqual(40_000);
	});
});

describe("CloudWatch Logs' API", () => {
	const GROUP = "/mail/talker";
	let stack: TinyStack;
	let logs: CloudWatchLogsClient;
	let began: number;
	beforeAll(async () => {
		stack = await startTinyStack(
			{
				Talks: {
					Type: "AWS::Logs::LogGroup",
					Properties: { LogGroupName: GROUP },
				},
				Talker: lambda("talker", {
					LoggingConfig: { LogGroup: { Ref: "Talks" } },
				}),
				Other: lambda("other"),
			},
			{
				talker: "export const handler = async ({ say }) => console.log(say);",
				other: "export const handler = async () => {};",
			},
		);
		logs = new CloudWatchLogsClient(stack.client);
		began = Date.now();
		await say("one apple");
		stack.aws.advance(3_600_000);
		await say("two apples");
		await say("three pears");
	});
	afterAll(() => stack.stop());

	async function say(text: string): Promise<void> {
		await stack.fn("talker").invoke({ say: text });
		// A line takes its own way out of the process.
		await until(() => stack.aws.services.logs.linesOf(GROUP).includes(text));
	}

	const filter = async (options: object = {}) => {
		const { events = [], nextToken } = await logs.send(
			new FilterLogEventsCommand({ logGroupName: GROUP, ...options }),
		);
		return { lines: events.map(({ message }) => message), nextToken };
	};

	test("tells a function's lines under the log group of the template", async () => {
		expect((await filter()).lines).toEqual([
			"one apple",
			"two apples",
			"three pears",
		]);
	});

	test("finds lines by time and by pattern", async () => {
		const startTime = began + 60_000;
		expect((await filter({ startTime })).lines).toEqual([
			"two apples",
			"three pears",
		]);
		expect((await filter({ endTime: startTime })).lines).toEqual(["one apple"]);
		expect(
			(await filter({ startTime, filterPattern: '?"apple" ?"plum"' })).lines,
		).toEqual(["two apples"]);
	});

	test("gives a long answer in pages", async () => {
		const first = await filter({ limit: 2 });
		expect(first.lines).toEqual(["one apple", "two apples"]);
		const second = await filter({ limit: 2, nextToken: first.nextToken });
		expect(second).toEqual({ lines: ["three pears"], nextToken: undefined });
	});

	test("takes a group's ARN, as `aws logs tail` may give it", async () => {
		const { logGroups = [] } = await logs.send(
			new DescribeLogGroupsCommand({ logGroupNamePrefix: "/mail/" }),
		);
		expect(logGroups).toMatchObject([{ logGroupName: GROUP }]);
		const { events } = await logs.send(
			new FilterLogEventsCommand({ logGroupIdentifier: logGroups[0]?.arn }),
		);
		expect(events).toHaveLength(3);
	});

	test("names the stream of a line's environment", async () => {
		const { events = [] } = await logs.send(
			new FilterLogEventsCommand({ logGroupName: GROUP }),
		);
		expect(events[0]?.logStreamName).toMatch(
			/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/,
		);
	});

	test("says which group does not exist, and which pattern it can't read", async () => {
		await expect(
			logs.send(new FilterLogEventsCommand({ logGroupName: "none" })),
		).rejects.toMatchObject({ name: "ResourceNotFoundException" });
		await expect(filter({ filterPattern: "{ $.a = 1 }" })).rejects.toThrow(
			/allowed here are/,
		);
	});
});
