import { describe, expect, test } from "vitest";
import { findCircles } from "../support/circles.ts";
import { type Source, sources, sourcesIn } from "../support/source-tree.ts";

/** Every file is in the room whose path is the longest to fit; within a room all may import all. */
const ROOMS = [
	"bench/",
	"core/",
	"core/template/",
	"examples/",
	"functions/breaker/",
	"functions/send-email/",
	"functions/shared/",
	"infra/",
	"local/",
	"local/page/client/",
	"ops/",
	"packages/local-aws/",
	"packages/local-aws/test/",
	"publisher/",
	"schema/",
	"test/",
];

/** All arrows from one room to another: what is on the left is imported by what is on the right. */
const ARROWS: readonly (readonly [to: string, from: readonly string[]])[] = [
	[
		"core/",
		[
			...["core/template/", "functions/", "infra/", "ops/", "publisher/"],
			...["local/", "schema/", "test/", "bench/"],
		],
	],
	["schema/email-message.v1.json", ["infra/"]],
	["functions/shared/", ["functions/", "ops/login/"]],
	["infra/", ["examples/", "test/"]],
	["infra/pack/", ["bench/"]],
	["bench/report/", ["test/"]],
	["bench/results.ts", ["test/"]],
	["core/harmless.ts", ["local/page/client/"]],
	["local/api.ts", ["local/page/client/"]],
	["local/gmail/faults.ts", ["local/page/client/"]],
	["local/inbox/mailpit.ts", ["local/page/client/"]],
	["local/", ["test/", "bench/"]],
	["local/page/bundle.ts", ["infra/pack/"]],
	["packages/local-aws/index.ts", ["local/", "test/", "bench/"]],
	["packages/local-aws/", ["packages/local-aws/test/"]],
	["packages/local-aws/test/support/", ["test/"]],
	["publisher/", ["examples/another-team/", "examples/recipes/", "test/"]],
	["functions/", ["test/"]],
	["ops/", ["test/"]],
	["schema/", ["test/"]],
];

/** What may pass a room's files on to others: the entries of the packages. */
const ENTRIES = [
	"infra/index.ts",
	"local/client/index.ts",
	"publisher/index.ts",
	"packages/local-aws/index.ts",
];

/** Packages that a room may import, types aside; rooms that are not named may import any. */
const PACKAGES: readonly (readonly [room: string, allowed: RegExp])[] = [
	["core/", /^valibot$/],
	["local/page/client/", /^preact(\/hooks)?$/],
	["core/template/", /^(valibot|liquidjs|ajv|ajv-formats)(\/|$)/],
];

const roomOf = (path: string) =>
	ROOMS.filter((room) => path.startsWith(room)).toSorted(
		(a, b) => b.length - a.length,
	)[0];

const filesOf = (room: string): readonly Source[] =>
	sourcesIn(room).filter(({ path }) => roomOf(path) === room);

function isAllowed(from: string, to: string): boolean {
	if (roomOf(from) === roomOf(to)) return true;
	return ARROWS.some(
		([target, importers]) =>
			to.startsWith(target) &&
			importers.some((importer) => from.startsWith(importer)),
	);
}

describe("arrows", () => {
	test("are told of rooms that every file is in one of", () => {
		expect(sources.filter(({ path }) => roomOf(path) === undefined)).toEqual(
			[],
		);
	});

	test.each(ROOMS)("lead from %s nowhere but where the table says", (room) => {
		const files = filesOf(room);
		expect(files).not.toEqual([]);
		expect(
			files.flatMap(({ path, imports }) =>
				imports
					.filter((target) => !isAllowed(path, target))
					.map((target) => `${path} → ${target}`),
			),
		).toEqual([]);
	});

	test.each(ARROWS)("to %s come from files that exist", (_to, importers) => {
		for (const importer of importers)
			expect(sourcesIn(importer), importer).not.toEqual([]);
	});

	test.each(PACKAGES)("lead from %s to few packages", (room, allowed) => {
		const files = filesOf(room);
		expect(files).not.toEqual([]);
		for (const { path, packages } of files)
			expect(
				packages.filter((name) => !allowed.test(name)),
				path,
			).toEqual([]);
	});

	test("lead from the page in the browser to types and what is pure, beside its own files", () => {
		const files = filesOf("local/page/client/");
		expect(files).not.toEqual([]);
		for (const { path, runtimeImports } of files)
			expect(
				runtimeImports.filter(
					(target) =>
						roomOf(target) !== "local/page/client/" &&
						target !== "core/harmless.ts",
				),
				path,
			).toEqual([]);
	});

	test("lead from publisher to no package but the client for SQS, before another is needed", () => {
		const files = filesOf("publisher/");
		expect(files).not.toEqual([]);
		for (const { path, eagerPackages } of files)
			expect(
				eagerPackages.filter(
					(name) => name !== "@aws-sdk/client-sqs" && name !== "node:crypto",
				),
				path,
			).toEqual([]);
	});

	test("make no circle, those of types included", () => {
		const graph = new Map(sources.map(({ path, imports }) => [path, imports]));
		expect(graph.size).toBeGreaterThan(500);
		expect(findCircles(graph)).toEqual([]);
		expect(
			findCircles(
				new Map([
					["a", ["b"]],
					["b", ["c"]],
					["c", ["b"]],
				]),
			),
		).toEqual(["b → c → b"]);
	});

	test("are not hidden by a file that passes on what another room declares", () => {
		const passing = sources.filter(({ reExports }) => reExports.length > 0);
		expect(passing.map(({ path }) => path)).toEqual(
			expect.arrayContaining(ENTRIES),
		);
		expect(
			passing
				.filter(({ path }) => !ENTRIES.includes(path))
				.flatMap(({ path, reExports }) =>
					reExports
						.filter((target) => folderOf(target) !== folderOf(path))
						.map((target) => `${path} → ${target}`),
				),
		).toEqual([]);
	});

	test("are not hidden by an export of what was imported", () => {
		expect(
			sources
				.filter(({ text }) =>
					/^export\s+(type\s+)?\{[^}]*\}(?!\s*from)/m.test(text),
				)
				.map(({ path }) => path),
		).toEqual([]);
	});
});

const folderOf = (path: string) => path.slice(0, path.lastIndexOf("/"));
