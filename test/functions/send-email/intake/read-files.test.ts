import { describe, expect, test } from "vitest";
import { MOST_OPENED_BYTES } from "../../../../functions/send-email/intake/opening.ts";
import { readFiles } from "../../../../functions/send-email/intake/read-files.ts";
import { message, NOW, stepBatch } from "../../../support/steps.ts";

const withFiles = (...keys: readonly string[]) =>
	message({
		attachments: keys.map((key) => ({
			filename: "a.pdf",
			s3: { bucket: key.startsWith("invoices") ? "files" : "all", key },
		})),
	});
const withFile = (key: string, bucket: string) =>
	message({ attachments: [{ filename: "a.pdf", s3: { bucket, key } }] });

type Answer = number | "missing" | "too-slow" | "unavailable";

/** An S3 whose objects have these lengths; `asked` are those that were asked for. */
function s3(answers: Readonly<Record<string, Answer>> = {}) {
	const asked: string[] = [];
	const { batch } = stepBatch();
	const config = {
		...batch.deps.config,
		attachmentBuckets: ["files/invoices/", "all", "theirs"],
		onlyFor: { theirs: ["shop"] },
	};
	const files = {
		read: async (
			{ key }: { key: string },
			isWanted: (bytes: number) => boolean,
		) => {
			asked.push(key);
			const answer = answers[key] ?? "missing";
			if (typeof answer === "string") return answer;
			if (!isWanted(answer)) return "unwanted" as const;
			return { content: Buffer.from(key), etag: `etag of ${key}` };
		},
	};
	return { deps: stepBatch({ config, files }).batch.deps, asked };
}

const openingOf = (bytes = 0, until = Infinity) => ({
	bytes,
	workMs: 0,
	turn: Promise.resolve() as Promise<unknown>,
	until,
});

const read = (
	asked: ReturnType<typeof message>,
	answers: Readonly<Record<string, Answer>> = {},
	opening = openingOf(),
	own = { bytes: 0 },
) => readFiles(asked, own, opening, "billing", s3(answers).deps);

describe("readFiles()", () => {
	test("lets no producer name what is another's", async () => {
		const theirs = withFile("a", "theirs");
		expect(await read(theirs, { a: 1 })).toMatchObject({
			kind: "rejected",
			problems: [{ pointer: "/attachments/0/s3/bucket" }],
		});
		const { deps } = s3({ a: 1 });
		expect(
			await readFiles(theirs, { bytes: 0 }, openingOf(), "shop", deps),
		).toMatchObject({ kind: "files" });
	});

	test("asks for no file of a message that has none", async () => {
		const { deps, asked } = s3();
		expect(
			await readFiles(message(), { bytes: 0 }, openingOf(), "billing", deps),
		).toEqual({
			kind: "files",
			files: new Map(),
		});
		expect(asked).toEqual([]);
	});

	test("reads each, by its index", async () => {
		const result = await read(withFiles("a", "invoices/b"), {
			a: 1,
			"invoices/b": 2,
		});
		expect(result).toMatchObject({ kind: "files" });
		expect(result.kind === "files" && [...result.files]).toEqual([
			[
				0,
				{
					bucket: "all",
					key: "a",
					content: Buffer.from("a"),
					etag: "etag of a",
				},
			],
			[
				1,
				{
					bucket: "files",
					key: "invoices/b",
					content: Buffer.from("invoices/b"),
					etag: "etag of invoices/b",
				},
			],
		]);
	});

	test.each([
		["another bucket", withFile("a", "secrets"), "/attachments/0/s3/bucket"],
		[
			"a key outside the allowed prefix",
			withFile("other/a", "files"),
			"/attachments/0/s3/key",
		],
	])("refuses %s before it asks S3", async (_what, message, pointer) => {
		const { deps, asked } = s3();
		expect(
			await readFiles(message, { bytes: 0 }, openingOf(), "billing", deps),
		).toMatchObject({
			kind: "rejected",
			problems: [{ pointer }],
		});
		expect(asked).toEqual([]);
	});

	test.each<[string, Answer, Answer, object]>([
		[
			"refuses what is not there",
			1,
			"missing",
			{ kind: "rejected", problems: [{ pointer: "/attachments/1/s3/key" }] },
		],
		[
			"refuses more than fits into a mail once it is encoded",
			9_000_000,
			10_000_000,
			{ kind: "rejected", problems: [{ pointer: "/attachments" }] },
		],
		["takes what just fits", 9_000_000, 9_000_000, { kind: "files" }],
		[
			"waits for S3 when it does not answer",
			"missing",
			"unavailable",
			{ kind: "unavailable" },
		],
		[
			"tells what comes too slowly from what is not there",
			1,
			"too-slow",
			{ kind: "too-slow" },
		],
		[
			"refuses what is not there, however slow the rest is",
			"missing",
			"too-slow",
			{ kind: "rejected" },
		],
	])("%s", async (_name, a, b, expected) => {
		expect(await read(withFiles("a", "b"), { a, b })).toMatchObject(expected);
	});

	test("leaves a message to another batch when this one has opened enough, but for the first", async () => {
		const before = MOST_OPENED_BYTES - 10;
		expect(await read(withFiles("a"), { a: 11 }, openingOf(before))).toEqual({
			kind: "too-much",
		});
		expect(
			await read(withFiles("a"), { a: 10 }, openingOf(before)),
		).toMatchObject({ kind: "files" });
		const first = openingOf();
		expect(
			await read(withFiles("a", "b"), { a: 9_000_000, b: 9_000_000 }, first),
		).toMatchObject({ kind: "files" });
		expect(first.bytes).toBe(18_000_000);
	});

	test("takes a body that was opened before for the message's own", async () => {
		// Else a long message with a long file would come back for ever.
		expect(
			await read(withFiles("a"), { a: 17_000_000 }, openingOf(24_000_000), {
				bytes: 24_000_000,
			}),
		).toMatchObject({ kind: "files" });
		expect(
			await read(withFiles("a"), { a: 41_000_000 }, openingOf(100), {
				bytes: 100,
			}),
		).toMatchObject({
			kind: "rejected",
			problems: [{ pointer: "/attachments" }],
		});
	});

	test("reads message after message, so that each gets all of its own, and begins no other when that has taken long", async () => {
		const { deps, asked } = s3({ a: 1, b: 1, c: 1, d: 1 });
		const opening = openingOf();
		await Promise.all([
			readFiles(withFiles("a", "b"), { bytes: 0 }, opening, "billing", deps),
			readFiles(withFiles("c", "d"), { bytes: 0 }, opening, "billing", deps),
		]);
		expect(asked).toEqual(["a", "b", "c", "d"]);
		const late = openingOf(0, NOW);
		expect(
			await readFiles(withFiles("a"), { bytes: 0 }, late, "billing", deps),
		).toMatchObject({ kind: "files" });
		expect(
			await readFiles(withFiles("b"), { bytes: 0 }, late, "billing", deps),
		).toEqual({
			kind: "too-much",
		});
	});
});
