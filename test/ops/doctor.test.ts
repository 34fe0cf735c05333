import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHECKS } from "../../ops/checks/all.ts";
import { type Check, ok } from "../../ops/checks/check.ts";
import { OnCall } from "../support/doctor.ts";
import { Harness } from "../support/harness.ts";

let stack: Harness;
let onCall: OnCall;
beforeAll(async () => {
	stack = await Harness.start();
	onCall = new OnCall(stack);
	await stack.local.aws.tick();
});
afterAll(async () => {
	onCall.stop();
	await stack.stop();
});

const doctor = (...args: string[]) =>
	onCall.type(
		`npm run ops -- doctor ${args.join(" ")} --local --port ${stack.local.aws.port}`,
	);
/** Lets AWS's answers of one service fail while `work` is done. */
async function without<T>(service: string, work: () => Promise<T>): Promise<T> {
	const { endpoint } = stack.local.aws;
	endpoint.intercept = (asked) => (asked === service ? "error" : undefined);
	try {
		return await work();
	} finally {
		endpoint.intercept = () => undefined;
	}
}

describe("ops doctor", () => {
	test("finds nothing wrong with a sender that is well, one line a check", async () => {
		const { code, out } = await doctor();
		const lines = out.trimEnd().split("\n");
		expect({ code, first: lines[0] }).toEqual({
			code: 0,
			first: `All ${CHECKS.length} checks passed.`,
		});
		expect(lines.filter((line) => line.startsWith("✓"))).toHaveLength(
			CHECKS.length,
		);
	});

	test("says what is wrong, what it means and what to type, and exits with 1", async () => {
		await onCall.type(
			`aws sqs set-queue-attributes --queue-url ${stack.sender.queueUrl} --attributes VisibilityTimeout=30`,
		);
		const { code, out } = await doctor();
		expect(code).toBe(1);
		expect(out).toMatch(
			/^✗ visibility +the visibility timeout is 30 s.* · a message could become visible.* · type: aws sqs set-queue-attributes .*VisibilityTimeout=1080/m,
		);
		expect(out.split("\n")[0]).toBe(
			`1 of ${CHECKS.length} checks found trouble.`,
		);
		await onCall.type(
			`aws sqs set-queue-attributes --queue-url ${stack.sender.queueUrl} --attributes VisibilityTimeout=1080`,
		);
	});

	test("makes only the checks that are named", async () => {
		const { code, out } = await doctor("--only", "clock,secret", "--json");
		const { checks, ...rest } = JSON.parse(out);
		expect(code).toBe(0);
		expect(rest).toMatchObject({ ok: true, sender: "mail" });
		expect(checks.map(({ id }: { id: string }) => id)).toEqual([
			"secret",
			"clock",
		]);
	});

	test("refuses the name of a check that is not there, and tells the others", async () => {
		expect(await doctor("--only", "weather")).toMatchObject({
			code: 2,
			out: expect.stringMatching(
				/Cannot check weather: specify one of secret, /,
			),
		});
	});

	test("exits with 1 and a sentence when all it knows is that it does not know", async () => {
		const { code, out } = await without("monitoring", () =>
			doctor("--only", "alarms,clock"),
		);
		expect(code).toBe(1);
		expect(out).toMatch(/^\? alarms +unknown whether the alarms exist/m);
		expect(out).toMatch(/^✓ clock/m);
		expect(out).toMatch(
			/No trouble was found, but the result is incomplete: of 2 checks, 1 could not run/,
		);
	});

	test.each([
		["secretsmanager", ["secret", "mapping"]],
		["sns", ["subscribers"]],
		["cloudformation", ["alarms"]],
	])(
		"makes the other checks when %s does not answer",
		async (service, blind) => {
			// The stack itself is looked up before.
			const found = await onCall.doctor(CHECKS, {
				before: () => {
					stack.local.aws.endpoint.intercept = (asked) =>
						asked === service ? "error" : undefined;
				},
			});
			stack.local.aws.endpoint.intercept = () => undefined;
			for (const id of blind)
				expect(found[id], id).toMatchObject({ kind: "unknown" });
			expect(
				Object.values(found).filter(({ kind }) => kind === "ok").length,
			).toBeGreaterThanOrEqual(CHECKS.length - 3);
			expect(
				Object.values(found).filter(({ kind }) => kind === "trouble"),
			).toEqual([]);
		},
	);
});

describe("a check that crashes or hangs", () => {
	const fine: Check = {
		id: "fine",
		title: "it is fine",
		run: async () => ok("yes"),
	};
	const crashes: Check = {
		...fine,
		id: "crashes",
		run: () => Promise.reject(new TypeError("cannot read\n  it")),
	};
	const throws: Check = {
		...fine,
		id: "throws",
		first: true,
		run: () => {
			throw new Error("at once");
		},
	};
	const hangs: Check = {
		...fine,
		id: "hangs",
		limitMs: 50,
		run: () => new Promise(() => {}),
	};

	test("is unknown, and hides nothing of the others", async () => {
		expect(await onCall.doctor([throws, crashes, hangs, fine])).toEqual({
			throws: { kind: "unknown", why: "at once" },
			crashes: { kind: "unknown", why: "TypeError: cannot read it" },
			hangs: { kind: "unknown", why: "no answer within 0.05 s" },
			fine: { kind: "ok", detail: "yes" },
		});
	});
});
