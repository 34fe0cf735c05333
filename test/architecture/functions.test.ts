import { describe, expect, test } from "vitest";
import { sourcesIn } from "../support/source-tree.ts";

describe.each([
	{ name: "send-email", alsoKnowsLambda: ["intake/read-records.ts"] },
	{ name: "breaker", alsoKnowsLambda: [] },
])("the function $name", ({ name, alsoKnowsLambda }) => {
	const own = sourcesIn(`functions/${name}/`);
	const handler = `functions/${name}/handler.ts`;

	test("knows Lambda in its handler alone", () => {
		const knowing = own
			.filter(({ text }) => /from "aws-lambda"|@middy\/core/.test(text))
			.map(({ path }) => path);
		expect(knowing.toSorted()).toEqual([
			handler,
			...alsoKnowsLambda.map((file) => `functions/${name}/${file}`),
		]);
	});

	test("reaches the outside only through adapters and its handler", () => {
		const reaching = own
			.filter(({ packages }) => packages.some((name) => name !== "valibot"))
			.map(({ path }) => path);
		expect(reaching).toContain(handler);
		expect(
			reaching.filter(
				(path) => !path.includes("/adapters/") && path !== handler,
			),
		).toEqual([]);
	});

	test("lets only its handler name an adapter", () => {
		const naming = own.filter(
			({ path, imports }) =>
				!path.includes("/adapters/") &&
				imports.some((target) => target.includes("/adapters/")),
		);
		expect(naming.map(({ path }) => path)).toEqual([handler]);
	});
});
