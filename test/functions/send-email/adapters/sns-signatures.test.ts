import { generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Signed } from "../../../../core/event/proof.ts";
import { createSnsSignatures } from "../../../../functions/send-email/adapters/sns-signatures.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", {
	modulusLength: 2048,
	publicKeyEncoding: { type: "spki", format: "pem" },
	privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const TEXT = "Message\nGrüße 😀\n";
const MINUTE = 60_000;

type Answer = number | "silence" | "nonsense" | "redirect";
let answer: Answer;
let asked: string[];
let now: number;
let reported: unknown[];
let url: string;
const server = createServer(({ url: path }, response) => {
	asked.push(path ?? "");
	if (answer === "silence") return;
	if (answer === "redirect")
		return void response.writeHead(302, { location: "/elsewhere" }).end();
	response
		.writeHead(answer === "nonsense" ? 200 : answer)
		.end(answer === 200 ? publicKey : "no certificate");
});
let signatures: ReturnType<typeof createSnsSignatures>;
beforeEach(async () => {
	answer = 200;
	asked = [];
	now = 0;
	reported = [];
	await new Promise<void>((resolve) =>
		server.listen(0, "127.0.0.1", () => resolve()),
	);
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	signatures = createSnsSignatures({
		certificatesUrl: url,
		report: (error) => reported.push(error),
		now: () => now,
		// Longer than a busy machine takes; what does not answer at all is given less.
		get fetchMs() {
			return answer === "silence" ? 400 : 10_000;
		},
	});
});
afterEach(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

const check = (changes: Partial<Signed> = {}) => {
	const { algorithm = "RSA-SHA256" } = changes;
	return signatures.check({
		topicArn: "",
		at: 0,
		text: TEXT,
		algorithm,
		signature: sign(algorithm, Buffer.from(TEXT), privateKey).toString(
			"base64",
		),
		certificateUrl: "https://sns.eu-west-1.amazonaws.com/one.pem",
		...changes,
	});
};

describe("a signature", () => {
	test.each(["RSA-SHA1", "RSA-SHA256"] as const)(
		"by %s is genuine",
		async (algorithm) => {
			expect(await check({ algorithm })).toBe("genuine");
		},
	);

	test.each([
		["of another text", { text: `${TEXT} ` }],
		["that is no base64", { signature: "%%%" }],
		["that is too short", { signature: "AAAA" }],
	])("%s is forged", async (_what, changes) => {
		expect(await check(changes)).toBe("forged");
	});

	test.each([403, 404])(
		"whose certificate is not there (%i) is forged",
		async (status) => {
			answer = status;
			expect(await check()).toBe("forged");
			expect(reported).toEqual([]);
		},
	);

	test.each([500, "silence", "nonsense", "redirect"] as const)(
		"is unknown when AWS answers with %s, and nobody asks again for a minute",
		async (how) => {
			answer = how;
			expect(await check()).toBe("unknown");
			expect(reported).toHaveLength(1);
			answer = 200;
			now = MINUTE - 1;
			expect(await check()).toBe("unknown");
			expect(asked).toHaveLength(1);
			now = MINUTE;
			expect(await check()).toBe("genuine");
		},
	);
});

test("an answer that came while a long text kept all else from moving is looked at", async () => {
	signatures = createSnsSignatures({
		certificatesUrl: url,
		report: () => {},
		now: () => now,
		fetchMs: 400,
	});
	const verdict = check();
	await expect.poll(() => asked.length).toBe(1);
	const end = performance.now() + 600;
	while (performance.now() < end);
	expect(await verdict).toBe("genuine");
});

describe("a certificate", () => {
	const at = (name: string) =>
		check({
			certificateUrl: `https://sns.eu-west-1.amazonaws.com/${name}.pem`,
		});

	test("is fetched once, for all that ask at the same time", async () => {
		expect(await Promise.all([at("a"), at("a"), at("b")])).toEqual(
			Array(3).fill("genuine"),
		);
		await at("a");
		expect(asked).toEqual(["/a.pem", "/b.pem"]);
	});

	test("is kept for the twenty that came last; those that are not there push none out", async () => {
		await at("true");
		answer = 403;
		for (let index = 0; index < 30; index += 1) await at(`made-up-${index}`);
		answer = 200;
		asked = [];
		await at("true");
		expect(asked).toEqual([]);
		for (let index = 0; index < 20; index += 1) await at(`other-${index}`);
		await at("other-0");
		expect(asked).toHaveLength(20);
		await at("true");
		expect(asked).toHaveLength(21);
	});
});
