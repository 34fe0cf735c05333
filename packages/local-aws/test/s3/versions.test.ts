import {
	CompleteMultipartUploadCommand,
	CopyObjectCommand,
	CreateBucketCommand,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	DeleteObjectsCommand,
	GetBucketPolicyCommand,
	GetObjectCommand,
	HeadObjectCommand,
	ListObjectsV2Command,
	PutObjectCommand,
	S3Client,
	UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTinyStack, type TinyStack } from "../support/tiny-stack.ts";

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html
let stack: TinyStack;
let s3: S3Client;
beforeAll(async () => {
	const bucket = (Properties: object) => ({
		Type: "AWS::S3::Bucket",
		Properties: { ...Properties },
	});
	stack = await startTinyStack({
		Versioned: bucket({
			BucketName: { "Fn::Sub": `reports-\${AWS::AccountId}` },
			VersioningConfiguration: { Status: "Enabled" },
		}),
		Plain: bucket({ BucketName: "plain" }),
		Generated: bucket({}),
	});
	s3 = new S3Client(stack.client);
});
afterAll(async () => {
	s3.destroy();
	await stack.stop();
});

const VERSIONED = "reports-000000000000";
const put = (Key: string, Body: string | Uint8Array, Bucket = VERSIONED) =>
	s3.send(new PutObjectCommand({ Bucket, Key, Body }));
const get = async (Key: string, more: object = {}, Bucket = VERSIONED) => {
	const answer = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
	return { ...answer, text: await answer.Body?.transformToString() };
};
const head = (Key: string, more: object = {}, Bucket = VERSIONED) =>
	s3.send(new HeadObjectCommand({ Bucket, Key, ...more }));

test("a bucket without a name gets one that S3 takes", () => {
	const { resources = [] } = stack.aws.services.stacks[0] ?? {};
	const generated = resources.find(
		({ LogicalResourceId }) => LogicalResourceId === "Generated",
	);
	expect(generated?.PhysicalResourceId).toMatch(
		/^tiny-generated-[0-9a-f]{12}$/,
	);
});

test("a bucket that is made by the API keeps an object", async () => {
	await s3.send(new CreateBucketCommand({ Bucket: "files" }));
	await put("a.txt", "hello", "files");
	expect((await get("a.txt", {}, "files")).text).toBe("hello");
});

describe("a bucket that keeps versions", () => {
	test("gives each version by its id, and the newest without one", async () => {
		const { VersionId: first } = await put("a.txt", "one");
		const { VersionId: second } = await put("a.txt", "two");
		expect(first).toMatch(/^[\w-]{32}$/);
		expect(await get("a.txt", { VersionId: first })).toMatchObject({
			text: "one",
			VersionId: first,
		});
		expect(await get("a.txt")).toMatchObject({
			text: "two",
			VersionId: second,
		});
		expect(await head("a.txt", { VersionId: first })).toMatchObject({
			ContentLength: 3,
			VersionId: first,
		});
	});

	test("says that a version does not exist", async () => {
		await put("b.txt", "one");
		const VersionId = "x".repeat(32);
		await expect(get("b.txt", { VersionId })).rejects.toMatchObject({
			name: "NoSuchVersion",
		});
		await expect(head("b.txt", { VersionId })).rejects.toMatchObject({
			$metadata: { httpStatusCode: 404 },
		});
	});

	test("keeps the versions behind a delete marker", async () => {
		const { VersionId } = await put("c.txt", "one");
		const marker = await s3.send(
			new DeleteObjectCommand({ Bucket: VERSIONED, Key: "c.txt" }),
		);
		expect(marker).toMatchObject({ DeleteMarker: true });
		await expect(get("c.txt")).rejects.toMatchObject({ name: "NoSuchKey" });
		expect((await get("c.txt", { VersionId })).text).toBe("one");
		await expect(
			get("c.txt", { VersionId: marker.VersionId }),
		).rejects.toMatchObject({ name: "MethodNotAllowed" });
		await s3.send(
			new DeleteObjectCommand({
				Bucket: VERSIONED,
				Key: "c.txt",
				VersionId: marker.VersionId,
			}),
		);
		expect((await get("c.txt")).text).toBe("one");
	});

	test("loses a version that is deleted by its id", async () => {
		const { VersionId: first } = await put("d.txt", "one");
		const { VersionId: second } = await put("d.txt", "two");
		await s3.send(
			new DeleteObjectsCommand({
				Bucket: VERSIONED,
				Delete: { Objects: [{ Key: "d.txt", VersionId: second }] },
			}),
		);
		expect(await get("d.txt")).toMatchObject({ text: "one", VersionId: first });
		await expect(get("d.txt", { VersionId: second })).rejects.toMatchObject({
			name: "NoSuchVersion",
		});
	});

	test("copies an old version", async () => {
		const { VersionId } = await put("e f.txt", "one");
		await put("e f.txt", "two");
		const copy = await s3.send(
			new CopyObjectCommand({
				Bucket: VERSIONED,
				Key: "copy.txt",
				CopySource: `${VERSIONED}/e%20f.txt?versionId=${VersionId}`,
			}),
		);
		expect(copy).toMatchObject({ CopySourceVersionId: VersionId });
		expect(await get("copy.txt")).toMatchObject({
			text: "one",
			VersionId: copy.VersionId,
		});
	});

	test("gives a multipart upload a version", async () => {
		const Bucket = VERSIONED;
		const Key = "g.txt";
		const { UploadId } = await s3.send(
			new CreateMultipartUploadCommand({ Bucket, Key }),
		);
		const { ETag } = await s3.send(
			new UploadPartCommand({
				Bucket,
				Key,
				UploadId,
				PartNumber: 1,
				Body: "g",
			}),
		);
		const { VersionId } = await s3.send(
			new CompleteMultipartUploadCommand({
				Bucket,
				Key,
				UploadId,
				MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
			}),
		);
		expect(await get(Key)).toMatchObject({ text: "g", VersionId });
	});
});

