import { spawnSync } from "node:child_process";
import {
	chmodSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundledPackages } from "../../../infra/pack/bundled-packages.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const { packages } = JSON.parse(
	readFileSync(join(ROOT, "package-lock.json"), "utf8"),
) as { readonly packages: Readonly<Record<string, object>> };

describe("what is bundled", () => {
	const bundled = bundledPackages();

	test.each([
		"nodemailer",
		"valibot",
		"liquidjs",
		"@middy/core",
		"@aws-sdk/client-sqs",
		"@aws-sdk/client-cloudformation",
	])("has %s in it", (name) => {
		expect(bundled).toContain(`node_modules/${name}`);
	});

	test("has no tools in it", () => {
		for (const name of ["aws-cdk-lib", "esbuild", "vitest"])
			expect(bundled).not.toContain(`node_modules/${name}`);
	});

	test("is what the lock file names, which is what npm audit looks at", () => {
		for (const path of bundled)
			expect(packages[path]).toMatchObject({
				version: expect.any(String),
				integrity: expect.any(String),
			});
	});
});

describe("npm run audit", () => {
	const bin = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-audit-"));
	beforeAll(() => {
		writeFileSync(
			join(bin, "npm"),
			'#!/bin/sh\n[ "$*" = "audit --json" ] && echo "$REPORT"\n',
		);
		chmodSync(join(bin, "npm"), 0o755);
	});
	afterAll(() => rmSync(bin, { recursive: true }));

	const audit = (report: object) =>
		spawnSync(process.execPath, [join(ROOT, "infra", "pack", "audit.ts")], {
			encoding: "utf8",
			env: {
				PATH: `${bin}:${dirname(process.execPath)}`,
				REPORT: JSON.stringify(report),
			},
		});
	const vulnerable = (name: string, via: string | object) => ({
		vulnerabilities: {
			[name]: { name, via: [via], nodes: [`node_modules/${name}`] },
		},
	});
	const advisory = { title: "Header injection", url: "https://example.com/1" };

	test("fails by an advisory about what is bundled, and names it", () => {
		const { status, stderr } = audit(vulnerable("nodemailer", advisory));
		expect(stderr).toBe(
			"nodemailer: Header injection, https://example.com/1\n",
		);
		expect(status).toBe(1);
	});

	test.each([
		["a tool", vulnerable("vitest", advisory)],
		["what something depends on", vulnerable("nodemailer", "vitest")],
	])("passes an advisory about %s alone", (_what, report) => {
		expect(audit(report)).toMatchObject({ status: 0, stderr: "" });
	});

	test("fails when npm cannot say", () => {
		const { status, stderr } = audit({ message: "503 Service Unavailable" });
		expect(stderr).toContain("Cannot audit the packages: 503");
		expect(status).toBe(1);
	});
});
