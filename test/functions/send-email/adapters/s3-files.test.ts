import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import { createS3Files } from "../../../../functions/send-email/adapters/s3-files.ts";

let server: Server;
afterEach(() => {
	server.closeAllConnections();
	server.close();
});

/** Files of an S3 that answers at once, and then sends no byte. */
async function stalled() {
	server = createServer((_request, response) => {
		response.writeHead(200, { "content-length": "10", etag: '"a"' });
		response.write("12345");
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
	});
}

describe("an object in S3 that stalls", () => {
	const file = { bucket: "files", key: "a", etag: '"a"', bytes: 10 };

	test("is unavailable as a message", async () => {
		const { files } = await stalled();
		expect(await files.text(file, 100)).toBe("unavailable");
	});

	test("fails as an attachment", async () => {
		const { open } = await stalled();
		await expect(text(open(file))).rejects.toThrow(/took longer/);
	});
});
