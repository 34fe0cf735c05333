import {
	CloudWatchClient,
	DisableAlarmActionsCommand,
} from "@aws-sdk/client-cloudwatch";
import { UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TABLE } from "../../core/contract.ts";
import { LOCAL_APP_PASSWORD } from "../../local/run.ts";
import { doctor } from "../../ops/commands/doctor.ts";
import { failed } from "../../ops/commands/failed.ts";
import { report } from "../../ops/commands/report.ts";
import { show } from "../../ops/commands/show.ts";
import { status } from "../../ops/commands/status.ts";
import { closeTarget } from "../../ops/sender/target.ts";
import { OnCall } from "../support/doctor.ts";
import { addressOf, GameDay } from "../support/game-day.ts";
import { runOps, targetOf } from "../support/ops.ts";
import { sectionOf } from "../support/runbook.ts";

const OURS = "AROABILLINGBILLING00";

let day: GameDay;
let onCall: OnCall;
beforeAll(async () => {
	day = await GameDay.start();
	onCall = new OnCall(day.stack);
	day.stack.gmail.faults.replace([
		{ stage: "rcpt", reply: "550 5.1.1 does not exist", to: addressOf("gone") },
	]);
	await day.send("gone");
	await day.stack.send({ id: "typo", to: "ann@example.com" });
	await day.pass(1);
	await day.pass(10, 5);
});
afterAll(async () => {
	onCall.stop();
	await day.stop();
});

/** The command of a runbook's section with these words in it. */
function runbook(id: string, words: string): string {
	const commands = sectionOf(id).steps.flatMap((step) => step.commands);
	const found = commands.find((command) => command.includes(words));
	if (found === undefined) throw new Error(`${id} has no ${words}`);
	return found;
}
const type = (command: string) =>
	day.type(command, {
		fill: () => ({ PRODUCER: OURS, CAUSE: "bad-recipient", RULE: "none" }),
		password: "anotherpassword1",
	});

interface State {
	readonly what: string;
	make(): Promise<unknown>;
	undo(): Promise<unknown>;
	/** Checks that find trouble all the same. */
	readonly troubles?: readonly string[];
}

const reserve = (count: number) =>
	type(
		`aws lambda put-function-concurrency --function-name FUNCTION_NAME --reserved-concurrent-executions ${count}`,
	);
const RAISE = runbook("waiting-mail-expires", "MessageRetentionPeriod");
const LOWER = RAISE.replace("1209600", "604800");
const HOLD = runbook("held-too-long", "hold --for");
const RESUME = runbook("waiting-mail-expires", "resume");
const UNTHROTTLE = runbook("function-throttled", "delete-function");

const STATES: readonly State[] = [
	{ what: "nothing", make: async () => {}, undo: async () => {} },
	{
		what: "a queue that keeps mail for longer",
		make: () => type(RAISE),
		undo: () => type(LOWER),
	},
	{
		what: "a queue that keeps mail for longer, and hides it too briefly",
		make: () =>
			type(RAISE.replace("=1209600", "=1209600,VisibilityTimeout=30")),
		undo: () =>
			type(LOWER.replace("=604800", "=604800,VisibilityTimeout=1080")),
		troubles: ["visibility"],
	},
	{
		what: "a hold of everything",
		make: () => type(HOLD),
		undo: () => type(RESUME),
	},
	{
		what: "a hold in a queue that keeps mail for longer",
		make: async () => [await type(RAISE), await type(HOLD)],
		undo: async () => [await type(RESUME), await type(LOWER)],
	},
	{
		what: "a mapping that was enabled under a hold",
		async make() {
			await type(HOLD);
			await type(runbook("mapping-astray", "--enabled"));
			// Else the breaker function's next round may set it right before anybody looks.
			setRefusal(true);
		},
		undo: () => {
			setRefusal(false);
			return type(RESUME);
		},
		troubles: ["mapping"],
	},
	{
		what: "a hold of one producer, and a cancellation",
		async make() {
			await type(runbook("quota-exhausted", "hold --producer"));
			await type(runbook("quota-exhausted", "cancel --producer"));
		},
		undo: () => type(runbook("quota-exhausted", "resume --producer")),
	},
	{
		what: "a function that may not run",
		make: () => reserve(0),
		undo: () => type(UNTHROTTLE),
		troubles: ["concurrency"],
	},
	{
		what: "a function with a concurrency of its own",
		make: () => type(runbook("function-throttled", "put-function")),
		undo: () => type(UNTHROTTLE),
	},
	{
		what: "alarms whose actions are disabled",
		make: disableAlarmActions,
		undo: () =>
			type(`aws cloudwatch enable-alarm-actions --alarm-names '${ALARM}'`),
		troubles: ["alarms"],
	},
	{
		what: "a table whose time to live is off",
		make: () => setTimeToLive(false),
		undo: () => setTimeToLive(true),
		troubles: ["table"],
	},
	{
		what: "an empty secret",
		make: async () => day.stack.setPassword(""),
		undo: async () => day.stack.setPassword(LOCAL_APP_PASSWORD),
		troubles: ["secret", "login"],
	},
	...["sent", "resend"].map((verdict) => ({
		what: `a message in doubt that was resolved as ${verdict}`,
		async make() {
			await doubt(verdict);
			await type(
				runbook("in-doubt", `resolve ID ${verdict}`)
					.replace("ID", verdict)
					.concat(" --yes"),
			);
		},
		undo: async () => {},
	})),
	{
		what: "a message in doubt that nobody has resolved",
		make: () => doubt("open"),
		undo: () => type("npm run ops -- resolve open sent --yes"),
	},
	{
		what: "a rehearsal that has ended",
		async make() {
			await type("npm run ops -- drill auth-refused --yes");
			await type("npm run ops -- drill --end");
		},
		undo: async () => {},
	},
	{
		what: "dead letters on their way back",
		async make() {
			await type(HOLD);
			await type(runbook("dead-lettered", "redrive --cause CAUSE"));
		},
		undo: () => type(RESUME),
	},
];

