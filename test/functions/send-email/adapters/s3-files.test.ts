import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { createS3Files } from "../../../../functions/send-email/adapters/s3-files.ts";

let server: Server;
const owners: unknown[] = [];
afterEach(() => {
	owners.length = 0;
	server.closeAllConnections();
	server.close();
});

/** Files of an S3 that answers at once with ten bytes; without `isWhole` it sends half of them and no more. */
async function filesOf({ isWhole = true, status = 200 } = {}) {
	server = createServer(({ headers }, response) => {
		owners.push(headers["x-amz-expected-bucket-owner"]);
		response.writeHead(status, { "content-length": "10", etag: '"a"' });
		response.write("12345");
		if (isWhole) response.end("67890");
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	return createS3Files({
		client: {
			endpoint: `http://127.0.0.1:${port}`,
			region: "us-east-1",
			credentials: { accessKeyId: "local", secretAccessKey: "local" },
			forcePathStyle: true,
			maxAttempts: 1,
		},
		report: () => {},
		readMs: 50,
		ownerOf: (bucket) => (bucket === "files" ? "111111111111" : "2"),
	});
}

describe("an object in S3", () => {
	const file = { bucket: "files", key: "a" };
	const always = () => true;

	test("is read as it is", async () => {
		const files = await filesOf();
		expect(await files.read(file, always)).toEqual({
			content: Buffer.from("1234567890"),
			etag: '"a"',
		});
	});

	test("is read only while its bucket is of the account that it was", async () => {
		const files = await filesOf();
		await files.read(file, always);
		await files.read({ bucket: "theirs", key: "a" }, always);
		expect(owners).toEqual(["111111111111", "2"]);
	});

	test("is left alone when nobody wants so many bytes", async () => {
		const files = await filesOf({ isWhole: false });
		expect(await files.read(file, (bytes) => bytes < 10)).toBe("unwanted");
	});

	test("that stalls is too slow", async () => {
		const files = await filesOf({ isWhole: false });
		expect(await files.read(file, always)).toBe("too-slow");
	});

	test.each([
		[404, "missing"],
		[403, "missing"],
		[400, "missing"],
		[503, "unavailable"],
	])("of which S3 says %i is %s", async (status, expected) => {
		const files = await filesOf({ status });
		expect(await files.read(file, always)).toBe(expected);
	});
});
