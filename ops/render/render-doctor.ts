import type { Finding } from "../checks/check.ts";
import type { CheckReport } from "../checks/run-checks.ts";
import type { Target } from "../sender/target.ts";
import { counted } from "../terminal/counted.ts";

/** A summary of all checks, and one line for each. */
export function doctorText(reports: readonly CheckReport[]): string {
	const width = Math.max(...reports.map(({ id }) => id.length));
	return [
		summary(reports),
		"",
		...reports.map(
			({ id, title, finding }) =>
				`${MARK[finding.kind]} ${id.padEnd(width)}  ${describeFinding(title, finding)}`,
		),
	].join("\n");
}

export function doctorJson(
	{ stackName, sender }: Target,
	reports: readonly CheckReport[],
): object {
	return {
		stack: stackName,
		sender: sender.name,
		ok: reports.every(({ finding }) => finding.kind === "ok"),
		message: summary(reports),
		checks: reports.map(({ id, title, finding }) => ({
			id,
			title,
			...finding,
		})),
	};
}

const MARK: Readonly<Record<Finding["kind"], string>> = {
	ok: "✓",
	trouble: "✗",
	unknown: "?",
};

function describeFinding(title: string, finding: Finding): string {
	switch (finding.kind) {
		case "ok":
			return `${title}: ${finding.detail}`;
		case "trouble":
			return `${finding.what} · ${finding.why} · type: ${finding.type}`;
		case "unknown":
			return `unknown whether ${title}: ${finding.why}`;
	}
}

function summary(reports: readonly CheckReport[]): string {
	const count = (kind: Finding["kind"]) =>
		reports.filter(({ finding }) => finding.kind === kind).length;
	const [bad, unknown, all] = [
		count("trouble"),
		count("unknown"),
		reports.length,
	];
	const blind =
		unknown === 0
			? ""
			: ` ${counted(unknown, "could not run: its line shows why", "could not run: their lines show why")}.`;
	if (bad > 0) return `${bad} of ${all} checks found trouble.${blind}`;
	return unknown === 0
		? all === 1
			? "The check passed."
			: `All ${all} checks passed.`
		: `No trouble was found, but the result is incomplete: of ${all} checks,${blind}`;
}
