import { describe, expect, test } from "vitest";
import {
	isReadLast,
	type ReadingMark,
} from "../../../../core/delivery/reading-mark.ts";
import { readMarks } from "../../../../functions/send-email/intake/marks.ts";
import { readBatch } from "../../../../functions/send-email/intake/read-message.ts";
import type { Written } from "../../../../functions/shared/deps.ts";
import { record, stepBatch } from "../../../support/steps.ts";

const body = JSON.stringify({ to: "a@b.example", subject: "x", text: "y" });

/** A mark as the table keeps it, and what was written of it. */
function table(begun: number, answers: readonly Written[] = []) {
	const left = [...answers];
	const calls: string[] = [];
	let mark: ReadingMark = { version: 5, begun };
	const marks = () => ({
		read: async () => mark,
		write: async (next: ReadingMark) => {
			calls.push(`begun ${next.begun}`);
			const answer = left.shift() ?? "written";
			if (answer === "written") mark = next;
			return answer;
		},
	});
	return { calls, marks };
}

async function read(
	receiveCount: number,
	{ calls, marks }: ReturnType<typeof table>,
	given: object = {},
) {
	const { batch } = stepBatch({ marks, ...given });
	const records = [record({ receiveCount, body })];
	const found = await readMarks(records, batch);
	const [message] = await readBatch(records, found, batch);
	return { message, calls };
}

describe("what is being read", () => {
	test.each([1, 2])("is not marked at its receive %i", async (count) => {
		expect(await read(count, table(0))).toMatchObject({
			message: { kind: "keyed" },
			calls: [],
		});
	});

	test.each([3, 900])(
		"is marked at its receive %i, and the mark is taken back",
		async (count) => {
			expect(await read(count, table(0))).toMatchObject({
				message: { kind: "keyed" },
				calls: ["begun 1", "begun 0"],
			});
		},
	);

	test("is marked before its body is touched, and until then", async () => {
		const marks = table(3);
		const within = (_characters: number, work: () => unknown) => {
			marks.calls.push("read");
			return { kind: "done" as const, value: work(), ms: 0 };
		};
		await read(3, marks, { within });
		expect(marks.calls).toEqual(["begun 4", "read", "begun 0"]);
	});

	test("loses its mark though reading fails", async () => {
		const within = () => {
			throw new Error("a bug");
		};
		expect(await read(3, table(0), { within })).toMatchObject({
			message: { kind: "rejected" },
			calls: ["begun 1", "begun 0"],
		});
	});

	test("is dead-lettered unread when four readings never came to an end", async () => {
		const within = () => {
			throw new Error("it is read");
		};
		expect(await read(900, table(4), { within })).toMatchObject({
			message: { kind: "rejected", rejection: { cause: "unreadable" } },
			calls: [],
		});
	});

	test.each(["unavailable", "conflict"] as const)(
		"is read though the answer to its mark is: %s",
		async (answer) => {
			const { message, calls } = await read(3, table(1, [answer]));
			expect(message).toMatchObject({ kind: "keyed" });
			expect(calls.at(0)).toBe("begun 2");
			expect(calls.at(-1)).toBe("begun 0");
		},
	);

	test("loses its mark though the table needs several tries for that", async () => {
		const marks = table(0, ["written", "unavailable", "unavailable"]);
		expect(await read(3, marks)).toMatchObject({
			message: { kind: "keyed" },
			calls: ["begun 1", "begun 0", "begun 0", "begun 0"],
		});
	});

	test.each([
		[0, false],
		[1, false],
		[2, true],
		[4, true],
	])("after %i readings without an end is read last: %s", (begun, last) => {
		expect(isReadLast({ version: 1, begun })).toBe(last);
	});
});
