import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LOCAL_APP_PASSWORD } from "../../../local/run.ts";
import { addressOf, GameDay } from "../../support/game-day.ts";

const NEW_PASSWORD = "brandnewpassword";

let day: GameDay;
beforeEach(async () => {
	day = await GameDay.start();
	await day.stack.settle();
	day.stack.breakerFunction.broken = "Cannot find module 'index'";
});
afterEach(() => day.stop());

interface Cause {
	/** The alarm that has to ring all the same. */
	readonly alarm: string;
	readonly topic: "page" | "ticket";
	cause(day: GameDay): void;
	mend(day: GameDay): void;
	/** What it is dead-lettered. */
	readonly dead?: readonly string[];
}

const sendingFunction = ({ stack }: GameDay) => {
	const found = stack.local.aws.functions.find(
		({ spec }) => spec.name === stack.sender.functionName,
	);
	if (found === undefined) throw new Error("no sending function");
	return found;
};
const fault =
	(stage: "connect" | "data" | "rcpt", reply: string, to?: string) =>
	({ stack }: GameDay) =>
		stack.gmail.faults.replace([
			{ stage, reply, ...(to === undefined ? {} : { to }) },
		]);
const noFaults = ({ stack }: GameDay) => stack.gmail.faults.replace([]);

const CAUSES: readonly Cause[] = [
	{
		alarm: "auth-refused",
		topic: "page",
		cause: ({ stack }) => stack.gmail.mailboxes.setPassword(NEW_PASSWORD),
		mend: ({ stack }) => stack.setPassword(NEW_PASSWORD),
	},
	{
		alarm: "quota-exhausted",
		topic: "page",
		cause: fault("data", "550 5.4.5 Daily user sending limit exceeded."),
		mend: noFaults,
	},
	{
		alarm: "gmail-unavailable",
		topic: "page",
		cause: fault("connect", "421 4.3.0 Temporary System Problem."),
		mend: noFaults,
	},
	{
		alarm: "misconfigured",
		topic: "page",
		cause: ({ stack }) =>
			stack.local.aws.services.secrets.put(stack.sender.secretArn, "{}"),
		mend: ({ stack }) => stack.setPassword(LOCAL_APP_PASSWORD),
	},
	{
		alarm: "dead-lettered",
		topic: "ticket",
		cause: fault("rcpt", "550 5.1.1 does not exist", addressOf("one")),
		mend: noFaults,
		dead: ["one"],
	},
	{
		alarm: "function-failing",
		topic: "page",
		cause: (of) => {
			sendingFunction(of).broken = "Cannot find module 'index'";
		},
		mend: (of) => {
			sendingFunction(of).broken = undefined;
		},
	},
];

describe("with a breaker function that is dead for an hour", () => {
	test.each(CAUSES)(
		"$alarm rings, and all is well by itself once it is back",
		async ({ alarm, topic, cause, mend, dead = [] }) => {
			cause(day);
			await day.send("one", "two", "three");
			await day.pass(60, 2);
			const rang = day
				.rings(topic)
				.filter(({ state }) => state === "ALARM")
				.map((ring) => ring.alarm);
			expect(rang).toContain(alarm);
			expect(await day.red()).toContain("breaker-silent");

			mend(day);
			day.stack.breakerFunction.broken = undefined;
			await day.pass(130, 5);
			expect(await day.red()).toEqual([]);
			day.expectAllSentOnce(dead);
			expect(day.stack.deadLetters()).toHaveLength(dead.length);
			await day.expectRang(
				topic === "page"
					? { page: [alarm, "breaker-silent"] }
					: { page: ["breaker-silent"], ticket: [alarm] },
			);
		},
	);
});