/** Loses the connection at the end of a message twice, so that it is kept in doubt. */
async function doubt(id: string): Promise<void> {
	day.stack.gmail.faults.replace([
		{ stage: "eom", drop: true, to: addressOf(id), times: 2 },
	]);
	await day.send(id);
	await day.pass(10, 2);
	expect(day.stack.deadLetters().map(({ facts }) => facts?.key)).toContain(id);
}

const ALARM = "mail: dead letters expire soon";
function setRefusal(isRefused: boolean): void {
	for (const mapping of day.stack.local.aws.services.lambda.mappings)
		mapping.refuseUpdates = isRefused;
}

async function disableAlarmActions(): Promise<void> {
	const client = new CloudWatchClient(day.stack.local.aws.client);
	await client.send(new DisableAlarmActionsCommand({ AlarmNames: [ALARM] }));
	client.destroy();
}

async function setTimeToLive(Enabled: boolean): Promise<void> {
	const target = await targetOf(day.stack);
	await target.dynamo.send(
		new UpdateTimeToLiveCommand({
			TableName: target.sender.tableName,
			TimeToLiveSpecification: { Enabled, AttributeName: TABLE.ttl },
		}),
	);
	closeTarget(target);
}

async function queueNow() {
	const target = await targetOf(day.stack);
	const { Attributes = {} } = await target.sqs.send(
		new GetQueueAttributesCommand({
			QueueUrl: target.sender.queueUrl,
			AttributeNames: ["All"],
		}),
	);
	closeTarget(target);
	return {
		MessageRetentionPeriod: Number(Attributes.MessageRetentionPeriod),
		VisibilityTimeout: Number(Attributes.VisibilityTimeout),
	};
}

/** Everything that is printed for somebody to type. */
async function printed() {
	const found = await onCall.doctor();
	const screens = [
		await runOps(day.stack, doctor, []),
		await runOps(day.stack, status, []),
		await runOps(day.stack, report, []),
		await runOps(day.stack, failed, ["--list"]),
		...(await Promise.all(
			["gone", "typo", "never-seen"].map((id) => runOps(day.stack, show, [id])),
		)),
	];
	const text = screens.map(({ out, err }) => `${out}${err}`).join("\n");
	const commands = text.match(/(?:aws|npm run ops --|npx cdk) [a-z-].*/g) ?? [];
	return { found, commands };
}

const LOSES =
	/purge|delete-(?!function-concurrency)|\bdiscard\b|\bcancel\b|resolve \S+ sent|--yes|--enabled|--revert-drift/;

describe("whatever on-call has done, no printed command loses mail:", () => {
	test.each(STATES)("$what", async ({ make, undo, troubles = [] }) => {
		await make();
		try {
			const before = await queueNow();
			const { found, commands } = await printed();
			expect(commands.length).toBeGreaterThan(2);
			for (const command of commands) {
				expect(command).not.toMatch(LOSES);
				for (const [name, now] of Object.entries(before)) {
					const [, next = now] =
						new RegExp(`${name}[^\\w]+(\\d+)`).exec(command) ?? [];
					expect(Number(next), command).toBeGreaterThanOrEqual(now);
				}
			}
			const wrong = Object.entries(found).filter(
				([, { kind }]) => kind !== "ok",
			);
			expect(wrong.map(([id]) => id).toSorted()).toEqual(
				[...troubles].toSorted(),
			);
		} finally {
			await undo();
			await day.pass(2);
			await day.stack.local.aws.tick();
		}
	});
});