describe("a bucket that keeps none", () => {
	test("tells of no version, and knows none", async () => {
		const { VersionId } = await put("a.txt", "one", "plain");
		expect(VersionId).toBeUndefined();
		expect((await get("a.txt", {}, "plain")).VersionId).toBeUndefined();
		expect((await get("a.txt", { VersionId: "null" }, "plain")).text).toBe(
			"one",
		);
		await expect(
			get("a.txt", { VersionId: "x".repeat(32) }, "plain"),
		).rejects.toMatchObject({ name: "NoSuchVersion" });
	});
});

describe("If-Match", () => {
	test("gives what has the ETag, with or without its quotes", async () => {
		const { ETag = "" } = await put("m.txt", "one");
		expect((await get("m.txt", { IfMatch: ETag })).text).toBe("one");
		const bare = ETag.replaceAll('"', "");
		expect((await get("m.txt", { IfMatch: bare })).text).toBe("one");
		expect((await head("m.txt", { IfMatch: bare })).ETag).toBe(ETag);
	});

	test("refuses what has been overwritten", async () => {
		const { ETag } = await put("n.txt", "one");
		await put("n.txt", "two");
		await expect(get("n.txt", { IfMatch: ETag })).rejects.toMatchObject({
			name: "PreconditionFailed",
		});
		await expect(head("n.txt", { IfMatch: ETag })).rejects.toMatchObject({
			$metadata: { httpStatusCode: 412 },
		});
	});

	test("refuses to write over what is there, when told so", async () => {
		const write = () =>
			s3.send(
				new PutObjectCommand({
					Bucket: "plain",
					Key: "once.txt",
					Body: "one",
					IfNoneMatch: "*",
				}),
			);
		await write();
		await expect(write()).rejects.toMatchObject({ name: "PreconditionFailed" });
	});
});

test("an object may be larger than a mail", async () => {
	const body = new Uint8Array(40 * 1024 * 1024);
	await put("large", body, "plain");
	expect((await head("large", {}, "plain")).ContentLength).toBe(body.length);
});

test("what the local S3 does not have is refused, never taken for something else", async () => {
	await expect(
		s3.send(new GetBucketPolicyCommand({ Bucket: "plain" })),
	).rejects.toMatchObject({
		name: "NotImplemented",
		message: "The local S3 has no policy.",
	});
	const { Contents = [] } = await s3.send(
		new ListObjectsV2Command({ Bucket: "plain", Prefix: "a" }),
	);
	expect(Contents).toMatchObject([{ Key: "a.txt" }]);
});

test("a bucket of another account than the expected one is not read or written", async () => {
	await put("owned", "x", "plain");
	const ExpectedBucketOwner = "111111111111";
	for (const call of [
		get("owned", { ExpectedBucketOwner }, "plain"),
		s3.send(
			new PutObjectCommand({
				Bucket: "plain",
				Key: "owned",
				Body: "y",
				ExpectedBucketOwner,
			}),
		),
	])
		await expect(call).rejects.toMatchObject({
			name: "AccessDenied",
			$metadata: { httpStatusCode: 403 },
		});
	const own = { ExpectedBucketOwner: "000000000000" };
	expect((await get("owned", own, "plain")).text).toBe("x");
});
