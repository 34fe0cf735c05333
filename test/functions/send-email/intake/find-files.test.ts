import { describe, expect, test } from "vitest";
import { findFiles } from "../../../../functions/send-email/intake/find-files.ts";
import { message, stepBatch } from "../../../support/steps.ts";

const withFile = (key: string, bucket = "files") =>
	message({ attachments: [{ filename: "a.pdf", s3: { bucket, key } }] });

function finding(answer: unknown) {
	const { batch } = stepBatch();
	const config = {
		...batch.deps.config,
		attachmentBuckets: ["files/invoices/", "all"],
	};
	const given = { config, files: { find: async () => answer } };
	return stepBatch(given as Parameters<typeof stepBatch>[0]).batch.deps;
}
const found = (bytes: number) => ({ kind: "found", file: { bytes } });

describe("findFiles()", () => {
	test("asks for no file of a message that has none", async () => {
		expect(await findFiles(message(), finding(undefined))).toMatchObject({
			kind: "files",
		});
	});

	test.each([
		["another bucket", withFile("a", "secrets"), "/attachments/0/s3/bucket"],
		[
			"a key outside the allowed prefix",
			withFile("other/a"),
			"/attachments/0/s3/key",
		],
	])("refuses %s before it asks S3", async (_what, asked, pointer) => {
		expect(
			await findFiles(
				asked,
				stepBatch({ config: finding(undefined).config }).batch.deps,
			),
		).toMatchObject({ kind: "rejected", problems: [{ pointer }] });
	});

	test("refuses what is not there", async () => {
		expect(
			await findFiles(withFile("invoices/a"), finding({ kind: "missing" })),
		).toMatchObject({ kind: "rejected" });
	});

	test("refuses more than fits into a mail once it is encoded", async () => {
		expect(
			await findFiles(withFile("any", "all"), finding(found(19_000_000))),
		).toMatchObject({
			kind: "rejected",
			problems: [{ pointer: "/attachments" }],
		});
		expect(
			await findFiles(withFile("any", "all"), finding(found(18_000_000))),
		).toMatchObject({ kind: "files" });
	});

	test("waits for S3 when it does not answer", async () => {
		expect(
			await findFiles(withFile("any", "all"), finding("unavailable")),
		).toEqual({ kind: "unavailable" });
	});
});
