import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKS } from "../../ops/checks/all.ts";
import type { Check, Finding } from "../../ops/checks/check.ts";
import { runChecks } from "../../ops/checks/run-checks.ts";
import { mendFor } from "../../ops/sender/mend.ts";
import { closeTarget, findTarget } from "../../ops/sender/target.ts";
import { writeAwsStub, writeNpmStub } from "./aws-stub.ts";
import type { Harness } from "./harness.ts";

/** Somebody on call, in an empty folder with nothing but `npm` and `aws`. */
export class OnCall {
	readonly #stack: Harness;
	readonly #folder = mkdtempSync(join(tmpdir(), "sqs-gmail-sender-doctor-"));

	constructor(stack: Harness) {
		this.#stack = stack;
		writeAwsStub(this.#folder, stack.local.aws.url);
		writeNpmStub(this.#folder);
	}

	stop(): void {
		rmSync(this.#folder, { recursive: true });
	}

	/** What every check finds, by its id. */
	async doctor(
		checks: readonly Check[] = CHECKS,
		{
			now = Date.now(),
			before = () => {},
		}: {
			readonly now?: number;
			/** Done after the sender was found, and before the first check. */
			readonly before?: () => void;
		} = {},
	): Promise<Readonly<Record<string, Finding>>> {
		const options = { localPort: this.#stack.local.aws.port };
		const target = await findTarget(options);
		try {
			before();
			const mend = mendFor(options, target);
			const reports = await runChecks(checks, { target, now, mend });
			return Object.fromEntries(
				reports.map(({ id, finding }) => [id, finding]),
			);
		} finally {
			closeTarget(target);
		}
	}

	/** The checks that are not fine. */
	async troubles(): Promise<readonly string[]> {
		return Object.entries(await this.doctor())
			.filter(([, { kind }]) => kind !== "ok")
			.map(([id]) => id);
	}

	/** Types a command line, with what is piped into it. */
	type(
		line: string,
		input = "",
	): Promise<{ readonly code: number; readonly out: string }> {
		return new Promise((resolve) => {
			const child = execFile(
				"sh",
				["-c", line],
				{
					cwd: this.#folder,
					env: {
						PATH: `${this.#folder}:/usr/bin:/bin`,
						NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
						// Sentences are looked for as they are written.
						COLUMNS: "10000",
					},
				},
				(error, stdout, stderr) =>
					resolve({
						code: Number(error?.code ?? 0),
						out: `${stdout}${stderr}`,
					}),
			);
			child.stdin?.end(input);
		});
	}
}
